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
            splits: splits
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
                PolicyFamily.families(of: policies, weights: position.weights),
                cancellation: nil
            )
        )
        #expect(results.count == policies.count)
        var different: Set<[UInt64]> = []
        for (policy, result) in zip(policies, results) {
            let (train, test) = try evaluator.windows(position, policy)
            let windows = try result.get()
            #expect(windows.train.map(bits) == train.map(bits))
            #expect(windows.test.map(bits) == test.map(bits))
            different.insert((train + test).map(\.totalReturn.bitPattern))
        }
        // Some share a path and some do not, or nothing was tested.
        #expect(different.count > policies.count / 8)
        #expect(different.count < policies.count)
    }

    @Test func stopsWhenCancelled() throws {
        let table = SyntheticPrices.randomWalk(bars: 900, symbols: 2)
        let evaluator = WindowEvaluator(
            simulator: ReferenceSimulator(
                table: table,
                settings: try SimulationSettings(table: table)
            ),
            splits: splits
        )
        let position = try Position(
            Allocation(symbols: table.symbols, weights: [0.5, 0.5]),
            in: table
        )
        let token = CancellationToken()
        token.cancel()
        let results = evaluator.windows(
            evaluator.prepare(position.columns),
            PolicyFamily.families(of: [.never], weights: position.weights),
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
