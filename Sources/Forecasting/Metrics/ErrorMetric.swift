/// How wrong forecasts are, on average over pairs of a value and its forecast. Lower is better.
///
/// A pair whose value is missing (NaN) is left out. A forecast that is missing where there is a value
/// makes the result NaN: a model that does not answer must not look good. Definitions follow R. J.
/// Hyndman, A. B. Koehler, "Another look at measures of forecast accuracy", IJF 22 (2006).
public enum ErrorMetric: Sendable, Hashable {
    /// MSE: `mean((y - f)^2)`.
    case meanSquaredError
    /// MAE: `mean(|y - f|)`.
    case meanAbsoluteError
    /// RMSE: the root of the mean of all squares.
    case rootMeanSquaredError
    /// MAPE: `mean(|y - f| / |y|)`, a fraction, not percent. Values of zero are left out.
    case meanAbsolutePercentageError
    /// sMAPE: `mean(2 |y - f| / (|y| + |f|))`, from 0 to 2. Zero forecast as zero is no error.
    case symmetricMeanAbsolutePercentageError
    /// MASE: `mean(|y - f| / scale)`, one scale for each channel; see ``SeasonalNaive``.
    case meanAbsoluteScaledError(scales: [Double])
    /// The quantile or pinball loss: `mean(max(q (y - f), (q - 1) (y - f)))` of the forecast of quantile q.
    case quantileLoss(level: Double)

    /// What it is called in tables, such as "rmse".
    public var name: String {
        switch self {
        case .meanSquaredError: "mse"
        case .meanAbsoluteError: "mae"
        case .rootMeanSquaredError: "rmse"
        case .meanAbsolutePercentageError: "mape"
        case .symmetricMeanAbsolutePercentageError: "smape"
        case .meanAbsoluteScaledError: "mase"
        case .quantileLoss(let level): "quantile_loss_\(level)"
        }
    }

    /// The metric of forecasts of one series.
    ///
    /// - Parameters:
    ///   - actual: What happened; NaN where that is not known.
    ///   - forecast: What was expected, in the same order.
    ///   - parallelism: Who works; sums are in fixed chunks, so that the result does not depend on it.
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)``,
    ///   ``ForecastingError/empty(what:)`` if no pair is left,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for a level or scale that makes no
    ///   sense.
    public func score(
        _ actual: [Double],
        _ forecast: [Double],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Double {
        try check(channelCount: 1)
        guard actual.count == forecast.count else {
            throw .mismatch(what: "forecasts", expected: actual.count, found: forecast.count)
        }
        let total = parallelism.total(actual.count) { place in
            term(actual[place], forecast[place], channel: 0)
        }
        return try value(of: total)
    }

    /// Throws if a setting makes no sense.
    func check(channelCount: Int) throws(ForecastingError) {
        switch self {
        case .quantileLoss(let level):
            try ForecastingError.requireLevel(level)
        case .meanAbsoluteScaledError(let scales):
            guard scales.count == channelCount else {
                throw .mismatch(
                    what: "scales of mase",
                    expected: channelCount,
                    found: scales.count
                )
            }
            for scale in scales where !(scale > 0 && scale.isFinite) {
                throw .invalidSetting(
                    name: "scale of mase",
                    value: "\(scale)",
                    requirement: "is positive and finite"
                )
            }
        default: break
        }
    }

    /// What a pair adds; nil if it is left out.
    func term(_ actual: Double, _ forecast: Double, channel: Int) -> Double? {
        guard !actual.isNaN else { return nil }
        let error = actual - forecast
        switch self {
        case .meanSquaredError, .rootMeanSquaredError:
            return error * error
        case .meanAbsoluteError:
            return abs(error)
        case .meanAbsolutePercentageError:
            return actual == 0 ? nil : abs(error) / abs(actual)
        case .symmetricMeanAbsolutePercentageError:
            return error == 0 ? 0 : 2 * abs(error) / (abs(actual) + abs(forecast))
        case .meanAbsoluteScaledError(let scales):
            return abs(error) / scales[channel]
        case .quantileLoss(let level):
            return Self.pinball(error, level)
        }
    }

    /// The quantile loss of a value less its forecast; NaN of NaN.
    static func pinball(_ error: Double, _ level: Double) -> Double {
        error >= 0 ? level * error : (level - 1) * error
    }

    /// The metric of what pairs have added.
    func value(of total: ErrorTotal) throws(ForecastingError) -> Double {
        guard total.count > 0 else { throw .empty(what: "pair of a value and its forecast") }
        return mean(of: total)
    }

    /// The metric of what pairs have added; NaN for no pair.
    func mean(of total: ErrorTotal) -> Double {
        let mean = total.sum / total.count
        return self == .rootMeanSquaredError ? mean.squareRoot() : mean
    }
}

/// A sum and how many it is of.
struct ErrorTotal: Sendable {
    var sum = 0.0
    var count = 0.0
}

extension Parallelism {
    /// The sum of the terms that are there, in fixed chunks.
    func total(
        _ count: Int,
        _ term: @escaping @Sendable (Int) -> Double?
    ) -> ErrorTotal {
        let total = reduceChunks(
            count,
            of: { range in
                var total = ErrorTotal()
                for place in range {
                    guard let term = term(place) else { continue }
                    total.sum += term
                    total.count += 1
                }
                return total
            },
            combine: { ErrorTotal(sum: $0.sum + $1.sum, count: $0.count + $1.count) }
        )
        return total ?? ErrorTotal()
    }
}

extension ForecastingError {
    /// Throws for what is not the level of a quantile.
    static func requireLevel(_ level: Double) throws(ForecastingError) {
        guard level > 0, level < 1 else {
            throw .invalidSetting(
                name: "quantile level",
                value: "\(level)",
                requirement: "lies between 0 and 1"
            )
        }
    }
}
