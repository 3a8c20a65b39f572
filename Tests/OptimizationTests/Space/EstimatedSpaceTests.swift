import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct EstimatedSpaceTests {
    static let yaml = """
        name: estimated
        asset_sets: [[A, B], [A, B, C]]
        weights: {2: [[0.5, 0.5]], 3: {step: 0.25}}
        estimated_weights:
          rules: [equal, inverse-volatility, hierarchical-risk-parity]
          covariance: [sample, ledoit-wolf]
          lookback_bars: [20, 40]
          refresh: [window, rebalance]
          most: 0.8
        rebalancing:
          thresholds: [0.01, 0.02]
          methods: [threshold, calendar]
          calendar_days: [7]
          min_interval_hours: [0, 48]
        """

    static func optimizer(
        _ yaml: String = yaml,
        search: SearchSettings = .grid,
        odds: OddsSettings = .off,
        table: PriceTable = SmallStudy.table
    ) throws -> Optimizer {
        try Optimizer(
            table: table,
            space: SearchSpace(yaml: yaml, path: "space.yaml", table: table),
            settings: OptimizationSettings(
                walkForward: SmallStudy.walkForward,
                objective: .sharpe,
                search: search,
                odds: odds,
                seed: 3
            )
        )
    }

    @Test func listsFixedWeightsFirst() throws {
        let space = try Self.optimizer().space
        // Equal weights are one estimate, whatever they look at.
        let estimates = 1 + 2 * 2 * 2 * 2
        #expect(space.allocations.count == 1 + estimates + 3 + estimates)
        #expect(space.allocations.weighting(of: 0) == .fixed([0.5, 0.5]))
        let labels = (0..<estimates).map {
            space.allocations.weighting(of: 1 + $0).estimate?.label ?? ""
        }
        #expect(Set(labels).count == estimates)
        #expect(labels[0] == "equal:20:sample:window")
        #expect(space.allocations.weighting(of: 1 + estimates) == .fixed([0.25, 0.25, 0.5]))
        #expect(space.allocations.barsNeeded == 41)
    }

    @Test func withoutFixedWeightsThereAreNone() throws {
        let lines = Self.yaml.split(separator: "\n").filter { !$0.hasPrefix("weights") }
        let space = try Self.optimizer(lines.joined(separator: "\n")).space
        #expect(space.allocations.count == 2 * 17)
        #expect((0..<34).allSatisfy { space.allocations.weighting(of: $0).fixed == nil })
    }

    /// Every figure of every candidate is that of a backtest of its own.
    @Test(arguments: [1, 2, 3, 8])
    func figuresAreThoseOfTheReference(workers: Int) throws {
        let optimizer = try Self.optimizer()
        let result = try optimizer.run(on: ThreadPool(workerCount: workers))
        #expect(result.evaluations.failedCount == 0)
        #expect(optimizer.notes.contains("The first 41 bars are kept for estimating weights."))
        let needed = optimizer.plan.splits.flatMap { $0.trainSegments + $0.testSegments }
        #expect(needed.allSatisfy { $0.lowerBound >= 41 })
        for id in stride(from: 1, through: optimizer.space.count, by: 13) {
            let candidate = optimizer.space[id - 1]
            let tests = try optimizer.plan.splits.map { split in
                try Backtest(
                    allocation: candidate.allocation,
                    policy: candidate.policy,
                    table: optimizer.table,
                    window: split.test,
                    settings: optimizer.simulation
                )
            }
            let summary = try #require(result.summary(ofID: id))
            #expect(summary.testSharpe == mean(tests.map(\.metrics.sharpeRatio)))
            #expect(
                summary.testReturn == mean(tests.map(\.metrics.totalReturn)),
                "\(candidate.portfolioPhrase)"
            )
        }
    }

    private func mean(_ values: [Double]) -> Double {
        var sum = 0.0
        for value in values { sum += 1 * value }
        return sum / Double(values.count)
    }

    @Test func threadsChangeNothing() throws {
        let optimizer = try Self.optimizer(odds: OddsSettings(candidates: 40, resamples: 50))
        let serial = try optimizer.run(on: SequentialExecutor())
        for workers in [2, 3, 8] {
            let result = try optimizer.run(on: ThreadPool(workerCount: workers))
            #expect(fingerprint(result) == fingerprint(serial))
            #expect(result.selection?.odds?.deflated == serial.selection?.odds?.deflated)
            #expect(
                result.selection?.walkForward.metrics == serial.selection?.walkForward.metrics
            )
        }
        #expect(serial.selection?.odds != nil)
    }

    @Test(arguments: [SearchSettings.Method.random, .halving, .tpe])
    func searchesKnowEstimates(method: SearchSettings.Method) throws {
        let optimizer = try Self.optimizer(search: SearchSettings(method, trials: 40))
        let whole = try Self.optimizer().run(on: SequentialExecutor())
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        var estimated = 0
        for (id, summary) in result.evaluations.finished {
            #expect(whole.summary(ofID: id).map(bits) == bits(summary))
            if optimizer.space[id - 1].weighting.estimate != nil { estimated += 1 }
        }
        #expect(estimated > 0)
    }

    @Test func nothingLooksAhead() throws {
        let report = try LookaheadCheck(Self.optimizer(), barCount: 3)
            .run(on: ThreadPool(workerCount: 2))
        #expect(report.findings.isEmpty)
        #expect(report.comparisons > 0)
    }

    @Test func foldsAndGroupsKeepTheFirstBarsToo() throws {
        for splits in SmallStudy.segmented.prefix(2) {
            let optimizer = try Optimizer(
                table: SmallStudy.table,
                space: SearchSpace(yaml: Self.yaml, path: "s", table: SmallStudy.table),
                settings: OptimizationSettings(splits: splits, odds: .off)
            )
            let all = optimizer.plan.splits.flatMap { $0.trainSegments + $0.testSegments }
            #expect(all.map(\.lowerBound).min() == 41)
            #expect(all.map(\.upperBound).max() == SmallStudy.table.barCount)
            let result = try optimizer.run(on: ThreadPool(workerCount: 2))
            #expect(result.evaluations.failedCount == 0)
        }
    }

    @Test(arguments: [
        ("rules: [equal]", "rules: [erc]", "unknown rule 'erc'"),
        ("rules: [equal]", "rules: [minimum-varianc]", "did you mean 'minimum-variance'?"),
        ("rules: [equal]", "covariance: [sample]", "needs 'rules'"),
        ("rules: [equal]", "rules: [equal]\n  covariance: [shrunk]", "unknown covariance 'shrunk'"),
        ("rules: [equal]", "rules: [equal]\n  refresh: [daily]", "use window or rebalance"),
        ("rules: [equal]", "rules: [equal]\n  lookback_bars: [1]", "from 2 to 1000000 bars"),
        ("rules: [equal]", "rules: [equal]\n  most: 0.4", "below 1; raise them"),
        ("rules: [equal]", "rules: [equal]\n  most: 1.4", "to 1"),
        (
            "rules: [equal]", "rules: [equal]\n  limits: {A: {least: 0.7}, B: {least: 0.7}}",
            "above 1"
        ),
        ("rules: [equal]", "rules: [equal]\n  lookback: [20]", "lookback"),
        (
            "rules: [equal]", "rules: [minimum-variance]\n  lookback_bars: [280]",
            "the first 281 bars are kept for estimating weights"
        ),
        (
            "rules: [equal]", "rules: [minimum-variance]\n  lookback_bars: [1000]",
            "there are 300 bars, and the first 1001 bars are kept"
        ),
    ])
    func saysWhatIsWrong(good: String, bad: String, message: String) throws {
        let yaml = "asset_sets: [[A, B]]\nestimated_weights:\n  \(good)\n"
        _ = try Self.optimizer(yaml)
        do {
            _ = try Self.optimizer(yaml.replacing(good, with: bad))
            Issue.record("accepted: \(bad)")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }
}
