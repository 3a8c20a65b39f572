import DataParallel
import Forecasting
import Foundation
import MarketData

/// Series, and which rows models learn from, are chosen by, and are judged on.
struct Task {
    let name: String
    let table: SeriesTable
    let train: Range<Int>
    let validation: Range<Int>
    let test: Range<Int>
    let inputLength: Int
    let horizon: Int
    let season: Int
    /// What no forecast can know, channel by channel; nil where nobody knows it.
    let noise: [[Double]]?

    /// Two seasons with harmonics, their phases apart, and as much noise as a third of their size; seeded.
    static func seasons() throws -> Task {
        let (rows, channels) = (8_000, 2)
        var stream = RandomStream(seed: 11, stream: 0)
        var noise = Array(repeating: [Double](), count: channels)
        var columns = noise
        for channel in 0..<channels {
            for row in 0..<rows {
                // The sum of twelve, less six: near enough to a normal number.
                let random = (0..<12).reduce(-6.0) { sum, _ in sum + stream.nextUniform() } * 0.5
                let turn = { (period: Double, shift: Double) in
                    sin(2 * Double.pi * (Double(row) / period + Double(channel) * shift))
                }
                noise[channel].append(random)
                columns[channel].append(
                    1.5 * turn(12, 0.2) + 0.7 * turn(6, 0.3) + turn(42, 0.15) + random
                )
            }
        }
        return Task(
            name: "two seasons and noise",
            table: try SeriesTable(channels: ["a", "b"], columns: columns),
            train: 0..<6_400,
            validation: 6_400..<7_000,
            test: 7_000..<rows,
            inputLength: 168,
            horizon: 12,
            season: 84,
            noise: noise
        )
    }

    /// The bundled stocks, each standardised by its training rows.
    static func stocks() throws -> Task {
        let loaded = try BundledDataset.sp500.loadSeries()
        let table = try SeriesTable(channels: loaded.names, columns: loaded.values)
        let rows = table.count
        let train = 0..<(rows - 1_500)
        let scaled = try Scaler.standard.fit(table, train: train).transform(table)
        return Task(
            name: "20 stocks",
            table: scaled,
            train: train,
            validation: train.upperBound..<(rows - 750),
            test: (rows - 750)..<rows,
            inputLength: 120,
            horizon: 20,
            season: 5,
            noise: nil
        )
    }

    /// The root of the mean squared error of forecasts from each origin of some rows.
    func error(_ fitted: any FittedForecaster, on rows: Range<Int>) throws -> Double {
        let origins = Array(rows.lowerBound...(rows.upperBound - horizon))
        let forecasts = try fitted.predict(table, origins: origins, on: .shared)
        return rootMeanSquare(origins) { index, channel, step in
            forecasts.point(origin: index, channel: channel).dropFirst(step).first!
                - table[channel, origins[index] + step]
        }
    }

    /// That of the noise in the same places: what the process that made the series leaves.
    func unknowable(_ rows: Range<Int>) -> Double? {
        guard let noise else { return nil }
        let origins = Array(rows.lowerBound...(rows.upperBound - horizon))
        return rootMeanSquare(origins) { noise[$1][origins[$0] + $2] }
    }

    private func rootMeanSquare(_ origins: [Int], _ error: (Int, Int, Int) -> Double) -> Double {
        var sum = 0.0
        for index in origins.indices {
            for channel in 0..<table.channelCount {
                for step in 0..<horizon {
                    let error = error(index, channel, step)
                    sum += error * error
                }
            }
        }
        return (sum / Double(origins.count * table.channelCount * horizon)).squareRoot()
    }
}
