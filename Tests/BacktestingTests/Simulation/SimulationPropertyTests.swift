import MarketData
import TestSupport
import Testing

@testable import Backtesting

/// What holds for every candidate, on random ones.
@Suite struct SimulationPropertyTests {
    @Test func drawsCasesThatTrade() throws {
        // The properties below would say little about candidates that never rebalance.
        let counts = try (0..<60).map { seed in
            let random = try RandomCase(seed: seed)
            return try run(random).metrics.rebalanceCount
        }
        #expect(counts.count { $0 > 0 } > 50)
    }

    @Test(arguments: 0..<60)
    func equalsACostFreeSimulationWithoutCosts(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let result = try run(random, costs: .free)
        let expected = CostFreeSimulation(
            table: random.table,
            weights: random.weights,
            policy: random.policy,
            lookback: Int(30 * 86_400 / random.table.interval)
        )
        #expect(result.equity == expected.equity(window: random.window))
        #expect(result.metrics.costPaid == 0)
    }

    @Test(arguments: 0..<20)
    func neverReachesAThresholdOfOne(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let policy = try RebalancingPolicy(method: .threshold, threshold: 1)
        let result = try run(random, policy: policy)
        #expect(result.rebalances.isEmpty)
        #expect(bits(result.metrics) == bits(result.buyAndHold))
        #expect(result.equity == result.buyAndHoldEquity)
        #expect(result.outperformance == 0)
    }

    @Test(arguments: 0..<20)
    func matchesBuyingAndHoldingWhenItNeverRebalances(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let result = try run(random, policy: .never)
        #expect(result.outperformance == 0)
        #expect(result.metrics.rebalanceCount == 0)
        #expect(bits(result.metrics) == bits(result.buyAndHold))
    }

    @Test(arguments: 0..<20, [-3, 5])
    func doesNotDependOnTheUnitOfAPrice(seed: Int, exponent: Int) throws {
        let random = try RandomCase(seed: seed)
        let scaled = try PriceTable(
            symbols: random.table.symbols,
            timestamps: random.table.timestamps,
            closes: random.table.closes.enumerated().map { index, close in
                let isScaled = index % random.table.symbolCount == 1
                return isScaled
                    ? Double(sign: .plus, exponent: exponent, significand: close) : close
            }
        )
        #expect(scaled != random.table)
        let before = try run(random)
        let after = try Backtest(
            allocation: random.allocation,
            policy: random.policy,
            table: scaled,
            window: random.window,
            settings: SimulationSettings(table: scaled)
        )
        #expect(bits(after.metrics) == bits(before.metrics))
        #expect(after.equity == before.equity)
    }

    @Test(arguments: 0..<20)
    func measuresPrefixesLikeSeparateRuns(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let simulator = ReferenceSimulator(
            table: random.table,
            settings: try SimulationSettings(table: random.table)
        )
        let position = try Position(random.allocation, in: random.table)
        let start = random.window.lowerBound
        let ends = [start + 10, start + 11, start + 57, start + 57, random.window.upperBound]
        let together = try simulator.metrics(position, random.policy, start: start, ends: ends)
        let apart = try ends.map {
            try simulator.metrics(position, random.policy, window: start..<$0)
        }
        #expect(together.map(bits) == apart.map(bits))
        #expect(together.map(\.bars) == ends.map { $0 - start })
    }

    @Test(arguments: 0..<20)
    func givesTheSameBitsWithAndWithoutARecord(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let result = try run(random)
        let simulator = ReferenceSimulator(
            table: random.table,
            settings: try SimulationSettings(table: random.table)
        )
        let position = try Position(random.allocation, in: random.table)
        let metrics = try simulator.metrics(position, random.policy, window: random.window)
        #expect(bits(result.metrics) == bits(metrics))
        let hold = try simulator.metrics(position, .never, window: random.window)
        #expect(bits(result.buyAndHold) == bits(hold))
    }

    /// The totals are those of the rebalances that were recorded.
    @Test(arguments: 0..<20)
    func addsUpItsRebalances(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let result = try run(random)
        let entry = 10_000 - 10_000 / 1.0015
        let cost = result.rebalances.reduce(entry) { $0 + $1.cost }
        let turnover = result.rebalances.reduce(0) { $0 + $1.notional / $1.valueBefore }
        #expect(result.metrics.rebalanceCount == result.rebalances.count)
        #expect(result.metrics.turnover == turnover)
        #expect(isClose(result.metrics.costPaid, cost, relative: 1e-12))
        for rebalance in result.rebalances {
            let bar = result.timestamps.firstIndex(of: rebalance.timestamp)!
            #expect(rebalance.cost == 0.0015 * rebalance.notional)
            #expect(result.equity[bar] == rebalance.valueBefore - rebalance.cost)
            #expect(isClose(rebalance.weightsBefore.reduce(0, +), 1, relative: 1e-14))
        }
    }

    /// The decisions of a bar do not know later bars.
    @Test(arguments: 0..<20)
    func doesNotLookAhead(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let cut = random.window.lowerBound + 150
        let width = random.table.symbolCount
        let changed = try PriceTable(
            symbols: random.table.symbols,
            timestamps: random.table.timestamps,
            closes: random.table.closes.enumerated().map { index, close in
                index / width >= cut ? close * Double(1 + index % width) : close
            }
        )
        let before = try run(random)
        let after = try Backtest(
            allocation: random.allocation,
            policy: random.policy,
            table: changed,
            window: random.window,
            settings: SimulationSettings(table: changed)
        )
        #expect(before.equity.prefix(150) == after.equity.prefix(150))
        #expect(before.equity.last != after.equity.last)
    }

    private func run(
        _ random: RandomCase,
        policy: RebalancingPolicy? = nil,
        costs: TradingCosts = .standard
    ) throws -> Backtest {
        try Backtest(
            allocation: random.allocation,
            policy: policy ?? random.policy,
            table: random.table,
            window: random.window,
            settings: SimulationSettings(table: random.table, costs: costs)
        )
    }
}
