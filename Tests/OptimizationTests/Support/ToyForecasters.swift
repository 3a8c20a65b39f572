import Backtesting
import Forecasting
import Optimization
import Synchronization
import Validation

/// Forecasts that the next change is the mean change of the training rows plus the last one, times the step.
struct ToyForecaster: Forecaster {
    /// In what way it looks at what it should not know.
    enum Cheat: Sendable {
        case nothing
        /// Forecasts the row after the last known one.
        case origin
        /// Learns from all rows of the table.
        case training
    }

    let horizon: Int
    var cheat = Cheat.nothing
    /// The training rows of every fit.
    var log: FitLog?

    var name: String { "toy" }

    func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        log?.rows.withLock { $0.append(data.train) }
        let table = data.table
        let last = cheat == .training ? table.count - 1 : data.train.upperBound - 1
        let means = table.channels.indices.map { channel in
            (table[channel, last] - table[channel, 0]) / Double(last)
        }
        return Fitted(horizon: horizon, means: means, cheat: cheat)
    }

    struct Fitted: FittedForecaster {
        let horizon: Int
        let means: [Double]
        let cheat: Cheat

        var name: String { "toy" }
        var inputLength: Int { 2 }
        var channelCount: Int { means.count }

        func predict(
            _ table: SeriesTable,
            origins: [Int],
            on parallelism: Parallelism
        ) throws(ForecastingError) -> Forecasts {
            var forecasts = Forecasts(
                origins: origins,
                channelCount: channelCount,
                horizon: horizon
            )
            for (place, origin) in origins.enumerated() {
                for channel in means.indices {
                    let known = cheat == .origin ? min(origin, table.count - 1) : origin - 1
                    let last = table[channel, known]
                    let step = means[channel] + last - table[channel, origin - 2]
                    for ahead in 0..<horizon {
                        forecasts.points[(place * channelCount + channel) * horizon + ahead] =
                            last + step * Double(ahead + 1)
                    }
                }
            }
            return forecasts
        }

        func record() -> ModelRecord { ModelRecord(name: name) }
    }
}

/// What toy models have learned from.
final class FitLog: Sendable {
    let rows = Mutex<[Range<Int>]>([])
}

/// A space whose candidates use forecasts of two toy models, besides those that do not.
enum ForecastStudy {
    static func models() throws -> [ForecastModel] {
        [
            try ForecastModel(name: "toy", inputLength: 4, horizon: 2, refitBars: 7),
            try ForecastModel(name: "toy", inputLength: 6, horizon: 1, refitBars: 25),
        ]
    }

    static func policies() throws -> PolicySpace {
        var forecasts: [ForecastPolicy?] = [nil]
        for signal in 0..<2 {
            forecasts += [
                try ForecastPolicy(.tilt(strength: 0.5, cap: 0.7), signal: signal),
                try ForecastPolicy(.topK(1), signal: signal),
                try ForecastPolicy(.veto(rise: 0.001), signal: signal, delay: 2),
            ]
        }
        return try PolicySpace(
            thresholds: [0.02, 0.04],
            methods: [.threshold, .calendar, .never],
            calendarDays: [5],
            minimumIntervalHours: [24, 72],
            momentumVetoes: [false],
            forecasts: forecasts,
            models: models()
        )
    }

    static func optimizer(
        cheat: ToyForecaster.Cheat = .nothing,
        log: FitLog? = nil,
        rolling: Bool = false
    ) throws -> Optimization.Optimizer {
        let small = try SmallStudy.space()
        var settings = SmallStudy.settings()
        if rolling { settings.walkForward.training = .rolling(windows: 1) }
        return try Optimization.Optimizer(
            table: SmallStudy.table,
            space: SearchSpace(
                name: "forecasts",
                allocations: small.allocations,
                policies: policies()
            ),
            settings: settings,
            models: { (model, _) throws(ForecastingError) in
                ToyForecaster(horizon: model.horizon, cheat: cheat, log: log)
            }
        )
    }
}
