/// A date of the proleptic Gregorian calendar.
public struct CivilDate: Sendable, Hashable, CustomStringConvertible {
    /// The astronomical year (0 is 1 BC).
    public let year: Int
    /// The month, 1 ... 12.
    public let month: Int
    /// The day of the month, 1 ... 31.
    public let day: Int

    /// A date that exists.
    ///
    /// - Parameters:
    ///   - year: The astronomical year.
    ///   - month: The month, 1 ... 12.
    ///   - day: The day of the month.
    /// - Returns: nil for dates such as 2021-02-30.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...12 ~= month, 1...Self.length(ofMonth: month, year: year) ~= day else {
            return nil
        }
        self.init(unchecked: year, month, day)
    }

    fileprivate init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// ISO 8601, such as `2022-12-28`.
    public var description: String {
        var digits = String(year.magnitude)
        while digits.utf8.count < 4 { digits = "0" + digits }
        let sign = year < 0 ? "-" : year > 9999 ? "+" : ""
        return "\(sign)\(digits)-\(twoDigits(month))-\(twoDigits(day))"
    }

    /// Midnight UTC of this date, in seconds since 1970-01-01.
    public var timestamp: Int64 { dayNumber * UTCTime.secondsPerDay }

    /// Days since 1970-01-01 (Howard Hinnant's `days_from_civil`).
    var dayNumber: Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = Int64((153 * ((month + 9) % 12) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The number of days in a month; `month` is 1 ... 12.
    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension UTCTime {
    /// The date of a timestamp in UTC.
    ///
    /// - Parameter timestamp: UTC seconds since 1970-01-01.
    public static func civilDate(of timestamp: Int64) -> CivilDate {
        civilDate(ofDay: day(of: timestamp))
    }

    /// The date of a day number (Howard Hinnant's `civil_from_days`).
    static func civilDate(ofDay day: Int64) -> CivilDate {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return CivilDate(unchecked: Int(year), Int(month), Int(dayOfMonth))
    }
}
