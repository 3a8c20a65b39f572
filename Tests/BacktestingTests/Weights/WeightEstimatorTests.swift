import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct WeightEstimatorTests {
    private func limits() throws -> WeightLimits {
        WeightLimits(
            usual: try WeightRange(least: 0.05, largest: 0.4),
            exceptions: ["S2": try WeightRange(least: 0.2)]
        )
    }

    /// All rules with both covariances, with limits and without.
    private func estimators(lookback: Int) throws -> [WeightEstimator] {
        try WeightRule.all.flatMap { rule in
            try CovarianceRule.allCases.flatMap { covariance in
                try [.none, limits()].map {
                    try WeightEstimator(
                        rule,
                        covariance: covariance,
                        lookback: lookback,
                        limits: $0
                    )
                }
            }
        }
    }

    @Test func looksAtNothingFromTheBarOn() throws {
        let table = SyntheticPrices.randomWalk(bars: 60, symbols: 5, seed: 3)
        let bar = 40
        for estimator in try estimators(lookback: 30) {
            let weights = try estimator.weights(columns: [4, 0, 1, 2], in: table, before: bar)
            func changed(from first: Int, to value: Double) throws -> [Double] {
                var closes = table.closes.asArray
                for place in first * 5..<closes.count { closes[place] = value }
                return try estimator.weights(
                    of: closes,
                    symbols: table.symbols,
                    columns: [4, 0, 1, 2],
                    before: bar
                )
            }
            for value in [Double.nan, 1e30, -1] {
                let other = try changed(from: bar, to: value)
                #expect(other.map(\.bitPattern) == weights.map(\.bitPattern))
            }
            // A table that ends there has them, too.
            let short = try PriceTable(
                symbols: table.symbols,
                timestamps: Array(table.timestamps[..<bar]),
                closes: Array(table.closes[..<(bar * 5)])
            )
            let last = try estimator.weights(columns: [4, 0, 1, 2], in: short, before: bar)
            #expect(last.map(\.bitPattern) == weights.map(\.bitPattern))
            if estimator.rule.usesReturns {
                #expect(throws: BacktestError.self) { try changed(from: bar - 1, to: .nan) }
            }
        }
    }

    @Test func looksAtAllBarsOfTheLookbackAndNoneBefore() throws {
        let table = SyntheticPrices.randomWalk(bars: 60, symbols: 3, seed: 4)
        let estimator = try WeightEstimator(.minimumVariance, lookback: 20)
        func weights(changing bar: Int) throws -> [Double] {
            var closes = table.closes.asArray
            closes[bar * 3] *= 1.01
            return try estimator.weights(
                of: closes,
                symbols: table.symbols,
                columns: [0, 1, 2],
                before: 40
            )
        }
        let plain = try estimator.weights(columns: [0, 1, 2], in: table, before: 40)
        // The first return, that of bar 20, goes from the close of bar 19.
        for bar in [0, 18, 40, 59] { #expect(try weights(changing: bar) == plain) }
        for bar in [19, 20, 30, 39] { #expect(try weights(changing: bar) != plain) }
    }

    @Test func repeatsItsBits() throws {
        let table = SyntheticPrices.randomWalk(bars: 101, symbols: 12, seed: 5)
        for estimator in try estimators(lookback: 100) {
            let columns = Array(0..<12)
            let first = try estimator.weights(columns: columns, in: table, before: 101)
            let second = try estimator.weights(columns: columns, in: table, before: 101)
            #expect(first.map(\.bitPattern) == second.map(\.bitPattern))
        }
    }

    @Test func weighsMomentsOfTheReturns() throws {
        let table = SyntheticPrices.randomWalk(bars: 31, symbols: 3, seed: 6)
        // Written anew: simple returns, means, sample covariances.
        var returns = [[Double]](repeating: [], count: 3)
        for symbol in 0..<3 {
            for bar in 1...30 {
                let before = table[bar: bar - 1, symbol: symbol]
                returns[symbol].append(table[bar: bar, symbol: symbol] / before - 1)
            }
        }
        let means = returns.map { $0.reduce(0, +) / 30 }
        var values: [Double] = []
        for row in 0..<3 {
            for column in 0..<3 {
                var sum = 0.0
                for bar in 0..<30 {
                    sum += (returns[row][bar] - means[row]) * (returns[column][bar] - means[column])
                }
                values.append(sum / 29)
            }
        }
        let covariance = try CovarianceMatrix(count: 3, values: values)
        for rule in WeightRule.all {
            let estimator = try WeightEstimator(rule, lookback: 30)
            let weights = try estimator.weights(columns: [0, 1, 2], in: table, before: 31)
            let expected = try rule.weights(covariance: covariance, means: means)
            #expect(areClose(weights, expected, within: 1e-12))
        }
    }

    @Test func saysHowManyBarsItNeeds() throws {
        let table = SyntheticPrices.randomWalk(bars: 40, symbols: 2, seed: 7)
        for estimator in try estimators(lookback: 20) where estimator.limits == .none {
            let needed = estimator.barsNeeded
            #expect(needed == (estimator.rule == .equal ? 0 : 21))
            _ = try estimator.weights(columns: [0, 1], in: table, before: needed)
            guard needed > 0 else { continue }
            #expect(throws: BacktestError.historyTooShort(bars: 20, needed: 21)) {
                try estimator.weights(columns: [0, 1], in: table, before: needed - 1)
            }
        }
        let text = BacktestError.historyTooShort(bars: 20, needed: 21).description
        #expect(text.contains("needs 21 bars before, and there are 20"))
    }

    @Test func givesSymbolsWithoutRiskTheirLeastWeight() throws {
        let walk = SyntheticPrices.randomWalk(bars: 41, symbols: 4, seed: 8)
        var closes = walk.closes.asArray
        for bar in 0..<41 {
            closes[bar * 4 + 1] = 7.3
            // The same growth at every bar, but for rounding.
            closes[bar * 4 + 3] = bar == 0 ? 5 : closes[bar * 4 - 1] * 1.01
        }
        for estimator in try estimators(lookback: 40) where estimator.rule != .equal {
            let weights = try estimator.weights(
                of: closes,
                symbols: walk.symbols,
                columns: [0, 1, 2, 3],
                before: 41
            )
            #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
            if estimator.limits == .none {
                #expect(weights[1] == 0 && weights[3] == 0)
                // The others are weighed as if they were alone.
                let alone = try estimator.weights(columns: [0, 2], in: walk, before: 41)
                #expect([weights[0], weights[2]] == alone)
            } else {
                // 0.4 and 0.4 leave 0.2 for S2, whose least weight that is, and S4 with 0.05 at least: the first
                // two get 0.75 together.
                #expect(weights[1] == 0.2 && weights[3] == 0.05)
                #expect(max(weights[0], weights[2]) <= 0.4)
            }
        }
    }

    @Test func sharesWhatTheLimitsLeaveAmongSymbolsWithoutRisk() throws {
        let walk = SyntheticPrices.randomWalk(bars: 41, symbols: 3, seed: 9)
        var closes = walk.closes.asArray
        for bar in 0..<41 { for symbol in 1..<3 { closes[bar * 3 + symbol] = 2 } }
        let limits = WeightLimits(exceptions: [
            "S1": try WeightRange(largest: 0.4), "S2": try WeightRange(largest: 0.1),
        ])
        for rule in WeightRule.all {
            let estimator = try WeightEstimator(rule, lookback: 40, limits: limits)
            let weights = try estimator.weights(
                of: closes,
                symbols: walk.symbols,
                columns: [0, 1, 2],
                before: 41
            )
            #expect(areClose(weights, [0.4, 0.1, 0.5], within: 1e-15))
        }
    }

    @Test func weighsEquallyWhenNothingMoves() throws {
        let closes = [Double](repeating: 3, count: 4 * 30)
        for estimator in try estimators(lookback: 20) {
            let weights = try estimator.weights(
                of: closes,
                symbols: ["S1", "S2", "S3", "S4"],
                columns: [0, 1, 2, 3],
                before: 30
            )
            #expect(areClose(weights, [0.25, 0.25, 0.25, 0.25], within: 1e-15))
        }
    }

    @Test(arguments: [2, 3, 8])
    func weighsMoreSymbolsThanBars(lookback: Int) throws {
        let table = SyntheticPrices.randomWalk(bars: 20, symbols: 15, seed: 10)
        for estimator in try estimators(lookback: lookback) {
            let weights = try estimator.weights(columns: Array(0..<15), in: table, before: 20)
            #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
            for (symbol, weight) in zip(table.symbols, weights) {
                let range = estimator.limits[symbol]
                #expect(weight >= range.least && weight <= range.largest)
            }
        }
    }

    @Test func weighsEqualSymbolsEqually() throws {
        let walk = SyntheticPrices.randomWalk(bars: 61, symbols: 3, seed: 11)
        var closes = walk.closes.asArray
        // The third is the first in another unit.
        for bar in 0..<61 { closes[bar * 3 + 2] = closes[bar * 3] * 4 }
        for estimator in try estimators(lookback: 60) where estimator.limits == .none {
            let weights = try estimator.weights(
                of: closes,
                symbols: walk.symbols,
                columns: [0, 1, 2],
                before: 61
            )
            #expect(abs(weights[0] - weights[2]) < 1e-7, "\(estimator.rule)")
        }
    }

    @Test func hedgesWhatMovesAgainstEachOther() throws {
        // Returns of one are minus those of the other: half and half has no risk.
        let covariance = try CovarianceMatrix(
            count: 3,
            values: [1e-4, -1e-4, 0, -1e-4, 1e-4, 0, 0, 0, 1e-4]
        )
        for rule in [
            WeightRule.minimumVariance, .maximumDiversification, .equalRiskContribution,
        ] {
            let weights = try rule.weights(covariance: covariance, means: [0, 0, 0])
            #expect(abs(weights[0] - weights[1]) < 1e-6, "\(rule)")
            #expect(weights[2] < 0.01, "\(rule)")
        }
    }

    @Test func refusesWhatItCannotWeigh() throws {
        for lookback in [-1, 0, 1, 1_000_001] {
            #expect(throws: BacktestError.self) {
                try WeightEstimator(.minimumVariance, lookback: lookback)
            }
        }
        #expect(throws: BacktestError.self) {
            try WeightEstimator(.meanVariance(riskAversion: 0), lookback: 10)
        }
        let table = SyntheticPrices.randomWalk(bars: 20, symbols: 3)
        let estimator = try WeightEstimator(.minimumVariance, lookback: 10)
        for columns in [[], [0, 0], [3], [-1]] {
            #expect(throws: BacktestError.self) {
                try estimator.weights(columns: columns, in: table, before: 20)
            }
        }
        for bar in [-1, 21] {
            #expect(throws: BacktestError.self) {
                try estimator.weights(columns: [0, 1], in: table, before: bar)
            }
        }
        // Prices whose returns overflow.
        let wild = (0..<20).map { $0.isMultiple(of: 2) ? 1e-300 : 1e300 }
        #expect(throws: BacktestError.self) {
            try estimator.weights(of: wild, symbols: ["A"], columns: [0], before: 20)
        }
        let wide = (0..<20).map { $0.isMultiple(of: 2) ? 1e-100 : 1e100 }
        #expect(throws: BacktestError.self) {
            try estimator.weights(
                of: zip(wide, wide.reversed()).flatMap { [$0, $1] },
                symbols: ["A", "B"],
                columns: [0, 1],
                before: 20
            )
        }
    }
}
