/// What a cross-validation found.
public struct CrossValidationResult: Sendable, Equatable {
    /// The windows.
    public let plan: RollingOriginPlan
    /// The models in the order given.
    public let models: [ModelOutcomes]
}

/// What a cross-validation found of a model.
public struct ModelOutcomes: Sendable, Equatable {
    /// The model's name.
    public let name: String
    /// Its forecast in each window, or why there is none.
    public let windows: [Result<WindowOutcome, ForecastingError>]

    /// The errors of all windows that were forecast, window by window.
    public var errors: ErrorSums {
        var sums = ErrorSums()
        for case .success(let outcome) in windows { sums.add(outcome.errors) }
        return sums
    }

    /// The number of windows without a forecast.
    public var failureCount: Int {
        var count = 0
        for case .failure in windows { count += 1 }
        return count
    }
}

/// The forecast of a window and its errors.
public struct WindowOutcome: Sendable, Equatable {
    /// From the window's origin alone.
    public let forecasts: Forecasts
    /// Of the point forecasts, channel by channel and step by step.
    public let errors: ErrorSums

    /// Takes one origin out of forecasts from several.
    init(_ all: Forecasts, at place: Int, of table: SeriesTable) {
        let origin = all.origins[place]
        var forecasts = Forecasts(
            origins: [origin],
            channelCount: all.channelCount,
            horizon: all.horizon,
            quantileLevels: all.quantileLevels
        )
        let size = all.channelCount * all.horizon
        forecasts.points = Array(all.points[(place * size)..<((place + 1) * size)])
        let quantiles = size * all.quantileLevels.count
        forecasts.quantiles = Array(
            all.quantiles[(place * quantiles)..<((place + 1) * quantiles)]
        )
        var errors = ErrorSums()
        for channel in 0..<all.channelCount {
            let point = forecasts.point(origin: 0, channel: channel)
            for (step, value) in point.enumerated() {
                errors.add(forecast: value, actual: table[channel, origin + step])
            }
        }
        self.forecasts = forecasts
        self.errors = errors
    }
}
