/// What a cross-validation found.
public struct CrossValidationResult: Sendable, Equatable {
    /// The windows.
    public let plan: CrossValidationPlan
    /// The models in the order given.
    public let models: [ModelOutcomes]

    /// Whether windows were left out because the cross-validation was cancelled.
    public var isCancelled: Bool { models.contains { $0.cancelledCount > 0 } }
}

/// What a cross-validation found of a model.
public struct ModelOutcomes: Sendable, Equatable {
    /// The model's name.
    public let name: String
    /// Its forecast in each window, or why there is none.
    public let windows: [Result<WindowOutcome, ForecastingError>]
    /// How long its fits and forecasts took, added up over fits that may have run beside each other and
    /// beside those of other models. Differs from run to run, and is left out of ``==(_:_:)``.
    public let seconds: Double

    /// Whether name and windows are equal; how long they took does not count.
    public static func == (a: ModelOutcomes, b: ModelOutcomes) -> Bool {
        a.name == b.name && a.windows == b.windows
    }

    /// The errors of all windows that were forecast, window by window.
    public var errors: ErrorSums {
        var sums = ErrorSums()
        for case .success(let outcome) in windows { sums.add(outcome.errors) }
        return sums
    }

    /// The errors of all windows that were forecast, once nothing is left out.
    ///
    /// A mean over the windows that happened to be done says nothing beside one over all of them.
    ///
    /// - Throws: ``ForecastingError/cancelled`` if windows were left out.
    public func finishedErrors() throws(ForecastingError) -> ErrorSums {
        guard cancelledCount == 0 else { throw .cancelled }
        return errors
    }

    /// The number of windows that were left out because the cross-validation was cancelled.
    public var cancelledCount: Int { windows.count { $0 == .failure(.cancelled) } }

    /// The number of windows without a forecast, those left out included.
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
