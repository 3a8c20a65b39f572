/// How far one point is from a fitted law.
public struct Residual: Sendable, Equatable, Codable {
    /// The number of workers.
    public let workers: Int
    /// The time that was measured, in seconds.
    @Figure public private(set) var measured: Double
    /// The time that the law gives, in seconds; NaN where it gives none above 0.
    @Figure public private(set) var fitted: Double

    init(_ point: ScalingPoint, fitted: Double) {
        workers = point.workers
        measured = point.seconds
        self.fitted = fitted > 0 ? fitted : .nan
    }

    /// Measured less fitted, in seconds.
    public var seconds: Double { measured - fitted }

    private enum CodingKeys: String, CodingKey {
        case workers
        case measured = "measured_seconds"
        case fitted = "fitted_seconds"
    }
}
