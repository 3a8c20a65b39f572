import Backtesting
import Foundation
import Testing

/// Whether two numbers are equal but for a relative error, or both NaN.
func isClose(_ value: Double, _ expected: Double, relative tolerance: Double) -> Bool {
    if value.isNaN || expected.isNaN { return value.isNaN && expected.isNaN }
    return abs(value - expected) <= tolerance * max(abs(expected), .leastNormalMagnitude)
}

/// The bits of every figure, so that NaN equals itself and 0 does not equal -0.
func bits(_ metrics: WindowMetrics) -> [UInt64] {
    [
        Double(metrics.bars), metrics.totalReturn, metrics.volatility, metrics.sharpeRatio,
        metrics.sortinoRatio, metrics.maxDrawdown, metrics.cagr, metrics.calmarRatio,
        Double(metrics.rebalanceCount), metrics.turnover, metrics.costPaid,
    ]
    .map(\.bitPattern)
}

/// A power of a positive number by way of logarithms.
func power(_ base: Double, _ exponent: Double) -> Double { exp(exponent * log(base)) }

/// Numbers that rounding may tell apart, and nothing else.
func expectClose(
    _ value: Double,
    _ expected: Double,
    relative tolerance: Double = 1e-12,
    at location: SourceLocation = #_sourceLocation
) {
    #expect(
        isClose(value, expected, relative: tolerance),
        "\(value) is not \(expected)",
        sourceLocation: location
    )
}

/// The same for each of several.
func expectClose(
    _ values: [Double],
    _ expected: [Double],
    relative tolerance: Double = 1e-12,
    at location: SourceLocation = #_sourceLocation
) {
    #expect(values.count == expected.count, sourceLocation: location)
    for (value, wanted) in zip(values, expected) {
        expectClose(value, wanted, relative: tolerance, at: location)
    }
}
