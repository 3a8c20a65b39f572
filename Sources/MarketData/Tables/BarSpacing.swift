/// How the bars of a table lie in time; computed once when a table is made.
struct BarSpacing {
    /// The lower median of the spacings in seconds, 86,400 for a single bar.
    let interval: Int64
    /// Whether a label falls on a Saturday or Sunday in UTC.
    let hasWeekendBars: Bool
    /// The lower median of the number of bars of the UTC days that have bars.
    let barsPerTradingDay: Int

    /// Measures strictly increasing timestamps, at least one; O(T), and O(T log T) when no
    /// spacing makes up more than half of all.
    init(timestamps: [Int64]) {
        var hasWeekendBars = false
        var barsOfDays: [Int] = []
        var dayEnd = Int64.min
        var isWeekend = false
        var candidate: Int64 = 0
        var votes = 0
        var previous = timestamps[0]
        for (bar, timestamp) in timestamps.enumerated() {
            if timestamp >= dayEnd {
                let day = UTCTime.day(of: timestamp)
                dayEnd = (day + 1) * UTCTime.secondsPerDay
                isWeekend = UTCTime.weekday(ofDay: day) > 5
                barsOfDays.append(0)
            }
            if isWeekend { hasWeekendBars = true }
            barsOfDays[barsOfDays.count - 1] += 1
            guard bar > 0 else { continue }
            // Boyer and Moore's majority vote: regular bars need no sorting.
            let spacing = timestamp - previous
            previous = timestamp
            if votes == 0 { candidate = spacing }
            votes += spacing == candidate ? 1 : -1
        }
        self.hasWeekendBars = hasWeekendBars
        barsOfDays.sort()
        barsPerTradingDay = barsOfDays[(barsOfDays.count - 1) / 2]
        interval =
            timestamps.count < 2
            ? UTCTime.secondsPerDay : Self.medianSpacing(timestamps, majority: candidate)
    }

    /// The lower median of the spacings, which is `majority` if more than half of them equal it.
    private static func medianSpacing(_ timestamps: [Int64], majority: Int64) -> Int64 {
        let count = timestamps.count - 1
        var equal = 0
        for bar in 0..<count where timestamps[bar + 1] - timestamps[bar] == majority {
            equal += 1
        }
        if 2 * equal > count { return majority }
        var spacings = [Int64](unsafeUninitializedCapacity: count) { buffer, initialized in
            for bar in 0..<count {
                buffer.initializeElement(at: bar, to: timestamps[bar + 1] - timestamps[bar])
            }
            initialized = count
        }
        spacings.sort()
        return spacings[(count - 1) / 2]
    }
}

extension PriceTable {
    /// P, the number of bars in a year, which scales volatility and mean returns to a year.
    ///
    /// With a year of 365 x 86,400 s:
    /// - tables with weekend bars, and bars longer than a day: seconds of a year / ``interval``
    ///   (hourly 8,760, four-hourly 2,190, weekly about 52.1);
    /// - all others: 252 trading days x the median number of bars of the UTC days that have bars
    ///   (daily stocks 252, seven hourly bars a day 1,764).
    public var barsPerYear: Double {
        if hasWeekendBars || interval > UTCTime.secondsPerDay {
            return Double(365 * UTCTime.secondsPerDay) / Double(interval)
        }
        return Double(252 * barsPerTradingDay)
    }
}
