public import DataParallel

/// The probability that choosing the best backtest is overfitting, by combinatorially symmetric
/// cross-validation (CSCV).
///
/// D. H. Bailey, J. Borwein, M. Lopez de Prado, Q. J. Zhu, "The probability of backtest
/// overfitting", Journal of Computational Finance 20 (2016). Periods are cut into an even number S
/// of blocks. In each of the C(S, S/2) splits half of the blocks are in sample and the others out
/// of sample; the candidate that is best in sample is ranked among all N out of sample, and
/// `omega = rank / (N + 1)`. When choosing says nothing about what comes, omega is below one half
/// as often as above.
///
/// All periods are used: when S does not divide their number, the first blocks hold one more. The
/// result is the same to the last bit at any number of threads.
public struct BacktestOverfitting: Sendable, Equatable {
    /// The most blocks there may be, for 184,756 splits.
    public static let maximumBlocks = 20
    /// The fewest periods of a block.
    public static let minimumBlockPeriods = 2

    /// How candidates were judged.
    public let performance: Performance
    /// The number of candidates, N.
    public let candidates: Int
    /// The number of blocks S that was used.
    public let blocks: Int
    /// What came of each split, C(S, S/2) of them. Splits are in ascending order of the binary
    /// number whose bit `b` says whether block `b` is in sample, so split `i` from the start and
    /// split `i` from the end have their halves exchanged.
    public let selections: [Selection]
    /// PBO: the share of splits whose logit is at most 0, where the winner in sample is no better
    /// than the middle out of sample. It says nothing about one candidate, or several that are all
    /// the same: they are always in the middle, which gives 1.
    public let probability: Double
    /// How the winners' performance out of sample follows that in sample.
    public let degradation: Degradation
    /// The share of splits whose winner has a performance below zero out of sample.
    public let probabilityOfLoss: Double

    /// The logits of all splits, in the order of ``selections``.
    public var logits: [Double] { selections.map(\.logit) }

    /// Computes the statistics of all splits.
    ///
    /// When there are too few periods for so many blocks of ``minimumBlockPeriods`` periods, there
    /// are as many blocks as fit, an even number; see ``blocks``.
    ///
    /// - Parameters:
    ///   - returns: Of all candidates that were tried, not only of the good ones, over the same
    ///     periods. They must be finite.
    ///   - blocks: S; even, from 2 to ``maximumBlocks``. 16 gives 12,870 splits.
    ///   - performance: What candidates are chosen and ranked by.
    ///   - executor: Shares the splits among threads.
    /// - Throws: ``ValidationError/settingOutOfRange(name:value:minimum:)``,
    ///   ``ValidationError/settingTooLarge(name:value:maximum:)`` or
    ///   ``ValidationError/settingNotEven(name:value:)`` for the number of blocks;
    ///   ``ValidationError/noCandidates``, ``ValidationError/tooFewReturns(count:minimum:)`` with fewer
    ///   than four periods, and ``ValidationError/returnNotUsable(candidate:period:value:)`` for a
    ///   return that is not finite.
    /// - Complexity: O(T N + C(S, S/2) N) time for T periods, O(S N + C(S, S/2)) memory besides the
    ///   returns: 16 S bytes for each candidate and 40 for each split.
    public init(
        returns: ReturnMatrix,
        blocks: Int = 16,
        performance: Performance = .sharpe,
        on executor: some ParallelExecutor = SequentialExecutor()
    ) throws(ValidationError) {
        let blocks = try Self.blocks(of: returns, atMost: blocks)
        try returns.check(minimumPeriods: 2 * Self.minimumBlockPeriods, on: executor)
        let splits = BlockSplits(periods: returns.periods, blocks: blocks)
        let sums = BlockSums(returns, bounds: splits.bounds, on: executor)
        let splitsOfTask = 256
        let count = splits.masks.count
        let empty = Selection(column: 0, inSample: 0, outOfSample: 0, rank: 1, candidates: 1)
        selections = executor.slots(
            count,
            of: empty,
            tasks: (count + splitsOfTask - 1) / splitsOfTask
        ) { task, places in
            let range = task * splitsOfTask..<min((task + 1) * splitsOfTask, count)
            let evaluation = SplitEvaluation(splits: splits, sums: sums, performance: performance)
            evaluation.evaluate(range, into: places)
        }
        self.performance = performance
        self.candidates = returns.columns
        self.blocks = blocks
        probability = Self.share(of: selections) { $0.logit <= 0 }
        degradation = Degradation(selections)
        probabilityOfLoss = Self.share(of: selections) { $0.outOfSample < 0 }
    }

    /// How the logits are spread: many below 0 is overfitting.
    ///
    /// - Parameter bins: The number of intervals, at least 1.
    public func logitHistogram(bins: Int = 20) -> Histogram {
        precondition(bins >= 1, "a histogram needs at least one interval")
        return Histogram(logits, bins: bins)
    }

    /// The number of blocks to use.
    private static func blocks(
        of returns: ReturnMatrix,
        atMost blocks: Int
    ) throws(ValidationError) -> Int {
        guard blocks >= 2 else {
            throw .settingOutOfRange(name: "blocks", value: blocks, minimum: 2)
        }
        guard blocks <= maximumBlocks else {
            throw .settingTooLarge(name: "blocks", value: blocks, maximum: maximumBlocks)
        }
        guard blocks.isMultiple(of: 2) else {
            throw .settingNotEven(name: "blocks", value: blocks)
        }
        return min(blocks, returns.periods / minimumBlockPeriods / 2 * 2)
    }

    private static func share(
        of selections: [Selection],
        where isCounted: (Selection) -> Bool
    ) -> Double {
        Double(selections.count(where: isCounted)) / Double(selections.count)
    }
}
