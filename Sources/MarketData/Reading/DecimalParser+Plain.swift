extension DecimalParser {
    /// Reads a plain number: digits, or digits, a point and digits; eight digits at a time.
    ///
    /// - Parameters:
    ///   - cursor: The start of the number, in a buffer with at least 32 readable bytes behind it;
    ///     moved behind the number if there is one.
    ///   - powers: ``PowersOfTen/table``.
    /// - Returns: The number, >= 0, or NaN for any other form, right or wrong.
    @inline(__always)
    static func parsePlain(
        _ cursor: inout UnsafePointer<UInt8>,
        _ powers: PowersOfTen
    ) -> Double {
        var (mantissa, wholeDigits) = leadingDigits(cursor)
        var point = cursor + wholeDigits
        if wholeDigits == 8 {
            let (more, count) = leadingDigits(point)
            guard count < 8 else { return .nan }
            mantissa = mantissa &* powers.integers[count] &+ more
            wholeDigits += count
            point += count
        }
        guard wholeDigits > 0 else { return .nan }
        guard point[0] == UInt8(ascii: ".") else {
            cursor = point
            return Double(Int64(bitPattern: mantissa))
        }
        var (fraction, fractionDigits) = leadingDigits(point + 1)
        if fractionDigits == 8 {
            let (more, count) = leadingDigits(point + 9)
            fraction = fraction &* powers.integers[count] &+ more
            fractionDigits += count
            if count == 8 {
                let (rest, restCount) = leadingDigits(point + 17)
                guard restCount <= 3 else { return .nan }
                fraction = fraction &* powers.integers[restCount] &+ rest
                fractionDigits += restCount
            }
        }
        if mantissa == 0 {
            mantissa = fraction
        } else {
            guard wholeDigits + fractionDigits <= 19 else { return .nan }
            mantissa = mantissa &* powers.integers[fractionDigits] &+ fraction
        }
        guard fractionDigits > 0, let value = convert(mantissa, -fractionDigits, powers) else {
            return .nan
        }
        cursor = point + 1 + fractionDigits
        return value
    }

    /// The value and the number of the digits, at most eight, that the bytes start with.
    @inline(__always)
    static func leadingDigits(_ start: UnsafePointer<UInt8>) -> (value: UInt64, count: Int) {
        let word = UInt64(
            littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
        )
        let values = word ^ 0x3030_3030_3030_3030
        // The top bit of each byte above 9. A carry from one byte can only spoil those behind the
        // first such byte, and that one is all that counts.
        let others = ((values &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
        let count = others.trailingZeroBitCount &>> 3
        guard count > 0 else { return (0, 0) }
        // The digits move to the top of the word, as if zeros were written before them.
        var sum = values &<< UInt64(64 &- 8 &* count)
        sum = ((sum & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) &>> 8
        sum = ((sum & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
        sum = ((sum & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
        return (sum, count)
    }
}
