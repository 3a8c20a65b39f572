import Backtesting
import DataParallel
import Validation

/// The signals of a sweep: of every model, for every first bar of a training range.
///
/// Splits that begin to train at the same bar share them: what is known at a bar does not depend on where
/// the test begins.
struct ForecastSignals: Sendable {
    private struct Key: Hashable {
        let model: Int
        let start: Int
    }

    private let tables: [Key: Result<SignalTable, BacktestError>]

    /// No signals, for spaces without forecasts.
    static let none = ForecastSignals(tables: [:])

    private init(tables: [Key: Result<SignalTable, BacktestError>]) { self.tables = tables }

    /// Makes the signals of all models, or of some; nil if cancelled.
    init?(
        _ maker: SignalMaker,
        models: [ForecastModel],
        only: Set<Int>? = nil,
        splits: [Split],
        upTo last: Int? = nil,
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil
    ) {
        var ends: [Int: Int] = [:]
        for split in splits {
            let start = split.trainingStart
            ends[start] = max(ends[start] ?? 0, split.testSegments.last?.upperBound ?? start)
        }
        var keys: [Key] = []
        var studies: [SignalMaker.Study] = []
        for (index, model) in models.enumerated() where only?.contains(index) ?? true {
            for (start, end) in ends.sorted(by: { $0.key < $1.key }) {
                keys.append(Key(model: index, start: start))
                studies.append(SignalMaker.Study(model: model, bars: start..<end))
            }
        }
        let made = maker.signals(
            of: studies,
            upTo: last,
            on: executor,
            cancellation: cancellation
        )
        guard let made else { return nil }
        tables = Dictionary(uniqueKeysWithValues: zip(keys, made))
    }

    /// The signals that a policy looks at where training begins at `start`; nil if it looks at none.
    ///
    /// - Throws: What kept its model from being fitted.
    func table(
        for policy: RebalancingPolicy,
        start: Int
    ) throws(BacktestError) -> SignalTable? {
        guard let forecast = policy.forecast else { return nil }
        return try table(model: forecast.signal, start: start)
    }

    /// The signals of a model where training begins at `start`.
    func table(model: Int, start: Int) throws(BacktestError) -> SignalTable {
        guard let result = tables[Key(model: model, start: start)] else {
            throw .invalidSignals("none have been made")
        }
        return try result.get()
    }
}
