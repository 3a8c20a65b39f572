import Backtesting
import MarketData
import TestSupport
import Testing

/// How far a rebalance goes, and what it trades.
@Suite struct DestinationTests {
    /// 10,000 of A and 5,000 of B at bar 1; then A doubles once more at bar 2.
    private let pair = HandmadePrices.table([
        "A": [100, 200] + Study.hold(400, 10), "B": Study.hold(50, 12),
    ])

    @Test func goesHalfWay() throws {
        // From 2/3 to 1/2 + (2/3 - 1/2) / 2 = 7/12: 8,750 of A, 6,250 of B; 1,250 change hands twice.
        let result = try run(.halfWay, 0.15)
        expectClose(result.rebalances[0].notional, 2_500)
        expectClose(result.rebalances[0].targets, [7.0 / 12, 5.0 / 12])
        // 17,500 + 6,250 at bar 2, before it goes half-way again.
        expectClose(result.rebalances[1].valueBefore, 23_750)
    }

    @Test func goesToTheEdgeOfTheBand() throws {
        // Into the band 0.4 ... 0.6: 9,000 of A and 6,000 of B.
        let result = try run(.bandEdge, 0.1)
        expectClose(result.rebalances[0].notional, 2_000, relative: 1e-10)
        expectClose(result.rebalances[0].targets, [0.6, 0.4], relative: 1e-10)
        expectClose(result.rebalances[1].valueBefore, 24_000, relative: 1e-10)
    }

    @Test func sharesWhatTheEdgesLeaveAmongThoseWithRoom() throws {
        // 8,000, 3,000 and 2,000 of 13,000: 8/13, 3/13, 2/13. Bands 0.45 ... 0.55, 0.25 ... 0.35 and
        // 0.15 ... 0.25 leave 0.55, 0.25 and 2/13 = 0.1538, and 3/65 is missing. A has no room above, B
        // 0.1, C 0.25 - 2/13 = 5/52: B gets 26/51 of it and C 25/51. 0.25 + 2/85 and 3/17.
        let rule = try TradingRule(destination: .bandEdge)
        let result = try trio([1.6, 1, 1], 0.05, rule)
        expectClose(
            result.rebalances[0].targets,
            [0.55, 0.25 + 2.0 / 85, 3.0 / 17],
            relative: 1e-10
        )
        #expect(result.rebalances.count == 1)
    }

    @Test func narrowRelativeBandsStillSumToOne() throws {
        // 0.7 and 0.3, bands of a fifth: 0.56 ... 0.84 and 0.24 ... 0.36. A rises to 17/3 of B: 0.85 and
        // 0.15. The edges 0.84 and 0.24 are 0.08 too much, and B has no room below: 0.76 and 0.24.
        let factor = 0.85 / 0.15 * 0.3 / 0.7
        let table = HandmadePrices.table([
            "A": [100] + Study.hold(100 * factor, 11), "B": Study.hold(50, 12),
        ])
        let result = try Study.run(
            RebalancingPolicy(
                method: .threshold,
                threshold: 0.2,
                rule: TradingRule(band: .relative, destination: .bandEdge)
            ),
            weights: [0.7, 0.3],
            on: table
        )
        expectClose(result.rebalances[0].targets, [0.76, 0.24], relative: 1e-10)
    }

    @Test func takesWhatDriftedBackAndScalesTheOthers() throws {
        // 9,000, 3,000 and 2,400 of 14,400; only A is more than 0.1 off. It goes to 7,200, and B and C keep
        // their 5 to 4: 4,000 and 3,200. N = 1,800 + 1,000 + 800.
        let result = try trio([1.8, 1, 1.2], 0.1, TradingRule(scope: .drifted))
        expectClose(result.rebalances[0].targets, [0.5, 4_000.0 / 14_400, 3_200.0 / 14_400])
        expectClose(result.rebalances[0].notional, 3_600)
        // All would go to 7,200, 4,320 and 2,880: N = 1,800 + 1,320 + 480, as much but otherwise.
        let all = try trio([1.8, 1, 1.2], 0.1, .standard)
        expectClose(all.rebalances[0].targets, [0.5, 0.3, 0.2])
    }

