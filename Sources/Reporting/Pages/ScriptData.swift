/// Values as JSON for the page's script.
enum ScriptData {
    /// A text; nothing in it can end the script.
    static func text(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "<", ">", "&", "\u{2028}", "\u{2029}", "\0"..."\u{1f}": quoted += escape(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// A list of values that are JSON already.
    static func list(_ values: some Sequence<String>) -> String {
        "[\(values.joined(separator: ","))]"
    }

    /// A number rounded to so many decimals, times ten for each of them; `null` for none.
    static func scaled(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return "null" }
        var scaled = value
        for _ in 0..<decimals { scaled *= 10 }
        scaled.round()
        return abs(scaled) < 1e15 ? "\(Int(scaled))" : "\(scaled)"
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
