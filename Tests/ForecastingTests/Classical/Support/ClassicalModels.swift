import DataParallel
import Forecasting

/// The classical models with settings that seasonal series of a few years can be fitted with.
enum ClassicalModels {
    static let levels = [0.1, 0.5, 0.9]
    static let horizon = 5
    static let names = [
        "naive", "seasonal-naive", "drift", "moving-average", "theta", "theta-optimized",
        "theta-dynamic", "ets", "ets-damped", "ets-multiplicative", "ar", "ar-ridge",
    ]

    static func make(_ name: String, levels: [Double] = levels) -> any Forecaster {
        switch name {
        case "naive": NaiveForecaster(horizon: horizon, quantileLevels: levels)
        case "seasonal-naive":
            SeasonalNaiveForecaster(horizon: horizon, seasonLength: 4, quantileLevels: levels)
        case "drift": DriftForecaster(horizon: horizon, quantileLevels: levels)
        case "moving-average":
            MovingAverageForecaster(horizon: horizon, window: 3, quantileLevels: levels)
        case "theta":
            ThetaForecaster(horizon: horizon, seasonLength: 4, quantileLevels: levels)
        case "theta-optimized":
            ThetaForecaster(
                horizon: horizon,
                seasonLength: 4,
                variant: .optimized,
                quantileLevels: levels
            )
        case "theta-dynamic":
            ThetaForecaster(
                horizon: horizon,
                seasonLength: 4,
                variant: .dynamic,
                quantileLevels: levels
            )
        case "ets": ETSForecaster(horizon: horizon, seasonLength: 4, quantileLevels: levels)
        case "ets-damped":
            ETSForecaster(
                horizon: horizon,
                seasonLength: 4,
                form: ETSForm(trend: .damped, season: .additive),
                quantileLevels: levels
            )
        case "ets-multiplicative":
            ETSForecaster(
                horizon: horizon,
                seasonLength: 4,
                form: ETSForm(error: .multiplicative, trend: .additive, season: .multiplicative),
                quantileLevels: levels,
                pathCount: 100
            )
        case "ar": AutoregressiveForecaster(horizon: horizon, quantileLevels: levels)
        case "ar-ridge":
            AutoregressiveForecaster(
                horizon: horizon,
                order: 3,
                penalty: 0.1,
                quantileLevels: levels
            )
        default: fatalError("no model \(name)")
        }
    }

    /// Positive series with level, trend and a season of four, 48 values each.
    static func columns(seed: UInt64, count: Int = 3, length: Int = 48) -> [[Double]] {
        (0..<count).map { channel in
            var random = RandomStream(seed: seed, stream: UInt64(channel))
            let shape = (0..<4).map { _ in 20 * random.nextUniform() }
            var level = 100 + 20 * random.nextUniform()
            return (0..<length).map { time in
                level += 4 * random.nextUniform() - 1.5
                return level + shape[time % 4] + 5 * random.nextUniform()
            }
        }
    }

    static func table(_ columns: [[Double]]) throws -> SeriesTable {
        try SeriesTable(channels: columns.indices.map { "c\($0)" }, columns: columns)
    }

    /// Reads a model's record as a file of its name would be read.
    static func restored(_ model: any FittedForecaster) throws -> any FittedForecaster {
        let reader = RecordReader(model.record(), path: "memory")
        switch model.name {
        case "naive": return try FittedNaive(reader)
        case "seasonal-naive": return try FittedSeasonalNaive(reader)
        case "drift": return try FittedDrift(reader)
        case "moving-average": return try FittedMovingAverage(reader)
        case "theta": return try FittedTheta(reader)
        case "ets": return try FittedETS(reader)
        case "ar": return try FittedAutoregression(reader)
        default: fatalError("no model \(model.name)")
        }
    }
}
