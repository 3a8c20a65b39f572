/// One fit of one model in a cross-validation, and what it forecast.
public struct FinishedFit: Sendable {
    /// The model's place among those given.
    public let model: Int
    /// The fit's place in the plan.
    public let fit: Int
    /// The places in the plan of the windows that use the fit, ascending.
    public let windows: [Int]
    /// The forecast in each of these windows, or why there is none: the same as in the result.
    public let outcomes: [Result<WindowOutcome, ForecastingError>]
    /// How long fit and forecasts took, by a clock that does not stop; not by the processor's time.
    public let seconds: Double

    /// Whether it was given up before it ended.
    var isCancelled: Bool { outcomes.contains(.failure(.cancelled)) }
}
