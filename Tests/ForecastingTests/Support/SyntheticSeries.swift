import DataParallel
import Forecasting
import Foundation

/// Series made for tests.
enum SyntheticSeries {
    /// Waves of a season with a trend and noise.
    static func waves(
        rows: Int,
        channels: Int = 1,
        season: Double = 12,
        noise: Double = 0.1,
        trend: Double = 0.01,
        level: Double = 0,
        seed: UInt64
    ) throws -> SeriesTable {
        let columns = (0..<channels).map { channel in
            var stream = RandomStream(seed: seed, stream: UInt64(channel))
            return (0..<rows).map { row in
                let angle = 2 * Double.pi * (Double(row) / season + 0.2 * Double(channel))
                return level + sin(angle) + trend * Double(row)
                    + noise * (2 * stream.nextUniform() - 1)
            }
        }
        return try SeriesTable(channels: (0..<channels).map { "c\($0)" }, columns: columns)
    }

    /// The same table with other values from a row on.
    static func changed(_ table: SeriesTable, from row: Int, by change: Double) throws
        -> SeriesTable
    {
        try SeriesTable(
            channels: table.channels,
            columns: table.channels.indices.map { channel in
                table.column(channel).enumerated().map { $0 < row ? $1 : $1 * -3 + change }
            }
        )
    }
}
