#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The functions of the C library that searches need, and the normal distribution.
enum SearchMath {
    static func log(_ value: Double) -> Double { _log(value) }
    static func exp(_ value: Double) -> Double { _exp(value) }
    static func cos(_ value: Double) -> Double { _cos(value) }
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    /// The standard normal distribution function.
    static func normalDistribution(_ value: Double) -> Double {
        0.5 * erfc(-value * 0.5.squareRoot())
    }

    /// Where the standard normal distribution function reaches a probability in 0.5...1 (at most 8).
    static func normalQuantile(_ probability: Double) -> Double {
        var low = 0.0
        var high = 8.0
        // 60 halvings of 8 end below the spacing of the numbers.
        for _ in 0..<60 {
            let middle = 0.5 * (low + high)
            if normalDistribution(middle) < probability { low = middle } else { high = middle }
        }
        return low
    }
}

// Inside the type the C functions are hidden by its own functions of the same names.
private func _log(_ value: Double) -> Double { log(value) }
private func _exp(_ value: Double) -> Double { exp(value) }
private func _cos(_ value: Double) -> Double { cos(value) }