    @Test func takesWhatDriftedHalfWay() throws {
        // A from 0.625 to 0.5625: 8,100; 6,300 are left in 5 to 4: 3,500 and 2,800.
        let rule = try TradingRule(destination: .halfWay, scope: .drifted)
        let result = try trio([1.8, 1, 1.2], 0.1, rule)
        expectClose(result.rebalances[0].targets, [0.5625, 3_500.0 / 14_400, 2_800.0 / 14_400])
    }

    @Test(
        arguments: [TradingRule.Scope.all, .drifted],
        [TradingRule.Destination.target, .bandEdge]
    )
    func theCalendarTakesEverythingToItsTarget(
        scope: TradingRule.Scope,
        destination: TradingRule.Destination
    ) throws {
        let result = try trio(
            [1.8, 1, 1.2],
            0.9,
            TradingRule(destination: destination, scope: scope),
            method: .hybrid
        )
        #expect(Study.rebalanceBars(result) == [5, 10])
        #expect(result.rebalances[0].targets == [0.5, 0.3, 0.2])
    }

    /// One half-way step brings every weight between where it was and its target.
    @Test(arguments: 0..<20) func isBetweenTheTwo(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let result = try Backtest(
            allocation: random.allocation,
            policy: RebalancingPolicy(
                method: .threshold,
                threshold: 0.01,
                rule: TradingRule(destination: .halfWay)
            ),
            table: random.table,
            window: random.window,
            settings: SimulationSettings(table: random.table)
        )
        #expect(!result.rebalances.isEmpty)
        for rebalance in result.rebalances {
            for asset in random.weights.indices {
                let (present, target) = (rebalance.weightsBefore[asset], random.weights[asset])
                expectClose(rebalance.targets[asset], (present + target) / 2)
            }
        }
    }

    /// Whatever the rule, weights sum to 1, and what the edges leave is inside all bands.
    @Test(arguments: 0..<40) func sumsToOne(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let destination = TradingRule.Destination.allCases[seed % 3]
        let band = TradingRule.Band.allCases[seed / 3 % 2]
        let threshold = band == .relative ? 0.1 : 0.02
        let result = try Backtest(
            allocation: random.allocation,
            policy: RebalancingPolicy(
                method: .threshold,
                threshold: threshold,
                rule: TradingRule(band: band, destination: destination, scope: .drifted)
            ),
            table: random.table,
            window: random.window,
            settings: SimulationSettings(table: random.table)
        )
        #expect(!result.rebalances.isEmpty)
        for rebalance in result.rebalances {
            expectClose(rebalance.targets.reduce(0, +), 1)
            guard destination == .bandEdge else { continue }
            for (weight, aim) in zip(rebalance.targets, random.weights) {
                let reach = band == .relative ? threshold * aim : threshold
                #expect(abs(weight - aim) <= reach + 1e-12)
            }
        }
    }

    private func run(_ destination: TradingRule.Destination, _ threshold: Double) throws -> Backtest
    {
        try Study.run(
            RebalancingPolicy(
                method: .threshold,
                threshold: threshold,
                rule: TradingRule(destination: destination)
            ),
            on: pair
        )
    }

    /// 5,000, 3,000 and 2,000 whose prices change by these factors at bar 1.
    private func trio(
        _ factors: [Double],
        _ threshold: Double,
        _ rule: TradingRule,
        method: RebalancingPolicy.Method = .threshold
    ) throws -> Backtest {
        let table = HandmadePrices.table([
            "A": [10] + Study.hold(10 * factors[0], 11),
            "B": [10] + Study.hold(10 * factors[1], 11),
            "C": [10] + Study.hold(10 * factors[2], 11),
        ])
        return try Study.run(
            RebalancingPolicy(method: method, threshold: threshold, calendarDays: 5, rule: rule),
            weights: [0.5, 0.3, 0.2],
            on: table
        )
    }
}
