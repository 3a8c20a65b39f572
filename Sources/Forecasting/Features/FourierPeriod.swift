#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The length of a season that sines and cosines describe.
public enum FourierPeriod: Sendable, Hashable {
    /// In rows, counted from the table's first.
    case rows(Double)
    /// In seconds since 1970 UTC: the phase does not depend on where a table begins.
    case seconds(Double)

    /// Sine and cosine of each multiple of the base frequency, up to so many.
    func names(harmonics: Int) -> [String] {
        let period =
            switch self {
            case .rows(let rows): FeatureName.number(rows)
            case .seconds(let seconds): FeatureName.number(seconds) + "s"
            }
        return (1...harmonics).flatMap {
            ["fourier_\(period)_sin_\($0)", "fourier_\(period)_cos_\($0)"]
        }
    }

    func columns(count: Int, timestamps: [Int64], harmonics: Int) -> [[Double]] {
        let parts: [Double] =
            switch self {
            case .rows(let period):
                (0..<count).map { Double($0).truncatingRemainder(dividingBy: period) / period }
            case .seconds(let period):
                timestamps.map { Double($0).truncatingRemainder(dividingBy: period) / period }
            }
        return (1...harmonics).flatMap { harmonic in
            let angles = parts.map { part in
                // Whole turns are taken off first, so that all harmonics are equally exact.
                2 * Double.pi * (part * Double(harmonic)).truncatingRemainder(dividingBy: 1)
            }
            return [angles.map { sin($0) }, angles.map { cos($0) }]
        }
    }

    func check(harmonics: Int) throws(ForecastingError) {
        try FeatureName.require(harmonics, atLeast: 1, "harmonics of a Fourier period")
        switch self {
        case .rows(let period):
            guard period.isFinite, 2 * Double(harmonics) <= period else {
                throw .invalidSetting(
                    name: "Fourier period of \(harmonics) harmonics",
                    value: "\(period) rows",
                    requirement: "is finite and has two rows for each harmonic"
                )
            }
        case .seconds(let period):
            guard period > 0, period.isFinite else {
                throw .invalidSetting(
                    name: "Fourier period",
                    value: "\(period) s",
                    requirement: "is positive and finite"
                )
            }
        }
    }
}
