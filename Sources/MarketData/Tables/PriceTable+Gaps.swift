/// The bars that a table lacks between its first and its last.
public struct GapSummary: Sendable, Equatable {
    /// A run of missing bars.
    public struct Gap: Sendable, Equatable {
        /// The label that the first missing bar would have, in UTC seconds.
        public let start: Int64
        /// The number of bars missing, > 0.
        public let missingBars: Int

        /// A run of missing bars.
        ///
        /// - Parameters:
        ///   - start: The label of the first missing bar, in UTC seconds.
        ///   - missingBars: The number of bars missing.
        public init(start: Int64, missingBars: Int) {
            self.start = start
            self.missingBars = missingBars
        }
    }

    /// The number of bars missing in all gaps.
    public let missingBars: Int

    /// The number of gaps.
    public let gapCount: Int

    /// The gaps with most bars missing, at most 10, the largest first and equal ones in time order.
    public let largest: [Gap]

    /// Summarises gaps in time order.
    init(_ gaps: [Gap]) {
        missingBars = gaps.reduce(0) { $0 + $1.missingBars }
        gapCount = gaps.count
        let order = gaps.indices.sorted { left, right in
            (gaps[right].missingBars, left) < (gaps[left].missingBars, right)
        }
        largest = order.prefix(10).map { gaps[$0] }
    }
}

extension PriceTable {
    /// The bars missing between the first and the last.
    ///
    /// - Tables with weekend bars, and bars longer than a day: a spacing of `s` seconds lacks
    ///   `s / interval - 1` bars, rounded down.
    /// - Daily tables without weekend bars: every Monday to Friday between two bars is missing,
    ///   public holidays too, since the table knows no exchange calendar.
    /// - Intraday tables without weekend bars: only whole missing Mondays to Fridays count, each
    ///   as the usual number of bars of a trading day, since the opening hours are unknown.
    ///
    /// - Complexity: O(T).
    public var gaps: GapSummary {
        var gaps: [GapSummary.Gap] = []
        for bar in 1..<max(barCount, 1) {
            let (previous, next) = (timestamps[bar - 1], timestamps[bar])
            if next - previous > interval, let gap = gap(between: previous, and: next) {
                gaps.append(gap)
            }
        }
        return GapSummary(gaps)
    }

    /// The gap between two neighbouring bars, or nil if no bar is missing there.
    private func gap(between previous: Int64, and next: Int64) -> GapSummary.Gap? {
        if hasWeekendBars || interval > UTCTime.secondsPerDay {
            let missing = Int((next - previous) / interval - 1)
            return missing > 0 ? .init(start: previous + interval, missingBars: missing) : nil
        }
        let firstDay = UTCTime.day(of: previous) + 1
        let days = Int(UTCTime.weekdays(from: firstDay, to: UTCTime.day(of: next)))
        guard days > 0 else { return nil }
        var day = firstDay
        while UTCTime.weekday(ofDay: day) > 5 { day += 1 }
        let isDaily = interval == UTCTime.secondsPerDay
        let timeOfDay = isDaily ? modulo(previous, UTCTime.secondsPerDay) : 0
        return .init(
            start: day * UTCTime.secondsPerDay + timeOfDay,
            missingBars: isDaily ? days : days * barsPerTradingDay
        )
    }
}
