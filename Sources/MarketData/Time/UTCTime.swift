/// Conversions between UTC seconds since 1970-01-01 and text, in the proleptic Gregorian calendar.
///
/// No time zone database and no leap seconds: a day has 86,400 s, as in POSIX time.
public enum UTCTime {
    /// Seconds in a day.
    public static let secondsPerDay: Int64 = 86_400

    /// The times of the years 0 to 9999, those that prices may have.
    public static let range: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// Formats a timestamp as `2022-12-28` at midnight UTC and as `2022-12-28T04:00:00Z` otherwise.
    ///
    /// - Parameter timestamp: UTC seconds since 1970-01-01.
    /// - Returns: ISO 8601 text; years outside 0 ... 9999 have a sign and as many digits as needed.
    public static func format(_ timestamp: Int64) -> String {
        let day = day(of: timestamp)
        let date = civilDate(ofDay: day).description
        let second = Int(modulo(timestamp, secondsPerDay))
        guard second != 0 else { return date }
        let (hour, minute) = (second / 3600, second / 60 % 60)
        return "\(date)T\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second % 60))Z"
    }

    /// Reads a timestamp in any of the forms that price files may use.
    ///
    /// - ISO 8601: `2021-12-31` or `2021/12/31`, alone or followed by `T` or a space and `HH:MM`,
    ///   `HH:MM:SS` or `HH:MM:SS.fraction` (the fraction is dropped), then nothing, `Z`, ` UTC`, or
    ///   an offset `+hh`, `+hhmm` or `+hh:mm` (also after a space). Without a zone it is UTC.
    /// - Eight digits: a date, `20211231`.
    /// - 9 to 11 digits are seconds since 1970-01-01, 12 to 14 milliseconds, 15 to 17
    ///   microseconds, 18 or 19 nanoseconds; a decimal fraction is dropped. A minus sign is
    ///   accepted. Fewer digits are refused, since a row number would pass for a time otherwise.
    ///
    /// - Parameter text: The text; white space around it is not accepted.
    /// - Returns: UTC seconds, rounded down, or nil if the text has none of these forms, names a
    ///   date that does not exist, or is outside of ``range``.
    public static func parse(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return nil }
            return TimestampParser.parse(start, start + bytes.count)
        }
    }

    /// The day a timestamp falls on, in days since 1970-01-01.
    ///
    /// - Parameter timestamp: UTC seconds since 1970-01-01.
    public static func day(of timestamp: Int64) -> Int64 {
        floorDivide(timestamp, secondsPerDay)
    }

    /// The ISO 8601 weekday of a timestamp in UTC: 1 is Monday, 7 is Sunday.
    ///
    /// - Parameter timestamp: UTC seconds since 1970-01-01.
    public static func weekday(of timestamp: Int64) -> Int {
        weekday(ofDay: day(of: timestamp))
    }

    /// Whether a timestamp falls on a Saturday or Sunday in UTC.
    ///
    /// - Parameter timestamp: UTC seconds since 1970-01-01.
    public static func isWeekend(_ timestamp: Int64) -> Bool { weekday(of: timestamp) > 5 }

    /// The ISO 8601 weekday of a day number: 1 is Monday, 7 is Sunday.
    static func weekday(ofDay day: Int64) -> Int {
        // Day 0, 1970-01-01, was a Thursday (4).
        Int(modulo(day + 3, 7)) + 1
    }

    /// The number of Mondays to Fridays in the half-open range of days `start ..< end`.
    static func weekdays(from start: Int64, to end: Int64) -> Int64 {
        guard start < end else { return 0 }
        return weekdaysBefore(end) - weekdaysBefore(start)
    }

    /// Weekdays from Monday 1969-12-29 up to `day`, which is not counted.
    private static func weekdaysBefore(_ day: Int64) -> Int64 {
        let sinceMonday = day + 3
        return floorDivide(sinceMonday, 7) * 5 + min(modulo(sinceMonday, 7), 5)
    }
}

/// The quotient rounded down, also for negative dividends; the divisor is positive.
func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
}

/// The remainder in `0 ..< divisor`, also for negative dividends; the divisor is positive.
func modulo(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let remainder = dividend % divisor
    return remainder < 0 ? remainder + divisor : remainder
}

/// A number from 0 to 99 with a leading zero.
func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
