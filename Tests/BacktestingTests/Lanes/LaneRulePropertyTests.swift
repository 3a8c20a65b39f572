import Backtesting
import MarketData
import TestSupport
import Testing

/// Rules, fees and income of every kind, mixed at random, in the lanes of one group.
@Suite struct LaneRulePropertyTests {
    /// Metrics, the least time between rebalances and values have the reference's bits.
    @Test(arguments: 0..<16) func hasTheReferencesBits(chunk: UInt64) throws {
        var (rebalances, lost, compared) = (0, 0, 0)
        for seed in 0..<14 {
            let study = try RuleStudy(seed: chunk * 100 + UInt64(seed))
            let lanes = LaneSimulator(study.reference)
            let group = LaneGroup(
                lanes.prepare(study.columns),
                zip(study.weights, study.policies).map { LaneCandidate(weights: $0, policy: $1) }
            )
            var found: [[Double]] = study.policies.map { _ in [] }
            lanes.equity(group, start: study.start, ends: study.ends) { candidate, _, value in
                found[candidate].append(value)
            }
            try lanes.measure(group, start: study.start, ends: study.ends) {
                candidate,
                end,
                outcome in
                let last = study.ends[end]
                let expected = study.metrics(candidate, end: last)
                #expect(
                    outcome.metrics.map(bits) == expected.map(bits),
                    "\(chunk) \(seed) \(study.policies[candidate].phrase)"
                )
                let equity = study.equity(candidate, end: last)
                #expect(found[candidate][end].bitPattern == (equity ?? .nan).bitPattern)
                compared += 1
                rebalances += expected?.rebalanceCount ?? 0
                if expected == nil { lost += 1 }
            }
        }
        #expect(compared > 100)
        #expect(rebalances > 100)
        #expect(lost > 0)
        #expect(lost < compared / 2)
    }

    /// With an interval of up to the least time that is found, all is the same.
    @Test(arguments: 0..<20) func leastTimesAreRight(seed: UInt64) throws {
        let study = try RuleStudy(seed: seed &+ 7_000)
        let lanes = LaneSimulator(study.reference)
        let columns = lanes.prepare(study.columns)
        let end = study.ends.last!
        for (weights, policy) in zip(study.weights, study.policies) {
            let group = LaneGroup(columns, [LaneCandidate(weights: weights, policy: policy)])
            var found: LaneOutcome?
            try lanes.measure(group, start: study.start, ends: [end]) { _, _, outcome in
                found = outcome
            }
            let outcome = try #require(found)
            guard let metrics = outcome.metrics,
                outcome.leastHoursBetweenRebalances.isFinite
            else { continue }
            let longer = try RebalancingPolicy(
                method: policy.method,
                threshold: policy.threshold,
                calendarDays: policy.calendarDays,
                minimumIntervalHours: Int(outcome.leastHoursBetweenRebalances),
                momentumVeto: policy.momentumVeto,
                rule: policy.rule
            )
            let same = try study.reference.metrics(
                Position(
                    Allocation(
                        symbols: study.columns.map { study.reference.table.symbols[$0] },
                        weights: weights
                    ),
                    in: study.reference.table
                ),
                longer,
                window: study.start..<end
            )
            #expect(bits(metrics) == bits(same))
        }
    }
}

/// Candidates with rules of their own on random prices, made up from a seed.
private struct RuleStudy {
    let reference: ReferenceSimulator
    let columns: [Int]
    let weights: [[Double]]
    let policies: [RebalancingPolicy]
    let start: Int
    let ends: [Int]

    func metrics(_ candidate: Int, end: Int) -> WindowMetrics? {
        guard let position = try? position(candidate) else { return nil }
        return try? reference.metrics(position, policies[candidate], window: start..<end)
    }

    func equity(_ candidate: Int, end: Int) -> Double? {
        guard let position = try? position(candidate) else { return nil }
        return try? reference.equity(position, policies[candidate], start: start, ends: [end]).last
    }

    private func position(_ candidate: Int) throws -> Position {
        let symbols = columns.map { reference.table.symbols[$0] }
        return try Position(
            Allocation(symbols: symbols, weights: weights[candidate]),
            in: reference.table
        )
    }

