#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The figures of a series of returns, taken up one after the other.
struct ReturnPath {
    struct Figures: Sendable {
        let sharpeRatio: Double
        let totalReturn: Double
        let cagr: Double
        let maxDrawdown: Double

        var areFinite: Bool {
            sharpeRatio.isFinite && totalReturn.isFinite && cagr.isFinite && maxDrawdown.isFinite
        }
    }

    /// Near the mean of the returns: sums of what differs from it keep their digits.
    private let center: Double
    private var count = 0
    private var sum = 0.0
    private var squares = 0.0
    private var least = Double.infinity
    private var most = -Double.infinity
    private var equity = 1.0
    private var peak = 1.0
    private var maxDrawdown = 0.0

    init(center: Double) {
        self.center = center
    }

    @inline(__always)
    mutating func append(_ value: Double) {
        let difference = value - center
        count += 1
        sum += difference
        squares += difference * difference
        least = min(least, value)
        most = max(most, value)
        equity *= 1 + value
        peak = max(peak, equity)
        maxDrawdown = min(maxDrawdown, (equity - peak) / peak)
    }

    func figures(periodsPerYear: Double) -> Figures {
        let count = Double(count)
        let mean = center + sum / count
        let variance = max(0, squares - sum * sum / count) / (count - 1)
        let volatility = variance.squareRoot() * periodsPerYear.squareRoot()
        // Equal returns have no deviation, whatever rounding says.
        let isVarying = least < most && volatility > 0
        return Figures(
            sharpeRatio: isVarying ? mean * periodsPerYear / volatility : 0,
            totalReturn: equity - 1,
            cagr: pow(equity, periodsPerYear / count) - 1,
            maxDrawdown: maxDrawdown
        )
    }
}
