import Backtesting
public import DataParallel

/// The blocks a study is cut into, one by one: for estimates and measurements.
public struct StudyBlocks: Sendable {
    private let sweep: Sweep

    init(_ sweep: Sweep) { self.sweep = sweep }

    /// The number of blocks.
    public var count: Int { sweep.blocks.count }

    /// Evaluates block `index`, from 0, and forgets what comes of it.
    ///
    /// - Returns: The number of distinct candidates in it; 0 if cancelled.
    public func evaluate(_ index: Int, cancellation: CancellationToken? = nil) -> Int {
        let outcomes = sweep.evaluate(sweep.blocks[index], cancellation: cancellation)
        return outcomes.map { $0.finished.count + $0.failed.count } ?? 0
    }
}

extension Optimizer {
    /// The blocks of this study.
    public var blocks: StudyBlocks { StudyBlocks(sweep) }
}
