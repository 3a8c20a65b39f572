import Backtesting
public import DataParallel
import MarketData
import Synchronization
import Validation

/// Tests that nothing looks ahead: replaces all prices after a bar with seeded noise, and compares what was
/// forecast, weighed, traded and earned up to that bar, bit by bit.
///
/// Candidates of every family are run: of each method, with and without the momentum veto, of each trading
/// rule, of each forecast rule with each model. The reference runs them in the windows of the splits that
/// contain the bar, and those that vector lanes know also run in them, up to it.
public struct LookaheadCheck: Sendable {
    typealias Simulation =
        @Sendable (Candidate, PriceTable, Range<Int>, SignalTable?) throws(BacktestError) ->
        LookaheadTrace

    /// The study.
    public let optimizer: Optimizer
    /// The last bar that is left as it is, of each test; ascending.
    public let bars: [Int]
    /// What is run, by ascending id.
    public let candidates: [Candidate]
    private let simulation: Simulation

    /// Picks bars and candidates by the study's seed.
    ///
    /// - Parameters:
    ///   - optimizer: The study.
    ///   - barCount: Bars to test, at least 1: one of each of so many equal parts of the study's bars.
    ///   - candidatesPerFamily: At least 1.
    public init(_ optimizer: Optimizer, barCount: Int = 5, candidatesPerFamily: Int = 2) {
        self.init(
            optimizer,
            barCount: barCount,
            candidatesPerFamily: candidatesPerFamily,
            simulation: { (candidate, table, window, signals) throws(BacktestError) in
                LookaheadTrace(
                    try Backtest(
                        allocation: candidate.allocation,
                        policy: candidate.policy,
                        table: table,
                        window: window,
                        settings: optimizer.simulation,
                        signals: signals
                    )
                )
            }
        )
    }

    init(
        _ optimizer: Optimizer,
        barCount: Int,
        candidatesPerFamily: Int,
        simulation: @escaping Simulation
    ) {
        precondition(barCount >= 1 && candidatesPerFamily >= 1)
        self.optimizer = optimizer
        self.simulation = simulation
        bars = Self.bars(optimizer, barCount)
        candidates = Self.candidates(optimizer, candidatesPerFamily)
    }

    /// Random numbers of this test and of nothing else.
    private static let stream: UInt64 = 0x6C6F_6F6B

    /// Every part has a bar that is followed by others.
    private static func bars(_ optimizer: Optimizer, _ count: Int) -> [Int] {
        let splits = optimizer.plan.splits
        let segments = splits.flatMap { $0.trainSegments + $0.testSegments }
        let first = segments.map(\.lowerBound).min() ?? 0
        let end = (splits.compactMap(\.testSegments.last?.upperBound).max() ?? 1) - 1
        var random = RandomStream(seed: optimizer.settings.seed, stream: stream)
        let parts = min(count, end - first)
        return (0..<parts).map { part in
            let low = first + (end - first) * part / parts
            let high = first + (end - first) * (part + 1) / parts
            return Int.random(in: low..<high, using: &random)
        }
    }

    private static func candidates(_ optimizer: Optimizer, _ count: Int) -> [Candidate] {
        struct Family: Hashable {
            let method: RebalancingPolicy.Method
            let momentumVeto: Bool
            let rule: String?
            let model: Int?
            let trading: String
        }
        let space = optimizer.space
        var families: [Family: [Int]] = [:]
        var order: [Family] = []
        for index in space.policies.distinctIndices {
            let policy = space.policies[index]
            let family = Family(
                method: policy.method,
                momentumVeto: policy.momentumVeto,
                rule: policy.forecast?.rule.name,
                model: policy.forecast?.signal,
                trading: policy.rule.used(by: policy.method).label
            )
            if families[family] == nil { order.append(family) }
            families[family, default: []].append(index)
        }
        var random = RandomStream(seed: optimizer.settings.seed, stream: stream, index: 1)
        var indices: Set<Int> = []
        for family in order {
            for _ in 0..<count {
                guard let policy = families[family]?.randomElement(using: &random) else { continue }
                let allocation = Int.random(in: 0..<space.allocations.count, using: &random)
                indices.insert(allocation * space.policies.count + policy)
            }
        }
        return indices.sorted().map { space[$0] }
    }

