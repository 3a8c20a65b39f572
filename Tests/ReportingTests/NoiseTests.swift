import Backtesting
import DataParallel
import MarketData
import Optimization
import Reporting
import Synchronization
import TestSupport
import Testing
import Validation

/// What the verdict says of prices in which there is nothing to find.
@Suite struct NoiseTests {
    private static func level(_ table: PriceTable, seed: UInt64) throws -> Verdict.Level {
        let space = try SearchSpace(
            name: "noise",
            allocations: .sets(
                AssetSets(
                    sets: [["S1", "S2"], ["S1", "S3"], ["S2", "S3"]],
                    weightings: [2: [[0.5, 0.5], [0.7, 0.3], [0.3, 0.7]]]
                )
            ),
            policies: PolicySpace(
                thresholds: [0.01, 0.03],
                methods: [.threshold, .calendar],
                calendarDays: [5],
                minimumIntervalHours: [24],
                momentumVetoes: [false]
            )
        )
        let optimizer = try Optimizer(
            table: table,
            space: space,
            settings: OptimizationSettings(
                walkForward: WalkForward(windowDays: 40, testWindows: 5),
                costs: .free,
                odds: OddsSettings(candidates: 100, resamples: 200, blocks: 8),
                seed: seed
            )
        )
        let result = try optimizer.run(on: SequentialExecutor())
        let selection = try #require(result.selection)
        #expect(selection.odds != nil, "\(selection.missingOdds)")
        return Verdict(result: result, selection: selection).level
    }

    /// Without costs rebalancing random walks neither gains nor loses, whatever is chosen.
    @Test func noiseIsHardlyEverCalledRobust() throws {
        let studies = 200
        let levels = Mutex<[Result<Verdict.Level, any Error>]>([])
        ThreadPool(workerCount: Processors.available()).forEach(count: studies, cancellation: nil) {
            seed in
            let level = Result {
                try Self.level(
                    SyntheticPrices.randomWalk(
                        bars: 240,
                        symbols: 3,
                        interval: 86_400,
                        seed: UInt64(seed + 1)
                    ),
                    seed: UInt64(seed)
                )
            }
            levels.withLock { $0.append(level) }
        }
        let robust = try levels.withLock { $0 }.count { try $0.get() == .robust }
        #expect(Double(robust) < 0.05 * Double(studies), "\(robust) of \(studies)")
    }

    /// Prices that return to where they were reward every rebalance: the verdict can be had.
    @Test func whatIsThereIsFound() throws {
        var random = SeededRandom(seed: 5)
        var deviations = [0.0, 0, 0]
        var closes: [Double] = []
        for _ in 0..<240 {
            for symbol in 0..<3 {
                deviations[symbol] =
                    0.6 * deviations[symbol] + Double.random(in: -0.05..<0.05, using: &random)
                closes.append(100 * (1 + deviations[symbol]))
            }
        }
        let table = try PriceTable(
            symbols: ["S1", "S2", "S3"],
            timestamps: (0..<240).map { 1_577_836_800 + Int64($0) * 86_400 },
            closes: closes
        )
        #expect(try Self.level(table, seed: 1) == .robust)
    }
}
