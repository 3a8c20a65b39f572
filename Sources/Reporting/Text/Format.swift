/// Numbers as people read them; what is undefined reads "n/a".
public enum Format {
    /// A number with a fixed count of decimals, rounded half away from zero.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "n/a" : value < 0 ? "-inf" : "inf" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 1e15 else { return "\(value)" }
        let digits = "\(Int(scaled))"
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    /// A share as a percentage: 0.1234 is `12.34 %`.
    public static func percent(_ value: Double, decimals: Int = 2) -> String {
        value.isFinite ? "\(fixed(value * 100, decimals: decimals)) %" : "n/a"
    }

    /// The same with a sign in front of what does not round to zero.
    public static func signedPercent(_ value: Double, decimals: Int = 2) -> String {
        let text = percent(value, decimals: decimals)
        return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
    }

    /// A whole number with thousands separated by commas.
    public static func count(_ value: Int) -> String {
        var groups: [Substring] = []
        var rest = "\(value.magnitude)"[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (value < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// A whole number, in millions and so on from ten millions on: `12.3 M`.
    static func compact(_ value: Double) -> String {
        guard abs(value) >= 1e7, value.isFinite else {
            return value.isFinite ? count(Int(value.rounded())) : "n/a"
        }
        return ScalingFormat.scaled(value)
    }

    /// A number and its noun, with an "s" unless it is one.
    public static func counted(_ value: Int, _ noun: String) -> String {
        counted(value, noun, noun + "s")
    }

    /// A number and its noun, which has a plural of its own.
    public static func counted(_ value: Int, _ noun: String, _ plural: String) -> String {
        "\(count(value)) \(value == 1 ? noun : plural)"
    }

    /// Four digits that tell something, or more before the point; very large and small numbers with an exponent.
    public static func significant(_ value: Double) -> String {
        guard value.isFinite else { return "n/a" }
        let size = abs(value)
        if size == 0 { return "0" }
        if size >= 1e7 || size < 1e-4 { return scientific(value) }
        var (decimals, limit) = (7, 0.001)
        while decimals > 0, size >= limit {
            decimals -= 1
            limit *= 10
        }
        return fixed(value, decimals: min(decimals, 6))
    }

    /// A number's text without zeros at the end of its decimals: `2.500` is `2.5`.
    static func withoutTrailingZeros(_ text: String) -> String {
        guard text.contains("."), text.last?.isNumber == true, !text.contains("e") else {
            return text
        }
        var short = Substring(text)
        while short.last == "0" { short.removeLast() }
        if short.last == "." { short.removeLast() }
        return String(short)
    }

    private static func scientific(_ value: Double) -> String {
        var (digits, exponent) = (abs(value), 0)
        while digits >= 10 {
            digits /= 10
            exponent += 1
        }
        while digits < 1 {
            digits *= 10
            exponent -= 1
        }
        return "\(value < 0 ? "-" : "")\(fixed(digits, decimals: 3))e\(exponent)"
    }

    /// A duration: `0.31 s`, `42 s`, `3 min 5 s`, `2 h 10 min`.
    public static func seconds(_ value: Double) -> String {
        guard value >= 0, value < 1e15 else { return "n/a" }
        if value < 9.95 { return "\(fixed(value, decimals: 2)) s" }
        let whole = Int(value.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
    }
}
