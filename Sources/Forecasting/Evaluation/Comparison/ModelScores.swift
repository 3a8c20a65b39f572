/// How models compare.
public struct ComparisonResult: Sendable, Equatable {
    /// The windows.
    public let plan: CrossValidationPlan
    /// The models in the order given.
    public let models: [ModelScores]

    /// Whether windows were left out because the comparison was cancelled.
    public var isCancelled: Bool { models.contains { $0.cancelledCount > 0 } }
}

/// How a model does in the windows of a comparison.
public struct ModelScores: Sendable, Equatable {
    /// The model's name.
    public let name: String
    /// What each window adds up to, or why it has no forecast.
    public let windows: [Result<ScoreSums, ForecastingError>]
    /// How long its fits and forecasts took, added up; left out of ``==(_:_:)``.
    public let seconds: Double

    /// Whether name and windows are equal; how long they took does not count.
    public static func == (a: ModelScores, b: ModelScores) -> Bool {
        a.name == b.name && a.windows == b.windows
    }

    /// The number of windows that were forecast.
    public var windowCount: Int { windows.count - failures.count - cancelledCount }

    /// The number of windows that were left out because the comparison was cancelled.
    public var cancelledCount: Int { windows.count { $0 == .failure(.cancelled) } }

    /// The places of the windows that failed, and why; not those left out.
    public var failures: [(window: Int, error: ForecastingError)] {
        windows.enumerated().compactMap { place, window in
            guard case .failure(let error) = window, error != .cancelled else { return nil }
            return (place, error)
        }
    }

    /// The sums of all windows that were forecast, in their order.
    public var total: ScoreSums { total { _ in true } }

    /// The sums of another model over the windows that this one has forecast.
    ///
    /// A model that fails where forecasting is hard must not look better by it.
    public func total(of other: ModelScores) -> ScoreSums {
        other.total { place in (try? windows[place].get()) != nil }
    }

    private func total(_ counts: (Int) -> Bool) -> ScoreSums {
        var total: ScoreSums?
        for (place, window) in windows.enumerated() where counts(place) {
            guard case .success(let sums) = window else { continue }
            if total == nil { total = ScoreSums(intervalCount: sums.intervals.count) }
            total?.add(sums)
        }
        return total ?? ScoreSums()
    }
}

/// Forecasts of consecutive windows of a model, with their intervals.
public struct ScoredForecasts: Sendable {
    /// The model's place among those given.
    public let model: Int
    /// The places in the plan of the windows; one for each origin.
    public let windows: [Int]
    /// The forecasts. Quantiles are lower and upper end of each interval, NaN where there is none yet; their
    /// levels are in that order, too.
    public let forecasts: Forecasts
}

/// How far a comparison has come.
public struct ComparisonProgress: Sendable {
    /// The model whose fit has just ended, by its place among those given.
    public let model: Int
    /// Fits of all models that have ended.
    public let finished: Int
    /// Fits of all models.
    public let total: Int
    /// About how long the rest takes with all workers: by each model's fits so far, or those of all.
    public let remainingSeconds: Double
}
