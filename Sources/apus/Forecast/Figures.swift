import Foundation
import Reporting

/// Numbers of any size, as short as they can be read.
enum Figures {
    /// Five significant digits.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return Format.fixed(value, decimals: 0) }
        let magnitude = abs(value)
        if magnitude != 0, magnitude < 1e-4 || magnitude >= 1e7 {
            return String(format: "%.4g", value)
        }
        let whole = magnitude < 1 ? 1 : Int(log10(magnitude)) + 1
        return Format.fixed(value, decimals: max(0, min(8, 5 - whole)))
    }

    /// A share in per cent without decimals that say nothing: 80, 97.5.
    static func percent(_ share: Double) -> String {
        let tenths = (share * 100_000).rounded() / 1_000
        return Int(exactly: tenths).map { "\($0)" } ?? "\(tenths)"
    }
}
