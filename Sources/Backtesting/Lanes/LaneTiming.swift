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

    init(_ group: LaneGroup, start: Double, _ ends: PeriodEnds) {
        due = start + group.calendarSeconds
        Self.noteEnds(group, ends, &due, where: LaneMask(repeating: true))
        limit = group.thresholds
        wake = due.least
    }

    /// Sets when those are due that are rebalanced at the ends of periods.
    @_transparent
    private static func noteEnds(
        _ group: LaneGroup,
        _ ends: PeriodEnds,
        _ due: inout Lanes,
        where triggers: LaneMask
    ) {
        guard group.usesPeriods else { return }
        due.replace(with: Lanes(repeating: ends.month), where: triggers .& group.months)
        due.replace(with: Lanes(repeating: ends.quarter), where: triggers .& group.quarters)
        due.replace(with: Lanes(repeating: ends.year), where: triggers .& group.years)
    }

    @_transparent
    mutating func noteRebalance(
        _ group: LaneGroup,
        at time: Lanes,
        _ ends: PeriodEnds,
        where triggers: LaneMask
    ) {
        let gap = time - (allowed - group.intervalSeconds)
        leastGap.replace(with: gap, where: triggers .& (gap .< leastGap))
        due.replace(with: time + group.calendarSeconds, where: triggers)
        Self.noteEnds(group, ends, &due, where: triggers)
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

/// When the periods of the calendar end that a bar is in.
struct PeriodEnds {
    let month: Double
    let quarter: Double
    let year: Double

    init(after timestamp: Int64) {
        month = Double(CalendarPeriod.month.next(after: timestamp))
        quarter = Double(CalendarPeriod.quarter.next(after: timestamp))
        year = Double(CalendarPeriod.year.next(after: timestamp))
    }
    /// Those of all bars.
    static func all(_ timestamps: [Int64]) -> [PeriodEnds] {
        var ends: [PeriodEnds] = []
        ends.reserveCapacity(timestamps.count)
        for timestamp in timestamps {
            if let last = ends.last, Double(timestamp) < last.month {
                ends.append(last)
            } else {
                ends.append(PeriodEnds(after: timestamp))
            }
        }
        return ends
    }
}
