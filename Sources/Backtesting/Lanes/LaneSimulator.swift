import MarketData

/// Simulates candidates in groups of eight, one in each lane of a vector: the same bits as
/// ``ReferenceSimulator``, many times faster.
public struct LaneSimulator: Sendable {
    /// The definition, for what the lanes leave to it.
    public let reference: ReferenceSimulator
    private let times: [Double]

    /// Creates a simulator over the reference's table, with its settings.
    public init(_ reference: ReferenceSimulator) {
        self.reference = reference
        times = reference.table.timestamps.map { Double($0) }
    }

    /// The metrics of windows that start at the same bar, for each candidate of a group.
    ///
    /// - Parameters:
    ///   - group: The candidates.
    ///   - start: The first bar of every window.
    ///   - ends: The end of each window (exclusive), in ascending order.
    ///   - body: Called once for each candidate (by its place in the group) and end. The metrics
    ///     are nil if the candidate's value overflows or is lost somewhere: the reference then
    ///     says where.
    /// - Throws: ``BacktestError/windowTooShort(bars:minimum:)``.
    /// - Complexity: O(bars x symbols).
    public func measure(
        _ group: LaneGroup,
        start: Int,
        ends: [Int],
        _ body: (_ candidate: Int, _ end: Int, WindowMetrics?) -> Void
    ) throws(BacktestError) {
        let table = reference.table
        precondition(ends == ends.sorted() && !ends.isEmpty && ends.last! <= table.barCount)
        guard ends[0] - start >= WindowMetrics.minimumBars else {
            throw .windowTooShort(bars: ends[0] - start, minimum: WindowMetrics.minimumBars)
        }
        let settings = reference.settings
        table.closes.withUnsafeBufferPointer { closes in
            times.withUnsafeBufferPointer { times in
                let kernel = LaneKernel(
                    closes: closes.baseAddress!,
                    times: times.baseAddress!,
                    stride: table.symbolCount,
                    settings: settings,
                    group: group
                )
                kernel.dispatch(start: start, ends: ends) { end, snapshot in
                    for candidate in 0..<group.count {
                        let isSound = snapshot.isSound(candidate)
                        body(candidate, end, isSound ? snapshot.metrics(candidate, settings) : nil)
                    }
                }
            }
        }
    }
}

extension LaneKernel {
    /// Runs the loop that is compiled for the group's number of symbols.
    fileprivate func dispatch(start: Int, ends: [Int], emit: (Int, LaneSnapshot) -> Void) {
        func fixed<let count: Int>(_ empty: FixedLanes<count>) {
            if group.usesDrift {
                run(empty, UsesDrift.self, start: start, ends: ends, emit: emit)
            } else {
                run(empty, IgnoresDrift.self, start: start, ends: ends, emit: emit)
            }
        }
        switch group.columns.count {
        case 2: fixed(FixedLanes<2>())
        case 3: fixed(FixedLanes<3>())
        case 4: fixed(FixedLanes<4>())
        case 5: fixed(FixedLanes<5>())
        case let count:
            let empty = HeapLanes(symbolCount: count)
            run(empty, UsesDrift.self, start: start, ends: ends, emit: emit)
        }
    }
}
