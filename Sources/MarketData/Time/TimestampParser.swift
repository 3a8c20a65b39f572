/// Reads timestamps from bytes; the forms are those of ``UTCTime/parse(_:)``.
enum TimestampParser {
    /// The timestamp in `start ..< end`, or nil.
    static func parse(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int64? {
        guard start < end else { return nil }
        let isISO =
            end - start >= 10 && (start[4] == UInt8(ascii: "-") || start[4] == UInt8(ascii: "/"))
        let time = isISO ? parseISO(start, end) : parseDigits(start, end)
        return time.flatMap { UTCTime.range.contains($0) ? $0 : nil }
    }

    /// A compact date or a count of seconds, ms, µs or ns, told apart by the number of digits.
    private static func parseDigits(
        _ start: UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) -> Int64? {
        var cursor = start
        let isNegative = cursor[0] == UInt8(ascii: "-")
        if isNegative { cursor += 1 }
        let firstDigit = cursor
        var value: UInt64 = 0
        while cursor < end, let digit = digit(cursor[0]) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            if overflow || carry { return nil }
            value = sum
            cursor += 1
        }
        let count = cursor - firstDigit
        if cursor < end {
            // A fraction, as in 1609459200.0, carries no whole second.
            guard cursor[0] == UInt8(ascii: "."), count >= 9 else { return nil }
            var fraction = cursor + 1
            while fraction < end {
                guard digit(fraction[0]) != nil else { return nil }
                fraction += 1
            }
        }
        guard let magnitude = Int64(exactly: value) else { return nil }
        let signed = isNegative ? -magnitude : magnitude
        switch count {
        case 8 where !isNegative:
            let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100)
            return CivilDate(year: Int(year), month: Int(month), day: Int(day))?.timestamp
        case 9...11: return signed
        case 12...14: return floorDivide(signed, 1_000)
        case 15...17: return floorDivide(signed, 1_000_000)
        case 18, 19: return floorDivide(signed, 1_000_000_000)
        default: return nil
        }
    }

    /// `YYYY-MM-DD` or `YYYY/MM/DD`, with or without time of day and zone; at least 10 bytes.
    private static func parseISO(
        _ start: UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) -> Int64? {
        guard let century = twoDigitValue(start), let yearOfCentury = twoDigitValue(start + 2),
            let month = twoDigitValue(start + 5), let day = twoDigitValue(start + 8),
            start[7] == start[4],
            let date = CivilDate(year: century * 100 + yearOfCentury, month: month, day: day)
        else { return nil }
        var cursor = start + 10
        guard cursor < end else { return date.timestamp }
        guard cursor[0] | 0x20 == UInt8(ascii: "t") || cursor[0] == UInt8(ascii: " ") else {
            return nil
        }
        cursor += 1
        guard let time = timeOfDay(&cursor, end), let offset = zoneOffset(cursor, end) else {
            return nil
        }
        return date.timestamp + time - offset
    }

    /// Seconds since midnight of `HH:MM[:SS[.fraction]]`; leaves the cursor behind it.
    private static func timeOfDay(
        _ cursor: inout UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) -> Int64? {
        guard end - cursor >= 5, let hour = twoDigitValue(cursor), hour < 24,
            cursor[2] == UInt8(ascii: ":"), let minute = twoDigitValue(cursor + 3), minute < 60
        else { return nil }
        cursor += 5
        var second = 0
        if cursor < end, cursor[0] == UInt8(ascii: ":") {
            guard end - cursor >= 3, let value = twoDigitValue(cursor + 1), value < 60 else {
                return nil
            }
            second = value
            cursor += 3
            if cursor < end, cursor[0] == UInt8(ascii: ".") || cursor[0] == UInt8(ascii: ",") {
                cursor += 1
                let fraction = cursor
                while cursor < end, digit(cursor[0]) != nil { cursor += 1 }
                guard cursor > fraction else { return nil }
            }
        }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    /// Seconds east of UTC of nothing, `Z`, `UTC`, `+hh`, `+hhmm` or `+hh:mm`, at most 18 h.
    private static func zoneOffset(
        _ start: UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) -> Int64? {
        var cursor = start
        if cursor < end, cursor[0] == UInt8(ascii: " ") {
            cursor += 1
            if cursor == end { return nil }
        }
        guard cursor < end else { return 0 }
        if end - cursor == 1 { return cursor[0] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
        if end - cursor == 3, cursor[0] | 0x20 == UInt8(ascii: "u"),
            cursor[1] | 0x20 == UInt8(ascii: "t"), cursor[2] | 0x20 == UInt8(ascii: "c")
        {
            return 0
        }
        let sign: Int64
        switch cursor[0] {
        case UInt8(ascii: "+"): sign = 1
        case UInt8(ascii: "-"): sign = -1
        default: return nil
        }
        cursor += 1
        guard end - cursor >= 2, let hours = twoDigitValue(cursor), hours <= 18 else { return nil }
        cursor += 2
        if cursor < end, cursor[0] == UInt8(ascii: ":") {
            cursor += 1
            if cursor == end { return nil }
        }
        guard cursor < end else { return sign * Int64(hours) * 3600 }
        guard end - cursor == 2, let minutes = twoDigitValue(cursor), minutes < 60 else {
            return nil
        }
        return sign * Int64(hours * 3600 + minutes * 60)
    }

    /// The value of two digits, or nil.
    @inline(__always)
    private static func twoDigitValue(_ start: UnsafePointer<UInt8>) -> Int? {
        guard let tens = digit(start[0]), let ones = digit(start[1]) else { return nil }
        return tens * 10 + ones
    }

    /// The value of a digit, or nil.
    @inline(__always)
    private static func digit(_ byte: UInt8) -> Int? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? Int(value) : nil
    }
}
