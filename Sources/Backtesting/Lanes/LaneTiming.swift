/// When candidates may be rebalanced and have to be.
///
/// Not a part of ``LaneState``, which is generic: here everything is compiled into the loop.
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

    @inline(__always)
    mutating func noteRebalance(_ group: LaneGroup, at time: Lanes, where triggers: LaneMask) {
        let gap = time - (allowed - group.intervalSeconds)
        leastGap.replace(with: gap, where: triggers .& (gap .< leastGap))
        due.replace(with: time + group.calendarSeconds, where: triggers)
        allowed.replace(with: time + group.intervalSeconds, where: triggers)
    }

    /// Finds out who may be rebalanced after `time`, and until when that holds.
    @inline(__always)
    mutating func lookAhead(_ group: LaneGroup, at time: Lanes) {
        let isBlocked = allowed .> time
        limit = group.thresholds.replacing(with: Lanes(repeating: .infinity), where: isBlocked)
        let byCalendar = due.maximum(allowed)
        let free = Lanes(repeating: .infinity).replacing(with: allowed, where: isBlocked)
        wake = free.replacing(with: byCalendar, where: byCalendar .< free).least
    }
}
