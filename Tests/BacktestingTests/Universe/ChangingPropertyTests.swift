import MarketData
import TestSupport
import Testing

@testable import Backtesting

/// What holds for every candidate in a universe that changes, on random ones.
@Suite struct ChangingPropertyTests {
    private func plain(_ policy: RebalancingPolicy) throws -> RebalancingPolicy {
        try RebalancingPolicy(
            method: policy.method,
            threshold: policy.threshold,
            calendarDays: policy.calendarDays,
            minimumIntervalHours: policy.minimumIntervalHours
        )
    }

    @Test(arguments: 0..<80) func equalsASimulationWrittenAnew(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let table = try random.changing(seed: seed)
        let policy = try plain(random.policy)
        let result = try Backtest(
            allocation: random.allocation,
            policy: policy,
            table: table,
            window: random.window,
            settings: SimulationSettings(table: table)
        )
        let expected = ChangingSimulation(
            table: table,
            weights: random.weights,
            policy: policy,
            rate: TradingCosts.standard.rate
        )
        .run(window: random.window)
        #expect(result.metrics.rebalanceCount == expected.rebalances)
        expectClose(result.equity, expected.equity, relative: 1e-9)
    }

    @Test func drawsTablesThatChange() throws {
        let changes = try (0..<80).count { seed in
            let random = try RandomCase(seed: seed)
            return try random.changing(seed: seed).listings.contains { listing in
                random.window.contains(listing.lowerBound) && listing.lowerBound > 0
                    || random.window.contains(listing.upperBound)
            }
        }
        #expect(changes > 50)
    }

    /// What is not listed in a window makes no difference in it, whatever the rules are.
    @Test(arguments: 0..<80) func leavesOutWhatIsNotListed(seed: Int) throws {
        let ruled = try RuledCase(seed: seed)
        let whole = ruled.random.table
        // One more symbol, with half of the weight, that ends before the window begins.
        let window = 60..<400
        let table = try PriceTable(
            symbols: whole.symbols + ["gone"],
            timestamps: whole.timestamps,
            closes: (0..<whole.barCount).flatMap { bar in
                whole.symbols.indices.map { whole[bar: bar, symbol: $0] } + [bar < 60 ? 1 : .nan]
            },
            listings: whole.symbols.map { _ in 0..<whole.barCount } + [0..<60]
        )
        func run(_ table: PriceTable, _ weights: [Double]) throws -> Backtest {
            try Backtest(
                allocation: Allocation(symbols: table.symbols, weights: weights),
                policy: ruled.policy,
                table: table,
                window: window,
                settings: SimulationSettings(table: table, costs: ruled.settings.costs)
            )
        }
        let with = try run(table, ruled.random.weights.map { $0 / 2 } + [0.5])
        let without = try run(whole, ruled.random.weights)
        #expect(with.equity == without.equity)
        #expect(bits(with.metrics) == bits(without.metrics))
        #expect(bits(with.buyAndHold) == bits(without.buyAndHold))
    }

    /// Rules, costs and income of all kinds: money is neither made nor lost by leaving.
    @Test(arguments: 0..<80) func staysSound(seed: Int) throws {
        let ruled = try RuledCase(seed: seed)
        let table = try ruled.random.changing(seed: seed)
        let result = try Backtest(
            allocation: ruled.random.allocation,
            policy: ruled.policy,
            table: table,
            window: ruled.random.window,
            settings: ruled.settings
        )
        #expect(result.equity.allSatisfy { $0.isFinite && $0 > 0 })
        #expect(result.exposure.allSatisfy { $0 > -1e-9 && $0 < 1 + 1e-9 })
        for rebalance in result.rebalances {
            let bar = table.firstBar(atOrAfter: rebalance.timestamp)
            for (column, target) in rebalance.targets.enumerated() {
                #expect(target == 0 || table.listings[column].contains(bar))
            }
        }
    }

    @Test(arguments: 0..<40) func lanesHaveTheReferencesBits(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let table = try random.changing(seed: seed)
        let reference = ReferenceSimulator(
            table: table,
            settings: try SimulationSettings(table: table)
        )
        let lanes = LaneSimulator(reference)
        let columns = Array(table.symbols.indices)
        let policies = try [random.policy, .never, plain(random.policy)]
        let group = LaneGroup(
            lanes.prepare(columns),
            policies.map { LaneCandidate(weights: random.weights, policy: $0) }
        )
        let position = Position(columns: columns, weights: random.weights)
        // Windows in which all are listed, too, if there are any.
        let all = table.listings.reduce(0..<table.barCount) { $0.clamped(to: $1) }
        var windows = [random.window.lowerBound..<random.window.upperBound]
        if all.count >= 12 { windows.append(all) }
        for window in windows {
            let ends = [window.lowerBound + 11, window.upperBound].sorted()
            try lanes.measure(group, start: window.lowerBound, ends: ends) {
                candidate,
                end,
                outcome in
                let expected = try? reference.metrics(
                    position,
                    policies[candidate],
                    window: window.lowerBound..<ends[end]
                )
                #expect(outcome.metrics.map(bits) == expected.map(bits))
            }
            let curve = Array(window.lowerBound + 1...window.upperBound)
            for (place, policy) in policies.enumerated() {
                let expected = try reference.equity(
                    position,
                    policy,
                    start: window.lowerBound,
                    ends: curve
                )
                var found = curve.map { _ in 0.0 }
                lanes.equity(group, start: window.lowerBound, ends: curve) {
                    candidate,
                    end,
                    value in
                    if candidate == place { found[end] = value }
                }
                #expect(found == expected)
            }
        }
    }

    @Test(arguments: 0..<20) func weighsOnlyWhatHasAHistory(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let table = try random.changing(seed: seed)
        let estimator = try WeightEstimator(.inverseVolatility, lookback: 30)
        let columns = Array(table.symbols.indices)
        for bar in stride(from: 31, through: table.barCount, by: 37) {
            let weights = try estimator.weights(columns: columns, in: table, before: bar)
            let known = columns.filter {
                let listing = table.listings[$0]
                return listing.lowerBound <= bar - 31
                    && (listing.contains(bar) || bar == table.barCount && listing.contains(bar - 1))
            }
            #expect(columns.filter { weights[$0] > 0 } == known)
            let alone = try estimator.weights(columns: known, in: table, before: bar)
            #expect(known.map { weights[$0] } == alone)
        }
    }
}
