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
    ///
    /// - Parameters:
    ///   - executor: Where models are fitted, if candidates use forecasts.
    ///   - cancellation: When it is cancelled before they are, this throws.
    /// - Throws: ``OptimizationError/cancelled``, or ``OptimizationError/invalidSpace(_:)`` when a grid has
    ///   too many policies.
    public func blocks(
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil
    ) throws(OptimizationError) -> StudyBlocks {
        StudyBlocks(try sweep(try signals(on: executor, cancellation: cancellation)))
    }
}
