/// Writes doubles > 0 in the fewest digits that are read back as the same double.
///
/// Most prices have few decimals. With at most 15 significant digits a decimal is the only one of its
/// length for its double, and `m / 10^k` rounds correctly for `m` below 2^53 and `k` up to 22, so that the
/// first `k` for which the quotient is the value itself gives the shortest digits. Other values go to the
/// standard library, which writes the shortest digits, too.
enum DecimalWriter {
    /// The most bytes that a number takes.
    static let longest = 32

    /// Writes a finite number > 0 and returns the end.
    ///
    /// - Parameter target: At least ``longest`` bytes.
    @inline(__always)
    static func write(
        _ value: Double,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        if value >= 1e-6, value < 1e15 {
            var decimals = 0
            var scaled = value
            while scaled < 1e15, decimals <= 20 {
                let mantissa = scaled.rounded()
                // Dividing is slow; a difference beyond rounding errors needs no division.
                if abs(scaled - mantissa) <= scaled * 5e-16,
                    mantissa / powers.doubles[decimals] == value
                {
                    return write(UInt64(mantissa), decimals, to: target)
                }
                decimals += 1
                scaled = value * powers.doubles[decimals]
            }
        }
        return writeShortest(value, to: target)
    }

    private static let powers = PowersOfTen.table

    /// Writes `mantissa` / 10^`decimals`.
    @inline(__always)
    private static func write(
        _ mantissa: UInt64,
        _ decimals: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var digits = 1
        var limit: UInt64 = 10
        while mantissa >= limit {
            digits += 1
            limit &*= 10
        }
        // A zero stands before the point, and zeros behind it, where there are fewer digits than decimals.
        digits = max(digits, decimals + 1)
        let end = target + digits + (decimals > 0 ? 1 : 0)
        var place = end
        var rest = mantissa
        for written in 0..<digits {
            if written == decimals, decimals > 0 {
                place -= 1
                place.pointee = UInt8(ascii: ".")
            }
            place -= 1
            let tenth = rest / 10
            place.pointee = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- tenth &* 10)
            rest = tenth
        }
        return end
    }

    @inline(never)
    private static func writeShortest(
        _ value: Double,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var text = value.description
        if text.hasSuffix(".0") { text.removeLast(2) }
        return text.withUTF8 { bytes in
            target.update(from: bytes.baseAddress!, count: bytes.count)
            return target + bytes.count
        }
    }
}
