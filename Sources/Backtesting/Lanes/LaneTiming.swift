/// When candidates may be rebalanced and have to be.
///
/// Its methods are transparent: as calls, they would spill every vector register of the loop.
struct LaneTiming {
    /// From when on the calendar triggers, and from when on a rebalance is allowed.
    var due: Lanes
    var allowed = Lanes(repeating: -.infinity)
    /// What a drift must be above for a rebalance; infinite where none is allowed.
    var limit: Lanes
    /// From when on a candidate may be rebalanced that may not now, or has to be by the calendar.
    var wake: Double
    /// The least time between two rebalances.
    var leastGap = Lanes(repeating: .infinity)

    init(_ group: LaneGroup, start: Double) {
        due = start + group.calendarSeconds
        limit = group.thresholds
        wake = due.least
    }

    @_transparent
    mutating func noteRebalance(_ group: LaneGroup, at time: Lanes, where triggers: LaneMask) {
        let gap = time - (allowed - group.intervalSeconds)
        leastGap.replace(with: gap, where: triggers .& (gap .< leastGap))
        due.replace(with: time + group.calendarSeconds, where: triggers)
        allowed.replace(with: time + group.intervalSeconds, where: triggers)
    }

    /// Finds out who may be rebalanced after `time`, and until when that holds.
    @_transparent
    mutating func lookAhead(_ group: LaneGroup, at time: Lanes) {
        let isBlocked = allowed .> time
        limit = group.thresholds.replacing(with: Lanes(repeating: .infinity), where: isBlocked)
        let byCalendar = due.maximum(allowed)
        let free = Lanes(repeating: .infinity).replacing(with: allowed, where: isBlocked)
        wake = free.replacing(with: byCalendar, where: byCalendar .< free).least
    }
}
