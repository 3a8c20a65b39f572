import Forecasting
import TestSupport

/// Series made up from a seed.
enum MadeUpSeries {
    enum Kind: CaseIterable {
        /// Standard noise around a level of 100,000.
        case highLevel
        /// A random walk.
        case walk
        /// A slope of one with noise of a thousandth.
        case trend
        /// Waves of different lengths and noise, about zero.
        case waves
    }

    static func columns(_ kind: Kind, channels: Int, count: Int, seed: UInt64) -> [[Double]] {
        var random = SeededRandom(seed: seed)
        return (0..<channels).map { channel in
            var walk = 50.0
            return (0..<count).map { time in
                let noise = (0..<4).reduce(0.0) { sum, _ in
                    sum + Double.random(in: -1...1, using: &random)
                }
                walk += noise
                switch kind {
                case .highLevel: return 1e5 + noise
                case .walk: return walk
                case .trend: return Double(time) + 1e-3 * noise
                case .waves:
                    let phase = Double(time % (7 + channel)) / Double(7 + channel)
                    return 3 * (phase < 0.5 ? phase : 1 - phase) + 0.3 * noise
                }
            }
        }
    }

    static func table(
        _ kind: Kind,
        channels: Int,
        count: Int,
        seed: UInt64 = 1
    ) throws -> SeriesTable {
        try SeriesTable(
            channels: (0..<channels).map { "c\($0)" },
            columns: columns(kind, channels: channels, count: count, seed: seed)
        )
    }
}
