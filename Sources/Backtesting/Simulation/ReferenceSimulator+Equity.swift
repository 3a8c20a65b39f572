extension ReferenceSimulator {
    /// What a candidate is worth at some bars of a window.
    ///
    /// - Parameters:
    ///   - position: What is held, bound to the table's columns.
    ///   - policy: When it is rebalanced.
    ///   - start: The window's first bar.
    ///   - ends: Where to look: the value is that of the last bar before each, in ascending order.
    ///   - signals: The forecasts of a policy that uses them.
    /// - Returns: One value per end.
    /// - Throws: As ``metrics(_:_:start:ends:signals:)``; the last end must be long enough after the start.
    public func equity(
        _ position: Position,
        _ policy: RebalancingPolicy,
        start: Int,
        ends: [Int],
        signals: SignalTable? = nil
    ) throws(BacktestError) -> [Double] {
        var recorder = RecordingObserver()
        _ = try simulate(
            position,
            policy,
            start: start,
            ends: [ends.last ?? start],
            signals: signals,
            observer: &recorder
        )
        return ends.map { recorder.equity[$0 - start - 1] }
    }
}
