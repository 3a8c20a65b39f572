import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct WindowEvaluatorTests {
    /// Policies that share a path until they first differ have the figures each has on its own.
    @Test(arguments: [3_600, 14_400, 86_400] as [Int64], 0..<4)
    func familiesHaveTheReferencesBits(interval: Int64, seed: UInt64) throws {
        let table = SyntheticPrices.randomWalk(
            bars: 900,
            symbols: 2 + Int(seed),
            interval: interval,
            seed: seed &+ 5
        )
        let settings = try SimulationSettings(table: table)
        let evaluator = WindowEvaluator(
            simulator: ReferenceSimulator(table: table, settings: settings),
            layout: SplitWindows(splits)
        )
        let weight = 1 / Double(table.symbolCount)
        let allocation = try Allocation(
            symbols: table.symbols,
            weights: table.symbols.map { _ in weight }
        )
        let position = try Position(allocation, in: table)
        let policies = try policies
        let results = try #require(
            evaluator.windows(
                evaluator.prepare(position.columns),
                PolicyFamily.families(of: policies, weighting: position.weighting),
                cancellation: nil
            )
        )
        #expect(results.count == policies.count)
        var different: Set<[UInt64]> = []
        for (policy, result) in zip(policies, results) {
            let windows = try evaluator.windows(position, policy)
            #expect(windows.count == 6)
            #expect(try result.get().map(bits) == windows.map(bits))
            different.insert(windows.map(\.totalReturn.bitPattern))
        }
        // Some share a path and some do not, or nothing was tested.
        #expect(different.count > policies.count / 8)
        #expect(different.count < policies.count)
    }

    /// The same with rules, fees and income, in lanes beside policies without rules.
    @Test(arguments: 0..<4) func familiesWithRulesHaveTheReferencesBits(seed: UInt64) throws {
        let table = SyntheticPrices.randomWalk(
            bars: 900,
            symbols: 1 + Int(seed) * 2,
            interval: 14_400,
            seed: seed &+ 50
        )
        var dividends = table.closes.map { _ in 0.0 }
        for place in stride(from: 0, to: dividends.count, by: 71) {
            dividends[place] = table.closes[place] * 0.01
        }
        let settings = try SimulationSettings(
            table: table,
            costs: TradingCosts(
                commission: 0.001,
                slippage: 0,
                minimumFee: Double(seed % 2),
                cashRate: 0.03
            ),
            income: seed > 1 ? PortfolioIncome(dividends: dividends, table: table) : .none
        )
        let evaluator = WindowEvaluator(
            simulator: ReferenceSimulator(table: table, settings: settings),
            layout: SplitWindows(splits)
        )
        let weights = table.symbols.map { _ in 1 / Double(table.symbolCount) }
        let position = try Position(
            Allocation(symbols: table.symbols, weights: weights),
            in: table
        )
        let rules: [TradingRule] = [
            .standard, try TradingRule(band: .relative),
            try TradingRule(destination: .halfWay, minimumTradeShare: 0.005),
            try TradingRule(destination: .bandEdge), try TradingRule(scope: .drifted),
            try TradingRule(volatilityTarget: VolatilityTarget(level: 0.3, lookback: 30)),
        ]
        var policies: [RebalancingPolicy] = [.never]
        for rule in rules {
            for method in [RebalancingPolicy.Method.threshold, .hybrid] {
                for hours in [0, 24, 100, 2_000] {
                    policies.append(
                        try RebalancingPolicy(
                            method: method,
                            threshold: 0.02,
                            calendarDays: 9,
                            minimumIntervalHours: hours,
                            momentumVeto: seed % 2 == 1,
                            rule: rule
                        )
                    )
                }
            }
        }
        let results = try #require(
            evaluator.windows(
                evaluator.prepare(position.columns),
                PolicyFamily.families(of: policies, weighting: .fixed(weights)),
                cancellation: nil
            )
        )
        for (policy, result) in zip(policies, results) {
            #expect(try result.get().map(bits) == evaluator.windows(position, policy).map(bits))
        }
    }

    @Test func stopsWhenCancelled() throws {
        let table = SyntheticPrices.randomWalk(bars: 900, symbols: 2)
        let evaluator = WindowEvaluator(
            simulator: ReferenceSimulator(
                table: table,
                settings: try SimulationSettings(table: table)
            ),
            layout: SplitWindows(splits)
        )
        let position = try Position(
            Allocation(symbols: table.symbols, weights: [0.5, 0.5]),
            in: table
        )
        let token = CancellationToken()
        token.cancel()
        let results = evaluator.windows(
            evaluator.prepare(position.columns),
            PolicyFamily.families(of: [.never], weighting: position.weighting),
            cancellation: token
        )
        #expect(results == nil)
    }

    private let splits = [
        Split(number: 1, train: 0..<300, test: 300..<500),
        Split(number: 2, train: 0..<500, test: 500..<700),
        Split(number: 3, train: 100..<700, test: 700..<900),
    ]

    private var policies: [RebalancingPolicy] {
        get throws {
            var policies: [RebalancingPolicy] = [.never]
            for method in [RebalancingPolicy.Method.threshold, .calendar, .hybrid] {
                for threshold in [0.002, 0.01, 0.05] {
                    for hours in [0, 24, 100, 2_000] {
                        for veto in [false, true] {
                            policies.append(
                                try RebalancingPolicy(
                                    method: method,
                                    threshold: threshold,
                                    calendarDays: 3,
                                    minimumIntervalHours: hours,
                                    momentumVeto: veto
                                )
                            )
                        }
                    }
                }
            }
            return policies
        }
    }
}