    /// Runs the test.
    ///
    /// - Parameters:
    ///   - executor: Where models are fitted and candidates run; the report does not depend on it.
    ///   - cancellation: When it is cancelled, this throws.
    /// - Throws: ``OptimizationError/cancelled``, ``OptimizationError/backtest(_:)`` for prices that make
    ///   no table.
    public func run(
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil
    ) throws(OptimizationError) -> LookaheadReport {
        let signals = try optimizer.signals(on: executor, cancellation: cancellation)
        let truth = Past(
            simulator: ReferenceSimulator(table: optimizer.table, settings: optimizer.simulation),
            signals: signals
        )
        var comparisons = 0
        var findings: [LookaheadReport.Finding] = []
        var failed: Set<Int> = []
        for (place, bar) in bars.enumerated() {
            let table = try noisy(after: bar, place: place)
            let maker = optimizer.signalMaker(over: table)
            guard
                let signals = ForecastSignals(
                    maker,
                    models: optimizer.space.policies.models,
                    splits: optimizer.plan.splits,
                    upTo: bar,
                    on: executor,
                    cancellation: cancellation
                )
            else { throw .cancelled }
            let other = Past(
                simulator: ReferenceSimulator(table: table, settings: optimizer.simulation),
                signals: signals
            )
            var outcomes = signalOutcomes(truth, other, bar)
            let found = Mutex([Outcome](repeating: Outcome(), count: candidates.count))
            executor.forEach(count: candidates.count, cancellation: cancellation) { index in
                let outcome = compare(candidates[index], truth, other, bar)
                found.withLock { $0[index] = outcome }
            }
            if let cancellation, cancellation.isCancelled { throw .cancelled }
            outcomes += found.withLock { $0 }
            for outcome in outcomes {
                comparisons += outcome.comparisons
                if let finding = outcome.finding { findings.append(finding) }
                if let id = outcome.failed { failed.insert(id) }
            }
        }
        return LookaheadReport(
            bars: bars,
            candidates: candidates.map(\.id),
            failedCandidates: failed.sorted(),
            modelCount: optimizer.space.policies.models.count,
            comparisons: comparisons,
            findings: findings
        )
    }

    /// Prices and what is forecast from them.
    private struct Past: Sendable {
        let simulator: ReferenceSimulator
        let lanes: LaneSimulator
        let signals: ForecastSignals

        init(simulator: ReferenceSimulator, signals: ForecastSignals) {
            self.simulator = simulator
            lanes = LaneSimulator(simulator)
            self.signals = signals
        }
    }

    private struct Outcome {
        var comparisons = 0
        var finding: LookaheadReport.Finding?
        var failed: Int?
    }

    /// The study's prices up to a bar; after it, each symbol's close there times 0.5 to 2.
    private func noisy(after bar: Int, place: Int) throws(OptimizationError) -> PriceTable {
        let table = optimizer.table
        var random = RandomStream(
            seed: optimizer.settings.seed,
            stream: Self.stream,
            index: UInt64(2 + place)
        )
        var closes = table.closes.asArray
        for later in (bar + 1)..<table.barCount {
            for column in 0..<table.symbolCount {
                let factor = 0.5 + 1.5 * random.nextUniform()
                let listing = table.listings[column]
                guard listing.contains(later) else { continue }
                let known = table[bar: max(bar, listing.lowerBound), symbol: column]
                closes[later * table.symbolCount + column] = known * factor
            }
        }
        do {
            return try PriceTable(
                symbols: table.symbols,
                timestamps: table.timestamps,
                closes: closes,
                listings: table.listings
            )
        } catch {
            throw .backtest(.invalidSignals("noise could not be made: \(error)"))
        }
    }

    private func signalOutcomes(_ truth: Past, _ other: Past, _ bar: Int) -> [Outcome] {
        let splits = optimizer.plan.splits.filter { $0.trainingStart <= bar }
        let starts = Set(splits.map(\.trainingStart)).sorted()
        return optimizer.space.policies.models.enumerated().flatMap { index, model in
            starts.map { start in
                func trace(_ past: Past) throws(BacktestError) -> LookaheadTrace {
                    LookaheadTrace(
                        try past.signals.table(model: index, start: start),
                        upTo: bar,
                        timestamps: optimizer.table.timestamps
                    )
                }
                return compare(
                    nil,
                    model.label,
                    bar,
                    { () throws(BacktestError) in try trace(truth) },
                    { () throws(BacktestError) in try trace(other) }
                )
            }
        }
    }