    init(seed: UInt64) throws {
        var random = SeededRandom(seed: seed &+ 31_000)
        let held = 1 + Int(seed % 6)
        // Some values overflow, where all prices jump.
        let isLost = seed % 7 == 3
        let table = try Self.table(symbols: held + 1, jumps: isLost, &random)
        let settings = try Self.settings(table, capital: isLost ? 1e300 : nil, &random)
        reference = ReferenceSimulator(table: table, settings: settings)
        columns = Array(0...held).shuffled(using: &random).dropLast()
        let count = Int.random(in: 1...LaneGroup.width, using: &random)
        var weights: [[Double]] = []
        var policies: [RebalancingPolicy] = []
        for _ in 0..<count {
            var parts = (0..<held).map { _ in Double.random(in: 0.05...1, using: &random) }
            if held > 2, Int.random(in: 0..<6, using: &random) == 0 { parts[1] = 0 }
            let sum = parts.reduce(0, +)
            weights.append(parts.map { $0 / sum })
            policies.append(try Self.policy(symbols: table.symbols, &random))
        }
        self.weights = weights
        self.policies = policies
        start = Int.random(in: 0...60, using: &random)
        ends = [
            start + WindowMetrics.minimumBars, Int.random(in: 80...140, using: &random),
            table.barCount,
        ]
    }

    /// Prices that jump now and then, at times with gaps.
    private static func table(
        symbols: Int,
        jumps: Bool,
        _ random: inout SeededRandom
    ) throws -> PriceTable {
        let interval: Int64 = [3_600, 14_400, 86_400].randomElement(using: &random)!
        let step = [0.0005, 0.005, 0.03].randomElement(using: &random)!
        let hasGaps = Bool.random(using: &random)
        var prices = (0..<symbols).map { _ in Double.random(in: 1..<500, using: &random) }
        var (closes, timestamps): ([Double], [Int64]) = ([], [])
        var time: Int64 = 1_577_836_800
        let jump = jumps ? Int.random(in: 100..<240, using: &random) : -1
        for bar in 0..<260 {
            if bar == jump { prices = prices.map { $0 * 1e10 } }
            for symbol in prices.indices {
                prices[symbol] *= 1 + Double.random(in: -step..<step, using: &random)
                if Int.random(in: 0..<150, using: &random) == 0 {
                    prices[symbol] *= [0.3, 0.8, 1.25, 4].randomElement(using: &random)!
                }
            }
            closes += prices
            timestamps.append(time)
            let isGap = hasGaps && Int.random(in: 0..<30, using: &random) == 0
            time += interval * (isGap ? Int64.random(in: 2...500, using: &random) : 1)
        }
        return try PriceTable(
            symbols: (0..<symbols).map { "S\($0)" },
            timestamps: timestamps,
            closes: closes
        )
    }

    private static func settings(
        _ table: PriceTable,
        capital: Double?,
        _ random: inout SeededRandom
    ) throws -> SimulationSettings {
        func one<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }
        let own = SymbolCosts(commission: 0.002, slippage: one([nil, 0]), halfSpread: 0.0004)
        let costs = try TradingCosts(
            commission: one([0, 0.001, 0.01]),
            slippage: one([0, 0.0005]),
            halfSpread: one([0, 0.0003]),
            fixedFee: one([0, 0, 0.5, 7]),
            minimumFee: one([0, 0, 1, 30]),
            symbols: one([[:], [:], ["S0": own, "S2": own]]),
            cashRate: one([0, 0, 0.05, -0.9])
        )
        var (dividends, funding): ([Double], [Double]) = ([], [])
        if Int.random(in: 0..<3, using: &random) == 0 {
            dividends = table.closes.map {
                Int.random(in: 0..<20, using: &random) == 0 ? $0 * 0.01 : 0
            }
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            funding = table.closes.map { _ in
                Int.random(in: 0..<8, using: &random) == 0
                    ? Double.random(in: -0.002...0.003, using: &random) : 0
            }
        }
        return try SimulationSettings(
            table: table,
            capital: capital ?? one([300, 10_000]),
            costs: costs,
            income: PortfolioIncome(dividends: dividends, funding: funding, table: table)
        )
    }

    private static func policy(
        symbols: [String],
        _ random: inout SeededRandom
    ) throws -> RebalancingPolicy {
        func one<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }
        let rule = try TradingRule(
            band: one([.absolute, .relative]),
            bands: one([[:], [:], [symbols[0]: 0.3], [symbols[0]: 0.01, symbols[1]: 0.2]]),
            destination: one(TradingRule.Destination.allCases),
            scope: one(TradingRule.Scope.allCases),
            calendar: one([nil, .month, .quarter]),
            volatilityTarget: one([
                nil, nil, VolatilityTarget(level: 0.2, lookback: 20),
                VolatilityTarget(level: 1, lookback: 3),
            ]),
            minimumTrade: one([0, 0, 5, 200]),
            minimumTradeShare: one([0, 0, 0.01, 0.2])
        )
        return try RebalancingPolicy(
            method: one([.threshold, .threshold, .hybrid, .calendar, .never]),
            threshold: one([0, 0.002, 0.01, 0.05, 0.2]),
            calendarDays: one([1, 5, 30]),
            minimumIntervalHours: one([0, 24, 200]),
            momentumVeto: one([false, true]),
            rule: Int.random(in: 0..<5, using: &random) == 0 ? .standard : rule
        )
    }
}
