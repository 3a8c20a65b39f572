/// What is computed of one series, from a row and those before it: never from later ones.
///
/// Where there is not enough history the feature is NaN, and where a value that it needs is missing (NaN) or
/// infinite. Features that remember everything (RSI, MACD) begin anew behind a missing value.
public enum SeriesFeature: Sendable, Hashable {
    /// The value so many rows before.
    case lag(Int)
    /// The mean of the last so many rows.
    case rollingMean(Int)
    /// Their standard deviation (of a sample: squares divided by n - 1).
    case rollingStandardDeviation(Int)
    /// Their least value.
    case rollingMinimum(Int)
    /// Their greatest value.
    case rollingMaximum(Int)
    /// Their skewness, corrected for bias: `sqrt(n (n - 1)) / (n - 2) * m3 / m2^(3/2)`; 0 for equal values.
    case rollingSkewness(Int)
    /// `x[t] / x[t - rows] - 1`; NaN where the earlier value is 0.
    case simpleReturn(Int = 1)
    /// `log(x[t] / x[t - rows])`; NaN where either is not positive.
    case logReturn(Int = 1)
    /// RSI: `100 - 100 / (1 + gains / losses)` of Wilder's averages of gains and losses, from 0 to 100; 50 where
    /// nothing moved. J. W. Wilder, "New Concepts in Technical Trading Systems" (1978).
    case relativeStrengthIndex(Int = 14)
    /// MACD: the difference of a fast and a slow exponential average, its own average (the signal), and their
    /// difference (the histogram). G. Appel, "Technical Analysis" (2005).
    case macd(fast: Int = 12, slow: Int = 26, signal: Int = 9)
    /// The rolling mean, and so many standard deviations (of the population) above and below it. J. Bollinger,
    /// "Bollinger on Bollinger Bands" (2001).
    case bollingerBands(Int = 20, deviations: Double = 2)

    /// What follows the channel's name in the names of the columns.
    var suffixes: [String] {
        switch self {
        case .lag(let rows): ["lag_\(rows)"]
        case .rollingMean(let window): ["mean_\(window)"]
        case .rollingStandardDeviation(let window): ["sd_\(window)"]
        case .rollingMinimum(let window): ["min_\(window)"]
        case .rollingMaximum(let window): ["max_\(window)"]
        case .rollingSkewness(let window): ["skew_\(window)"]
        case .simpleReturn(let rows): ["return_\(rows)"]
        case .logReturn(let rows): ["log_return_\(rows)"]
        case .relativeStrengthIndex(let window): ["rsi_\(window)"]
        case .macd(let fast, let slow, let signal):
            ["", "_signal", "_histogram"].map { "macd_\(fast)_\(slow)_\(signal)\($0)" }
        case .bollingerBands(let window, let deviations):
            ["lower", "middle", "upper"].map {
                "bollinger_\(window)_\(FeatureName.number(deviations))_\($0)"
            }
        }
    }

    /// The columns of a series, as many as ``suffixes``.
    ///
    /// - Complexity: O(n), whatever the windows.
    func columns(_ values: ArraySlice<Double>) -> [[Double]] {
        let values = Array(values)
        switch self {
        case .lag(let rows):
            return [Changes.column(values, rows: rows) { earlier, _ in earlier }]
        case .rollingMean(let window):
            return [RollingMoments.column(values, window: window) { $0.mean }]
        case .rollingStandardDeviation(let window):
            return [
                RollingMoments.column(values, window: window) { $0.sampleStandardDeviation }
            ]
        case .rollingMinimum(let window):
            return [RollingExtremes.column(values, window: window, isBetter: <)]
        case .rollingMaximum(let window):
            return [RollingExtremes.column(values, window: window, isBetter: >)]
        case .rollingSkewness(let window):
            return [RollingMoments.column(values, window: window) { $0.skewness }]
        case .simpleReturn(let rows):
            return [Changes.column(values, rows: rows, Changes.simpleReturn)]
        case .logReturn(let rows):
            return [Changes.column(values, rows: rows, Changes.logReturn)]
        case .relativeStrengthIndex(let window):
            return [Indicators.relativeStrength(values, window: window)]
        case .macd(let fast, let slow, let signal):
            return Indicators.macd(values, fast: fast, slow: slow, signal: signal)
        case .bollingerBands(let window, let deviations):
            return Indicators.bollingerBands(values, window: window, deviations: deviations)
        }
    }

    func check() throws(ForecastingError) {
        switch self {
        case .lag(let rows), .simpleReturn(let rows), .logReturn(let rows):
            try FeatureName.require(rows, atLeast: 1, "rows of \(suffixes[0])")
        case .rollingMean(let window), .rollingMinimum(let window), .rollingMaximum(let window),
            .relativeStrengthIndex(let window):
            try FeatureName.require(window, atLeast: 1, "window of \(suffixes[0])")
        case .rollingStandardDeviation(let window):
            try FeatureName.require(window, atLeast: 2, "window of \(suffixes[0])")
        case .rollingSkewness(let window):
            try FeatureName.require(window, atLeast: 3, "window of \(suffixes[0])")
        case .macd(let fast, let slow, let signal):
            try FeatureName.require(fast, atLeast: 1, "fast window of \(suffixes[0])")
            try FeatureName.require(slow, atLeast: 1, "slow window of \(suffixes[0])")
            try FeatureName.require(signal, atLeast: 1, "signal window of \(suffixes[0])")
            guard fast < slow else {
                throw .invalidSetting(
                    name: "slow window of \(suffixes[0])",
                    value: "\(slow)",
                    requirement: "is longer than the fast one"
                )
            }
        case .bollingerBands(let window, let deviations):
            try FeatureName.require(window, atLeast: 2, "window of \(suffixes[0])")
            guard deviations > 0, deviations.isFinite else {
                throw .invalidSetting(
                    name: "deviations of \(suffixes[0])",
                    value: "\(deviations)",
                    requirement: "is positive and finite"
                )
            }
        }
    }
}

/// Names and settings of features.
enum FeatureName {
    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        Int(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    static func require(_ value: Int, atLeast least: Int, _ name: String) throws(ForecastingError) {
        let most = 1_000_000_000
        guard least...most ~= value else {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "lies from \(least) to \(most)"
            )
        }
    }
}
