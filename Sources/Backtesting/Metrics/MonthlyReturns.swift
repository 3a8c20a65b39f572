import MarketData

/// Returns month by month of an equity curve.
public struct MonthlyReturns: Sendable, Equatable {
    /// One calendar year.
    public struct Year: Sendable, Equatable {
        /// For example 2024.
        public let year: Int
        /// January first; nil where the curve has no bar.
        public let months: [Double?]
        /// The return of all its months.
        public let total: Double
    }

    /// Ascending; years without a bar are left out.
    public let years: [Year]

    /// Measures a curve. A month begins with what the one before it ended with.
    ///
    /// - Parameters:
    ///   - equity: One value per bar, each above 0.
    ///   - timestamps: Bar starts in UTC seconds, ascending, one for each value; a bar belongs to the month in
    ///     which it starts.
    ///   - initialValue: What the first month begins with.
    public init(equity: [Double], timestamps: [Int64], initialValue: Double) {
        precondition(equity.count == timestamps.count, "every value needs a time")
        var ends: [(year: Int, month: Int, value: Double)] = []
        for (time, value) in zip(timestamps, equity) {
            let date = UTCTime.civilDate(of: time)
            if let last = ends.last, last.year == date.year, last.month == date.month {
                ends[ends.count - 1].value = value
            } else {
                ends.append((date.year, date.month, value))
            }
        }
        var years: [Year] = []
        var before = initialValue
        for first in ends.indices where first == 0 || ends[first - 1].year != ends[first].year {
            let start = before
            var months = [Double?](repeating: nil, count: 12)
            for end in ends[first...].prefix(while: { $0.year == ends[first].year }) {
                months[end.month - 1] = end.value / before - 1
                before = end.value
            }
            years.append(Year(year: ends[first].year, months: months, total: before / start - 1))
        }
        self.years = years
    }
}
