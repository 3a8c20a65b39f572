/// Figures of measurements as people read them: four digits and a unit that suits them.
enum ScalingFormat {
    /// A duration with a unit from nanoseconds to seconds: `12.34 ms`.
    static func seconds(_ value: Double) -> String {
        guard value.isFinite else { return "n/a" }
        let units = [("s", 1.0), ("ms", 1e3), ("µs", 1e6)]
        let (name, scale) = units.first { abs(value) * $0.1 >= 1 } ?? ("ns", 1e9)
        return value == 0 ? "0 s" : "\(fourDigits(value * scale)) \(name)"
    }

    /// A number with a decimal prefix: `1.234 M`.
    static func scaled(_ value: Double) -> String {
        guard value.isFinite else { return "n/a" }
        let prefixes = [("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)]
        guard let (name, scale) = prefixes.first(where: { abs(value) >= $0.1 }) else {
            return fourDigits(value)
        }
        return "\(fourDigits(value / scale)) \(name)"
    }

    /// An amount: whole numbers in full up to a million, others with a prefix.
    static func amount(_ value: Double) -> String {
        abs(value) < 1e6 && value == value.rounded() ? Format.count(Int(value)) : scaled(value)
    }

    /// Memory with a binary prefix: `12.34 MiB`.
    static func bytes(_ value: Int?) -> String {
        guard let value else { return "n/a" }
        let prefixes = [("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10)]
        guard let (name, scale) = prefixes.first(where: { Double(value) >= $0.1 }) else {
            return "\(value) B"
        }
        return "\(fourDigits(Double(value) / scale)) \(name)"
    }

    /// A speed-up: `1.97`.
    static func speedup(_ value: Double) -> String { Format.fixed(value, decimals: 2) }

    /// The range between two speed-ups; an upper end that is NaN is no bound.
    static func range(_ lower: Double, _ upper: Double) -> String {
        guard lower.isFinite else { return "n/a" }
        let end = upper.isFinite ? "to \(speedup(upper))" : "or more"
        return "\(speedup(lower)) \(end)"
    }

    private static func fourDigits(_ value: Double) -> String {
        Format.fixed(value, decimals: abs(value) < 10 ? 3 : abs(value) < 100 ? 2 : 1)
    }
}
