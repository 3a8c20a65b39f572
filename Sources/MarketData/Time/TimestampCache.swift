/// Reads the usual ISO timestamps of a price file at a few nanoseconds each.
///
/// Neighbouring rows nearly always share their month, so that the day number of its first day is
/// kept from row to row and only the day and the time of day are read.
struct TimestampCache {
    /// The eight bytes `YYYY-MM-` of the month below, as loaded from memory; 0 is none.
    private var key: UInt64 = 0
    private var monthStart: Int64 = 0
    private var monthLength: UInt64 = 0

    /// Reads `YYYY-MM-DD` with nothing, or `T` or a space and `HH:MM:SS` with or without `Z`.
    ///
    /// - Parameters:
    ///   - cursor: The start of the field, in a buffer with at least 32 readable bytes behind it;
    ///     moved behind the timestamp if there is one.
    ///   - delimiter: The byte that must follow.
    /// - Returns: UTC seconds, or nil for any other form, right or wrong.
    @inline(__always)
    mutating func parse(_ cursor: inout UnsafePointer<UInt8>, delimiter: UInt8) -> Int64? {
        let bytes = UnsafeRawPointer(cursor)
        let month = bytes.loadUnaligned(as: UInt64.self)
        if month != key {
            guard remember(cursor, month) else { return nil }
        }
        // A byte that is not a digit gives a value above 9, which one comparison finds.
        let day10 = UInt64(cursor[8] &- 48)
        let day1 = UInt64(cursor[9] &- 48)
        let day = day10 &* 10 &+ day1
        guard day10 <= 3, day1 <= 9, day &- 1 < monthLength else { return nil }
        let midnight = monthStart &+ Int64(bitPattern: day &- 1) &* UTCTime.secondsPerDay
        if cursor[10] == delimiter {
            cursor += 10
            return midnight
        }
        guard cursor[10] == UInt8(ascii: "T") || cursor[10] == UInt8(ascii: " "),
            cursor[13] == UInt8(ascii: ":"), cursor[16] == UInt8(ascii: ":")
        else { return nil }
        let (hour10, hour1) = (cursor[11] &- 48, cursor[12] &- 48)
        let (minute10, minute1) = (cursor[14] &- 48, cursor[15] &- 48)
        let (second10, second1) = (cursor[17] &- 48, cursor[18] &- 48)
        guard hour1 <= 9, minute10 <= 5, minute1 <= 9, second10 <= 5, second1 <= 9,
            hour10 < 2 || (hour10 == 2 && hour1 <= 3)
        else { return nil }
        var after = cursor + 19
        if after[0] == UInt8(ascii: "Z") { after += 1 }
        guard after[0] == delimiter else { return nil }
        cursor = after
        let hours = Int64(hour10) &* 10 &+ Int64(hour1)
        let minutes = Int64(minute10) &* 10 &+ Int64(minute1)
        let seconds = Int64(second10) &* 10 &+ Int64(second1)
        return midnight &+ (hours &* 60 &+ minutes) &* 60 &+ seconds
    }

    /// Takes the month from `YYYY-MM-`; false if the bytes have another form.
    @inline(never)
    private mutating func remember(_ start: UnsafePointer<UInt8>, _ month: UInt64) -> Bool {
        guard start[4] == UInt8(ascii: "-"), start[7] == UInt8(ascii: "-") else { return false }
        var digits: [Int] = []
        for index in [0, 1, 2, 3, 5, 6] {
            guard start[index] &- 48 <= 9 else { return false }
            digits.append(Int(start[index] &- 48))
        }
        let year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
        let monthOfYear = digits[4] * 10 + digits[5]
        guard let first = CivilDate(year: year, month: monthOfYear, day: 1) else { return false }
        monthStart = first.timestamp
        monthLength = UInt64(CivilDate.length(ofMonth: monthOfYear, year: year))
        key = month
        return true
    }
}
