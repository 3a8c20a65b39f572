extension LaneSimulator {
    /// What candidates are worth at some bars of a window.
    ///
    /// - Parameters:
    ///   - group: The candidates.
    ///   - start: The window's first bar.
    ///   - ends: Where to look: the value is that of the last bar before each, in ascending order.
    ///   - body: Called once for each candidate (by its place in the group) and end. The value is NaN from
    ///     where it overflows or is lost.
    /// - Complexity: O(bars x symbols).
    public func equity(
        _ group: LaneGroup,
        start: Int,
        ends: [Int],
        _ body: (_ candidate: Int, _ end: Int, _ value: Double) -> Void
    ) {
        guard isListed(group, start: start, ends: ends) else {
            equityOneByOne(group, start: start, ends: ends, body)
            return
        }
        snapshots(group, start: start, ends: ends) { end, snapshot in
            for candidate in 0..<group.count {
                body(
                    candidate,
                    end,
                    snapshot.isSound(candidate) ? snapshot.equity[candidate] : .nan
                )
            }
        }
    }
}
