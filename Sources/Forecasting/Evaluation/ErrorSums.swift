/// Sums of the errors of forecasts, from which their means follow; sums of parts can be added.
///
/// A value that is missing in the data is not counted. A forecast that is NaN makes the sums NaN.
public struct ErrorSums: Sendable, Equatable {
    /// Of the squared errors.
    public private(set) var squared = 0.0
    /// Of the absolute errors.
    public private(set) var absolute = 0.0
    /// The number of errors.
    public private(set) var count = 0

    /// No errors yet.
    public init() {}

    /// Adds the error of one forecast.
    public mutating func add(forecast: Double, actual: Double) {
        guard actual.isFinite else { return }
        let error = forecast - actual
        squared += error * error
        absolute += abs(error)
        count += 1
    }

    /// Adds the errors of another sum.
    public mutating func add(_ other: ErrorSums) {
        squared += other.squared
        absolute += other.absolute
        count += other.count
    }

    /// The mean squared error; NaN for no errors.
    public var meanSquaredError: Double { count == 0 ? .nan : squared / Double(count) }
    /// The mean absolute error; NaN for no errors.
    public var meanAbsoluteError: Double { count == 0 ? .nan : absolute / Double(count) }
}
