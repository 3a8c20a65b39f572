public import DataParallel
import MarketData
import Validation

extension Optimizer {
    /// The number of blocks that the grid is cut into: by the space and the windows alone.
    ///
    /// - Throws: ``OptimizationError/invalidSpace(_:)`` when a grid has too many policies.
    public var blockCount: Int {
        get throws(OptimizationError) { try sweep(.none).blocks.count }
    }

    /// Evaluates some blocks of the grid; what is found goes into a journal and nowhere else.
    ///
    /// Entries of a journal for all blocks make a run of the whole study, on another machine or later,
    /// give the same bits as one without them.
    ///
    /// - Parameters:
    ///   - blocks: Some of the first ``blockCount``.
    ///   - executor: Where the work runs.
    ///   - cancellation: When it is cancelled, no block is begun.
    ///   - journal: What it holds is not done again.
    ///   - progress: Called from any worker as blocks finish, with the distinct candidates of the blocks.
    /// - Returns: Whether all blocks are in the journal; false if it was cancelled.
    /// - Throws: ``OptimizationError/invalidSearch(_:)`` for a study that is not a grid, and what
    ///   ``run(on:cancellation:budget:journal:progress:)`` throws.
    public func evaluate(
        blocks: Range<Int>,
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil,
        journal: some StudyJournal,
        progress: (@Sendable (SweepProgress) -> Void)? = nil
    ) throws(OptimizationError) -> Bool {
        guard settings.search.method == .grid else {
            throw .invalidSearch(
                "\(settings.search.method.rawValue) proposes candidates as it goes, so that its work"
                    + " cannot be cut into blocks; use the grid"
            )
        }
        let sweep = try sweep(try signals(on: executor, cancellation: cancellation))
        precondition(blocks.isEmpty || blocks.upperBound <= sweep.blocks.count)
        let total = blocks.reduce(0) { $0 + sweep.blocks.candidateCount(ofBlock: $1) }
        let control = { known in
            SweepControl(
                total: total,
                finished: known,
                cancellation: cancellation,
                budget: nil,
                progress: progress
            )
        }
        let journaled = JournaledSweep(sweep: sweep, journal: journal, blocks: blocks)
        if let limit = settings.keep.limit(of: distinctCount) {
            return try journaled.run(into: topStore(limit), on: executor, control)
        }
        let store = FullStore(count: distinctCount, splitCount: plan.splits.count)
        return journaled.run(into: store, on: executor, control)
    }

    /// The same entries with ranges that follow each other as one, which takes the space of one: the candidates
    /// that are the best of all, and counts. Other entries are given back as they are.
    ///
    /// - Throws: ``OptimizationError/journalUnusable(_:)`` for a range that is not one of this study.
    public func joined(_ entries: [StudyEntry]) throws(OptimizationError) -> [StudyEntry] {
        var joined: [StudyEntry] = []
        var ranges: [StudyRange] = []
        for entry in entries {
            if case .range(let range) = entry { ranges.append(range) } else { joined.append(entry) }
        }
        ranges.sort { $0.blocks.lowerBound < $1.blocks.lowerBound }
        while let first = ranges.first {
            var end = first.blocks.upperBound
            let count = ranges.prefix { range in
                guard range.blocks == first.blocks || range.blocks.lowerBound == end else {
                    return false
                }
                end = range.blocks.upperBound
                return true
            }.count
            joined.append(.range(try range(of: ranges.prefix(count))))
            ranges.removeFirst(count)
        }
        return joined
    }

    private func range(of ranges: ArraySlice<StudyRange>) throws(OptimizationError) -> StudyRange {
        guard ranges.count > 1, let limit = settings.keep.limit(of: distinctCount),
            let first = ranges.first, let last = ranges.last
        else { return ranges[ranges.startIndex] }
        let store = topStore(limit)
        for range in ranges {
            do {
                try store.add(range.bytes)
            } catch {
                throw .journalUnusable("blocks \(range.blocks): \(error.reason)")
            }
        }
        return StudyRange(
            blocks: first.blocks.lowerBound..<last.blocks.upperBound,
            candidateCount: ranges.reduce(0) { $0 + $1.candidateCount },
            bytes: store.bytes
        )
    }

    func topStore(_ limit: Int) -> TopStore {
        TopStore(
            limit: limit,
            space: bound,
            objective: settings.objective,
            splitCount: plan.splits.count
        )
    }
}
