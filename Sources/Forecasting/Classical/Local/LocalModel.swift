/// A fitted model of one series: what a local method, which fits every channel by itself, knows of a
/// channel.
///
/// Rows are numbered as in the table of the fit, so a table to forecast must begin at the same time.
public protocol LocalModel: Sendable, Equatable {
    /// What the method is called: lower case with dashes.
    static var name: String { get }
    /// The number of rows before an origin without which there is no forecast.
    var inputLength: Int { get }
    /// The first row that a forecast from an origin looks at.
    func firstRow(before origin: Int) -> Int

    /// Forecasts one series from each origin.
    ///
    /// - Parameters:
    ///   - series: The series' rows from the table's first on; those looked at are finite.
    ///   - request: From where, how far, which quantiles.
    /// - Throws: ``ForecastingError/diverged(model:where:)``.
    func forecast(
        _ series: UnsafeBufferPointer<Double>,
        _ request: LocalRequest
    ) throws(ForecastingError) -> LocalForecasts

    /// The model as finite numbers, for a model file.
    var numbers: [Double] { get }
    /// Makes the model of its numbers; nil if they are not those of a model.
    init?(numbers: [Double])
}

/// What is asked of a model of one series.
public struct LocalRequest: Sendable {
    /// The first row of each forecast, ascending.
    public let origins: [Int]
    /// Steps of each forecast.
    public let horizon: Int
    /// The levels of the quantiles, ascending.
    public let quantileLevels: [Double]
    /// The channel's place in the table: simulated quantiles of channels are independent.
    public let channel: Int
}

/// The forecasts of one series.
public struct LocalForecasts: Sendable {
    /// Origin by origin, step by step.
    public var points: [Double] = []
    /// Origin by origin, level by level, step by step.
    public var quantiles: [Double] = []

    /// None yet.
    public init() {}

    /// Adds the forecast of the next origin: normal around its points.
    ///
    /// - Parameters:
    ///   - points: One for each step.
    ///   - deviations: The standard deviation of each step's error.
    ///   - levels: The levels of the quantiles.
    mutating func append(points: [Double], deviations: [Double], levels: [Double]) {
        self.points += points
        for level in levels {
            let score = StandardNormal.quantile(level)
            for (point, deviation) in zip(points, deviations) {
                quantiles.append(point + score * deviation)
            }
        }
    }
}
