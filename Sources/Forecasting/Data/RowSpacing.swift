import MarketData

/// How far apart the rows of a table are.
struct RowSpacing: Sendable, Equatable {
    /// The spacing most often seen, the shortest of equals, in seconds.
    let seconds: Int64
    /// Whether a row lies on a Saturday or Sunday, UTC.
    let hasWeekends: Bool

    private static let months: [(days: ClosedRange<Int64>, count: Int)] = [
        (28...31, 1), (89...92, 3), (365...366, 12),
    ]

    /// Nil for fewer than two rows.
    init?(_ timestamps: [Int64]) {
        guard timestamps.count >= 2 else { return nil }
        var counts: [Int64: Int] = [:]
        for (earlier, later) in zip(timestamps, timestamps.dropFirst()) {
            counts[later - earlier, default: 0] += 1
        }
        let most = counts.values.max() ?? 0
        seconds = counts.filter { $0.value == most }.keys.min() ?? 0
        hasWeekends = timestamps.contains(where: UTCTime.isWeekend)
    }

    /// The whole months from a row to the next, where that is what the spacing is like.
    private var monthCount: Int? {
        let days = seconds / UTCTime.secondsPerDay
        return Self.months.first { $0.days.contains(days) }?.count
    }

    /// The time of the row after one: calendar months where rows are as far apart, and no weekends where
    /// there are none and rows are at most a day apart.
    func next(_ timestamp: Int64) -> Int64 {
        if let monthCount, let later = Self.adding(months: monthCount, to: timestamp) {
            return later
        }
        var next = timestamp + seconds
        while !hasWeekends, seconds <= UTCTime.secondsPerDay, UTCTime.isWeekend(next) {
            next += UTCTime.secondsPerDay
        }
        return next
    }

    /// The same day and time some months later; the last day of a month stays one.
    private static func adding(months: Int, to timestamp: Int64) -> Int64? {
        let date = UTCTime.civilDate(of: timestamp)
        let tomorrow = UTCTime.civilDate(of: timestamp + UTCTime.secondsPerDay)
        let isLast = tomorrow.day == 1
        let month = date.year * 12 + date.month - 1 + months
        func day(_ day: Int) -> CivilDate? {
            CivilDate(year: month / 12, month: month % 12 + 1, day: day)
        }
        let days = isLast ? [31, 30, 29, 28] : Array((1...date.day).reversed())
        guard let later = days.lazy.compactMap(day).first else { return nil }
        return later.timestamp + timestamp - date.timestamp
    }
}

extension SeriesTable {
    /// When some rows from one on are observed: as in the table, and past its end at its usual spacing;
    /// nil if that is not known.
    ///
    /// Past the end, days of the week on which there are no rows at all (Saturday and Sunday) are left out;
    /// holidays and opening hours are not known.
    public func times(from first: Int, count: Int) -> [Int64]? {
        guard let timestamps, let spacing = RowSpacing(timestamps) else { return nil }
        var times = Array(timestamps.dropFirst(first).prefix(count))
        var last = times.last ?? timestamps[timestamps.count - 1]
        while times.count < count {
            last = spacing.next(last)
            times.append(last)
        }
        return times
    }
}
