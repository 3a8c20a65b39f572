/// How an ensemble is made of its members, before it has seen how they do.
public enum EnsembleRule: Sendable, Equatable {
    /// The arithmetic mean.
    case mean
    /// The median.
    case median
    /// The mean without the lowest and highest; see ``Combination/trimmedMean(fraction:)``.
    case trimmed(fraction: Double)
    /// A sum by given weights, which are divided by their sum.
    case weighted([Double])
    /// A sum by weights that fall with each member's mean squared error on the validation windows.
    case inverseError
    /// A sum by the weights, not negative and with a sum of one, that fit the validation windows best.
    case stacking

    /// Whether it looks at validation windows.
    public var learns: Bool { self == .inverseError || self == .stacking }

    /// The combination, with weights learnt on validation windows where it needs some.
    ///
    /// - Parameters:
    ///   - validation: Forecasts of each member for the validation windows.
    ///   - table: What came.
    ///   - parallelism: Who works; the weights do not depend on it.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for weights that make no
    ///   sense, ``ForecastingError/mismatch(what:expected:found:)`` for other than one a member, and what
    ///   ``EnsembleWeights`` throws.
    public func combination(
        validation: [Forecasts],
        against table: SeriesTable,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Combination {
        switch self {
        case .mean: return .mean
        case .median: return .median
        case .trimmed(let fraction): return .trimmedMean(fraction: fraction)
        case .weighted(let weights):
            guard weights.count == validation.count else {
                throw .mismatch(
                    what: "weights of the ensemble",
                    expected: validation.count,
                    found: weights.count
                )
            }
            let sum = weights.reduce(0, +)
            guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), sum > 0, sum.isFinite else {
                throw .invalidSetting(
                    name: "weights",
                    value: weights.map { "\($0)" }.joined(separator: ", "),
                    requirement: "has no negative one and a positive sum"
                )
            }
            return .weighted(weights.map { $0 / sum })
        case .inverseError:
            var errors: [Double] = []
            for member in validation {
                errors.append(try member.score(.meanSquaredError, against: table, on: parallelism))
            }
            return .weighted(try EnsembleWeights.inverseError(errors))
        case .stacking:
            return .weighted(
                try EnsembleWeights.stacking(validation, against: table, on: parallelism)
            )
        }
    }
}
