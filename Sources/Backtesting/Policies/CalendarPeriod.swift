import MarketData

/// A period of the UTC calendar at whose end a portfolio is rebalanced.
///
/// The trade is at the first bar of a new period: that it is the first is known from its own timestamp,
/// while which bar was a period's last is known only afterwards. A bar belongs to the period of its
/// timestamp, which is its start.
public enum CalendarPeriod: String, Sendable, Hashable, CaseIterable {
    case month = "month-end"
    case quarter = "quarter-end"
    case year = "year-end"

    /// The first second of the period after the one that a time is in.
    public func next(after timestamp: Int64) -> Int64 {
        let date = UTCTime.civilDate(of: timestamp)
        let month =
            switch self {
            case .month: date.month + 1
            case .quarter: (date.month - 1) / 3 * 3 + 4
            case .year: 13
            }
        let first = CivilDate(
            year: month > 12 ? date.year + 1 : date.year,
            month: month > 12 ? 1 : month,
            day: 1
        )
        guard let first else { preconditionFailure("every month has a first day") }
        return first.timestamp
    }
}
