#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Values along one side of a chart, with round numbers to mark.
struct Axis: Sendable, Equatable {
    let lower: Double
    let upper: Double
    /// Whether equal ratios are equally far apart.
    let isLogarithmic: Bool
    let ticks: [Double]

    /// An axis that holds all values that are finite.
    ///
    /// - Parameters:
    ///   - values: What is drawn.
    ///   - isLogarithmic: Only kept if all values are above 0.
    ///   - includes: A value that must be on it, such as 0.
    init(_ values: some Sequence<Double>, isLogarithmic: Bool = false, includes: Double? = nil) {
        let finite = values.filter(\.isFinite) + (includes.map { [$0] } ?? [])
        var lower = finite.min() ?? 0
        var upper = finite.max() ?? 1
        if lower == upper {
            // A constant lies in the middle.
            let room = lower == 0 ? 1 : abs(lower) / 10
            (lower, upper) = (lower - room, upper + room)
        }
        self.isLogarithmic = isLogarithmic && lower > 0
        if self.isLogarithmic {
            let room = min((upper / lower).squareRoot() / 20 + 1, 1.05)
            (lower, upper) = (lower / room, upper * room)
            ticks = Self.ratioTicks(lower, upper)
        } else {
            let step = Self.step((upper - lower) / 5)
            let first = (lower / step).rounded(.down)
            let last = max((upper / step).rounded(.up), first + 1)
            (lower, upper) = (first * step, last * step)
            ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
        }
        self.lower = lower
        self.upper = upper
    }

    /// Where a value lies: 0 at the lower end, 1 at the upper one.
    func position(_ value: Double) -> Double {
        isLogarithmic
            ? log(value / lower) / log(upper / lower) : (value - lower) / (upper - lower)
    }

    /// 1, 2 or 5 times a power of ten, at least a given number.
    private static func step(_ least: Double) -> Double {
        let power = pow(10, floor(log10(least)))
        for factor in [1.0, 2, 5] where factor * power >= least * 0.999 { return factor * power }
        return 10 * power
    }

    private static func ratioTicks(_ lower: Double, _ upper: Double) -> [Double] {
        let first = Int(floor(log10(lower)))
        let last = Int(ceil(log10(upper)))
        // More than three powers of ten need no numbers between.
        let factors: [Double] = last - first > 3 ? [1] : [1, 2, 5]
        let round = (first...max(first, last)).flatMap { power in
            factors.map { $0 * pow(10, Double(power)) }
        }.filter { lower <= $0 && $0 <= upper }
        return round.count >= 2
            ? round : Axis([lower, upper]).ticks.filter { lower <= $0 && $0 <= upper }
    }
}
