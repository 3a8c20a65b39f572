/// Sums from which the usual measures of forecasts follow; sums of parts can be added.
///
/// A value that is missing in the data is not counted; a forecast that is NaN makes the measures NaN. The
/// definitions are those of ``ErrorMetric``.
public struct ScoreSums: Sendable, Equatable {
    /// What an interval adds up to.
    public struct Interval: Sendable, Equatable {
        fileprivate(set) var covered = 0.0
        fileprivate(set) var width = 0.0
        fileprivate(set) var pinball = 0.0
        fileprivate(set) var count = 0

        /// The part of values within their intervals, ends included; NaN for none.
        public var coverage: Double { count == 0 ? .nan : covered / Double(count) }
        /// The mean distance of upper and lower end; NaN for none.
        public var meanWidth: Double { count == 0 ? .nan : width / Double(count) }
        /// The mean quantile loss of both ends; NaN for none.
        public var quantileLoss: Double { count == 0 ? .nan : pinball / Double(count) }
    }

    private var squared = 0.0
    private var absolute = 0.0
    private var symmetric = 0.0
    private var scaled = 0.0
    /// The number of pairs of a value and its forecast.
    public private(set) var count = 0
    /// One for each coverage, of the values that have an interval.
    public private(set) var intervals: [Interval]

    /// Nothing yet, for so many intervals.
    public init(intervalCount: Int = 0) {
        intervals = Array(repeating: Interval(), count: intervalCount)
    }

    /// Adds a pair.
    ///
    /// - Parameters:
    ///   - forecast: The point forecast.
    ///   - actual: What came; nothing is added if it is missing.
    ///   - scale: What MASE divides the channel's errors by.
    public mutating func add(forecast: Double, actual: Double, scale: Double) {
        guard actual.isFinite else { return }
        let error = abs(forecast - actual)
        squared += error * error
        absolute += error
        symmetric += error == 0 ? 0 : 2 * error / (abs(actual) + abs(forecast))
        scaled += error / scale
        count += 1
    }

    /// Adds the ends of an interval that holds the value with a probability of `coverage`.
    public mutating func add(
        interval: Int,
        lower: Double,
        upper: Double,
        actual: Double,
        coverage: Double
    ) {
        guard actual.isFinite else { return }
        let tail = (1 - coverage) / 2
        intervals[interval].covered += lower <= actual && actual <= upper ? 1 : 0
        intervals[interval].width += upper - lower
        intervals[interval].pinball +=
            (ErrorMetric.pinball(actual - lower, tail)
                + ErrorMetric.pinball(actual - upper, 1 - tail)) / 2
        intervals[interval].count += 1
    }

    /// Adds the sums of another part.
    public mutating func add(_ other: ScoreSums) {
        squared += other.squared
        absolute += other.absolute
        symmetric += other.symmetric
        scaled += other.scaled
        count += other.count
        for place in intervals.indices {
            intervals[place].covered += other.intervals[place].covered
            intervals[place].width += other.intervals[place].width
            intervals[place].pinball += other.intervals[place].pinball
            intervals[place].count += other.intervals[place].count
        }
    }

    /// MSE; this and the others are NaN for no pair.
    public var meanSquaredError: Double { mean(squared) }
    /// MAE.
    public var meanAbsoluteError: Double { mean(absolute) }
    /// RMSE: the root of the MSE.
    public var rootMeanSquaredError: Double { mean(squared).squareRoot() }
    /// sMAPE, from 0 to 2.
    public var symmetricMeanAbsolutePercentageError: Double { mean(symmetric) }
    /// MASE.
    public var meanAbsoluteScaledError: Double { mean(scaled) }
    /// The quantile loss, on average over the ends of all intervals; NaN without any.
    public var quantileLoss: Double {
        intervals.isEmpty
            ? .nan : intervals.reduce(0) { $0 + $1.quantileLoss } / Double(intervals.count)
    }

    private func mean(_ sum: Double) -> Double { count == 0 ? .nan : sum / Double(count) }
}