    private func compare(
        _ candidate: Candidate,
        _ truth: Past,
        _ other: Past,
        _ bar: Int
    ) -> Outcome {
        var total = Outcome()
        for (window, start) in windows(around: bar) {
            func trace(_ past: Past) throws(BacktestError) -> LookaheadTrace {
                try simulation(
                    candidate,
                    past.simulator.table,
                    window,
                    past.signals.table(for: candidate.policy, start: start)
                )
            }
            var outcomes = [
                compare(
                    candidate.id,
                    candidate.policy.phrase,
                    bar,
                    { () throws(BacktestError) in try trace(truth) },
                    { () throws(BacktestError) in try trace(other) }
                )
            ]
            if candidate.policy.runsInLanes, candidate.weighting.isSettledByWindow,
                bar + 1 - window.lowerBound >= WindowMetrics.minimumBars
            {
                outcomes.append(
                    compare(
                        candidate.id,
                        candidate.policy.phrase,
                        bar,
                        { () throws(BacktestError) in
                            try lanes(candidate, truth, window.lowerBound, bar)
                        },
                        { () throws(BacktestError) in
                            try lanes(candidate, other, window.lowerBound, bar)
                        }
                    )
                )
            }
            for outcome in outcomes {
                total.comparisons += outcome.comparisons
                total.finding = total.finding ?? outcome.finding
                total.failed = total.failed ?? outcome.failed
            }
        }
        return total
    }

    /// The longest training window of each first bar and the test windows that contain a bar, each once, and
    /// where training began.
    private func windows(around bar: Int) -> [(window: Range<Int>, start: Int)] {
        var longest: [Int: (window: Range<Int>, start: Int)] = [:]
        var tests: [(window: Range<Int>, start: Int)] = []
        for split in optimizer.plan.splits {
            for segment in split.trainSegments where segment.contains(bar) {
                let first = segment.lowerBound
                if segment.count > longest[first]?.window.count ?? 0 {
                    longest[first] = (segment, split.trainingStart)
                }
            }
            for segment in split.testSegments where segment.contains(bar) {
                if !tests.contains(where: { $0.window == segment }) {
                    tests.append((segment, split.trainingStart))
                }
            }
        }
        return longest.sorted { $0.key < $1.key }.map(\.value) + tests
    }

    private func lanes(
        _ candidate: Candidate,
        _ past: Past,
        _ start: Int,
        _ bar: Int
    ) throws(BacktestError) -> LookaheadTrace {
        let table = past.simulator.table
        let position = try Position(candidate.allocation, in: table)
        let weights = try position.weights(from: start, in: table)
        let group = LaneGroup(
            past.lanes.prepare(position.columns),
            [LaneCandidate(weights: weights, policy: candidate.policy)]
        )
        var measured: WindowMetrics?
        try past.lanes.measure(group, start: start, ends: [bar + 1]) { _, _, outcome in
            measured = outcome.metrics
        }
        let time = table.timestamps[bar]
        guard let measured else { throw .equityNotPositive(timestamp: time, value: .nan) }
        return LookaheadTrace(measured, timestamp: time)
    }

    private func compare(
        _ candidate: Int?,
        _ subject: String,
        _ bar: Int,
        _ truth: () throws(BacktestError) -> LookaheadTrace,
        _ other: () throws(BacktestError) -> LookaheadTrace
    ) -> Outcome {
        let time = optimizer.table.timestamps[bar]
        func finding(_ difference: String) -> LookaheadReport.Finding {
            LookaheadReport.Finding(
                candidate: candidate,
                subject: subject,
                bar: bar,
                timestamp: time,
                difference: difference
            )
        }
        let before: LookaheadTrace
        do throws(BacktestError) {
            before = try truth()
        } catch {
            return Outcome(failed: candidate)
        }
        do throws(BacktestError) {
            let (count, difference) = LookaheadTrace.compare(before, try other(), upTo: time)
            return Outcome(comparisons: count, finding: difference.map(finding))
        } catch {
            return Outcome(finding: finding("it fails with noise alone: \(error)"))
        }
    }
}
