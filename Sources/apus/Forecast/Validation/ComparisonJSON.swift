import Forecasting
import Reporting

/// What `apus forecast cv --json` prints: one object; what is undefined is null.
struct ComparisonJSON: Encodable {
    struct Interval: Encodable {
        let level: Double
        let coverage: Double?
        let meanWidth: Double?
    }

    struct Relative: Encodable {
        let mse: Double?
        let mae: Double?
        let rmse: Double?
        let smape: Double?
        let mase: Double?
        let quantileLoss: Double?
    }

    struct Model: Encodable {
        let name: String
        let mse: Double?
        let mae: Double?
        let rmse: Double?
        let smape: Double?
        let mase: Double?
        let quantileLoss: Double?
        let intervals: [Interval]
        let relative: Relative
        let windows: Int
        let failedWindows: Int
        let error: String?
        let seconds: Double
    }

    let source: String
    let rows: Int
    let channels: [String]
    let standardized: Bool
    let horizon: Int
    let inputLength: Int
    let windows: Int
    let fits: Int
    let season: Int
    let seed: UInt64
    let baseline: String
    let models: [Model]
    let digest: String
    let files: [String: String]
    let workers: Int
    let seconds: Double

    static func models(_ table: ComparisonTable) -> [Model] {
        table.result.models.enumerated().map { place, scores in
            let total = scores.total
            func relative(_ value: (ScoreSums) -> Double) -> Double? {
                table.relative(place, value).defined
            }
            return Model(
                name: scores.name,
                mse: total.meanSquaredError.defined,
                mae: total.meanAbsoluteError.defined,
                rmse: total.rootMeanSquaredError.defined,
                smape: total.symmetricMeanAbsolutePercentageError.defined,
                mase: total.meanAbsoluteScaledError.defined,
                quantileLoss: total.quantileLoss.defined,
                intervals: zip(table.levels.levels, total.intervals).map { level, interval in
                    Interval(
                        level: level,
                        coverage: interval.coverage.defined,
                        meanWidth: interval.meanWidth.defined
                    )
                },
                relative: Relative(
                    mse: relative { $0.meanSquaredError },
                    mae: relative { $0.meanAbsoluteError },
                    rmse: relative { $0.rootMeanSquaredError },
                    smape: relative { $0.symmetricMeanAbsolutePercentageError },
                    mase: relative { $0.meanAbsoluteScaledError },
                    quantileLoss: relative { $0.quantileLoss }
                ),
                windows: scores.windowCount,
                failedWindows: scores.failures.count,
                error: scores.failures.first.map { "\($0.error)" },
                seconds: scores.seconds
            )
        }
    }
}
