#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension SymbolSeries {
    /// The log returns from each bar to the next: element `i` belongs to bar `i + 1`.
    var logReturns: [Double] { Self.logReturns(closes) }

    /// The log returns from each close to the next.
    static func logReturns(_ closes: [Double]) -> [Double] {
        zip(closes, closes.dropFirst()).map { log($1 / $0) }
    }
}

/// The sample standard deviation (ddof 1), or nil for fewer than two values.
func standardDeviation(_ values: [Double]) -> Double? {
    guard values.count > 1 else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
}

/// e to a power.
func exponential(_ power: Double) -> Double { exp(power) }
