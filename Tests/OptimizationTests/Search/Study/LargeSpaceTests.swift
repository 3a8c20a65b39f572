import Backtesting
import DataParallel
import Foundation
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

/// Spaces that no memory could hold.
@Suite struct LargeSpaceTests {
    private static let table = SyntheticPrices.randomWalk(
        bars: 200,
        symbols: 10,
        interval: 86_400,
        seed: 2
    )

    /// 45 sets of 8 with C(99, 7) weightings, and 3 million policies.
    private static func optimizer(_ search: SearchSettings) throws -> Optimizer {
        let symbols = table.symbols
        return try Optimizer(
            table: table,
            space: SearchSpace(
                name: "large",
                allocations: .sets(
                    AssetSets(
                        sets: combinations(of: symbols, size: 8) + [Array(symbols.prefix(2))],
                        weightings: [
                            8: .simplex(SimplexGrid(size: 8, parts: 100)),
                            2: .list([[0.5, 0.5], [0.25, 0.75]]),
                        ]
                    )
                ),
                policies: PolicySpace(
                    thresholds: (1...500).map { Double($0) / 1_000 },
                    methods: [.threshold, .calendar, .hybrid],
                    calendarDays: Array(1...365),
                    minimumIntervalHours: [0, 24, 168],
                    momentumVetoes: [false, true]
                )
            ),
            settings: OptimizationSettings(
                walkForward: WalkForward(windowDays: 50, testWindows: 2),
                objective: .sharpe,
                search: search,
                odds: .off
            )
        )
    }

    @Test(arguments: SearchStudyTests.methods)
    func searchesATrillionInLittleMemory(method: SearchSettings.Method) throws {
        let before = Self.residentBytes()
        let optimizer = try Self.optimizer(SearchStudyTests.settings(method, trials: 200))
        #expect(optimizer.space.count > 1_000_000_000_000_000)
        #expect(optimizer.distinctCount > 1_000_000_000_000)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let record = try #require(result.search)
        #expect(record.evaluatedCount >= (method == .halving ? 8 : 190))
        #expect(record.evaluatedCount <= 400)
        #expect(record.share < 1e-9 && record.share > 0)
        #expect(result.selection?.walkForward.selections.count == 2)
        for id in result.ranking.ids.prefix(5) {
            let candidate = optimizer.space[id - 1]
            #expect(abs(candidate.weights.reduce(0, +) - 1) < 1e-9)
            #expect(result.evaluations.canonicalID(of: id) == id)
        }
        // A bit for each candidate alone would be hundreds of gigabytes.
        #expect(Self.residentBytes() - before < 500_000_000)
    }

    @Test func plansWithoutOverflow() throws {
        let optimizer = try Self.optimizer(.init(.tpe, trials: 1_000_000_000))
        #expect(optimizer.plannedBacktestCount == 1_000_000_000 * 2 * 2 * 2)
        #expect(optimizer.plannedCandidateCount == 2_000_000_000)
        let samples = try optimizer.searchSamples(on: SequentialExecutor())
        #expect(samples.evaluate(0, count: 5, on: SequentialExecutor()) == 5)
    }

    @Test func refusesWhatCannotBeSearched() throws {
        func message(_ search: SearchSettings, keep: Keep = .automatic) -> String? {
            do {
                try search.check(objective: .sharpe, keep: keep)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(message(.grid, keep: .top(3)) == nil)
        #expect(message(.init(.tpe, trials: 1)) == nil)
        #expect(message(.init(.tpe, trials: 0))?.contains("0 trials") == true)
        #expect(message(.init(.sobol), keep: .top(3))?.contains("only a grid") == true)
        #expect(
            message(.init(.random, objectives: [.calmar]))?.contains("with nsga2") == true
        )
        #expect(message(.init(.nsga2))?.contains("at least two") == true)
        #expect(
            message(.init(.nsga2, objectives: [.sharpe, .sharpe]))?
                .contains("each once") == true
        )
        #expect(
            message(.init(.nsga2, objectives: [Objective(.maxDrawdown), .sharpe]))?
                .contains("not max_drawdown") == true
        )
    }

    private static func residentBytes() -> Int {
        #if os(Linux)
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
        #else
        return 0
        #endif
    }
}
