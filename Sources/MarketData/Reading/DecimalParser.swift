/// Reads decimal numbers from bytes, correctly rounded to the nearest double, ties to even.
///
/// With a mantissa `m` below 2^53 and a power of ten that is exact, one division or multiplication
/// rounds correctly (Clinger 1990). A larger `m` of at most 19 digits over 10^k, k <= 19, is divided
/// in 128-bit integers, the remainder kept as a sticky bit. The few numbers left go to the standard
/// library.
enum DecimalParser {
    /// What a field turned out to be.
    enum Outcome: Equatable {
        case number(Double)
        case problem(PriceProblem)
    }

    /// Reads a whole field, which may have a sign, a fraction without digits before the point, and
    /// an exponent. A number by another name (`nan`, `inf`) or too large is ``PriceProblem/notFinite``.
    static func parse(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Outcome {
        guard start < end else { return .problem(.empty) }
        var cursor = start
        let isNegative = cursor[0] == UInt8(ascii: "-")
        if isNegative || cursor[0] == UInt8(ascii: "+") { cursor += 1 }
        var mantissa: UInt64 = 0
        var significant = 0
        var digits = 0
        var exponent = 0
        var hasPoint = false
        while cursor < end {
            let digit = cursor[0] &- 48
            if digit <= 9 {
                digits += 1
                if significant > 0 || digit > 0 { significant += 1 }
                mantissa = mantissa &* 10 &+ UInt64(digit)
                if hasPoint { exponent -= 1 }
            } else if cursor[0] == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            cursor += 1
        }
        guard digits > 0 else { return .problem(nameProblem(cursor, end)) }
        if cursor < end {
            guard let written = writtenExponent(cursor, end) else { return .problem(.notANumber) }
            exponent += written
        }
        let value: Double
        if significant <= 19, let exact = convert(mantissa, exponent, .table) {
            value = isNegative ? -exact : exact
        } else {
            // The grammar has been checked; the standard library rounds correctly in any locale.
            let text = String(
                decoding: UnsafeBufferPointer(start: start, count: end - start),
                as: UTF8.self
            )
            guard let fallback = Double(text) else { return .problem(.notANumber) }
            value = fallback
        }
        return value.isFinite ? .number(value) : .problem(.notFinite)
    }

    /// `mantissa` x 10^`exponent`, correctly rounded, or nil where this takes more than 128 bits.
    @inline(__always)
    static func convert(_ mantissa: UInt64, _ exponent: Int, _ powers: PowersOfTen) -> Double? {
        if mantissa < 1 << 53 {
            let exact = Double(Int64(bitPattern: mantissa))
            if exponent <= 0, exponent >= -22 { return exact / powers.doubles[-exponent] }
            if exponent > 0, exponent <= 22 { return exact * powers.doubles[exponent] }
        }
        if exponent <= 0, exponent >= -19, mantissa > 0 {
            return divide(mantissa, by: powers.integers[-exponent])
        }
        return mantissa == 0 ? 0 : nil
    }

    /// The quotient of two integers > 0, correctly rounded.
    ///
    /// With both shifted to the top of their words, `(m / 2) * 2^64 / d` has 63 or 64 significant
    /// bits, ten more than a double holds, so that the remainder matters only as being zero or not:
    /// its bit is set in the last place, and the conversion of the quotient rounds once.
    @inline(__always)
    static func divide(_ mantissa: UInt64, by divisor: UInt64) -> Double {
        let mantissaShift = mantissa.leadingZeroBitCount
        let divisorShift = divisor.leadingZeroBitCount
        let dividend = mantissa &<< UInt64(mantissaShift)
        let (quotient, remainder) = (divisor &<< UInt64(divisorShift)).dividingFullWidth(
            (dividend &>> 1, dividend &<< 63)
        )
        let sticky = quotient | (remainder == 0 ? 0 : 1)
        // 2^e by its bits; e is between -126 and 0, far from subnormal numbers.
        let scale = UInt64(bitPattern: Int64(divisorShift - mantissaShift - 63 + 1023)) &<< 52
        return Double(sticky) * Double(bitPattern: scale)
    }

    /// The value of `e`, an optional sign and digits, limited to +-100,000, or nil.
    private static func writtenExponent(
        _ start: UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) -> Int? {
        guard start[0] | 0x20 == UInt8(ascii: "e") else { return nil }
        var cursor = start + 1
        guard cursor < end else { return nil }
        let isNegative = cursor[0] == UInt8(ascii: "-")
        if isNegative || cursor[0] == UInt8(ascii: "+") { cursor += 1 }
        guard cursor < end else { return nil }
        var value = 0
        while cursor < end {
            let digit = cursor[0] &- 48
            guard digit <= 9 else { return nil }
            value = min(value * 10 + Int(digit), 100_000)
            cursor += 1
        }
        return isNegative ? -value : value
    }

    /// Tells names of values that are not finite from other text; the sign has been read.
    private static func nameProblem(
        _ start: UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) -> PriceProblem {
        guard end - start <= 8 else { return .notANumber }
        let name = String(
            decoding: UnsafeBufferPointer(start: start, count: end - start),
            as: UTF8.self
        )
        return ["nan", "inf", "infinity"].contains(name.lowercased()) ? .notFinite : .notANumber
    }
}
