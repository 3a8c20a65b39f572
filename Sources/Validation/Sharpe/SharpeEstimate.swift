/// A Sharpe ratio per period and what is needed to say how sure it is.
///
/// D. H. Bailey, M. Lopez de Prado, "The Sharpe ratio efficient frontier", Journal of Risk 15
/// (2012): the estimate from T returns is about normal with the variance
/// `(1 - g3 SR + (g4 - 1) / 4 SR^2) / (T - 1)`, with g3 the skewness and g4 the kurtosis of the
/// returns. All ratios are per period: one of a year is `sqrt(periods per year)` times as large.
public struct SharpeEstimate: Sendable, Equatable {
    /// The number of returns.
    public let count: Int
    /// Mean over standard deviation (ddof 1) of the returns, not annualised.
    public let sharpe: Double
    /// The population skewness of the returns, `m3 / m2^(3/2)`.
    public let skewness: Double
    /// The population kurtosis of the returns, `m4 / m2^2`, not in excess: 3 when normal.
    public let kurtosis: Double

    /// Estimates the ratio of a series of returns.
    ///
    /// Sums run left to right. Returns that are all equal have ratio 0 and no moments (NaN). With
    /// fewer than two returns, or with a return that is NaN or infinite, the ratio is NaN, too.
    ///
    /// - Parameter returns: One per period; 0.01 is 1 %. Leave out what is missing.
    /// - Complexity: O(*n*).
    public init(returns: some Collection<Double>) {
        let returns = Array(returns)
        count = returns.count
        if let first = returns.first, returns.count > 1, first.isFinite,
            returns.allSatisfy({ $0 == first })
        {
            (sharpe, skewness, kurtosis) = (0, .nan, .nan)
        } else {
            sharpe = Moments.mean(returns) / Moments.standardDeviation(returns, ddof: 1)
            skewness = Moments.skewness(returns)
            kurtosis = Moments.kurtosis(returns)
        }
    }

    /// Takes an estimate from known figures.
    ///
    /// - Parameters:
    ///   - count: The number of returns behind it.
    ///   - sharpe: Per period, not annualised.
    ///   - skewness: Of the returns; 0 when normal.
    ///   - kurtosis: Of the returns, not in excess; 3 when normal.
    public init(count: Int, sharpe: Double, skewness: Double = 0, kurtosis: Double = 3) {
        self.count = count
        self.sharpe = sharpe
        self.skewness = skewness
        self.kurtosis = kurtosis
    }

    /// The estimate's standard error, `sqrt((1 - g3 SR + (g4 - 1) / 4 SR^2) / (T - 1))`.
    ///
    /// NaN for fewer than two returns, when a moment is NaN, and when the variance is not above
    /// zero, which no series but one of two values has.
    public var standardError: Double {
        guard count > 1, varianceFactor > 0 else { return .nan }
        return (varianceFactor / Double(count - 1)).squareRoot()
    }

    /// The probabilistic Sharpe ratio: how probable it is that the true ratio is above a benchmark.
    ///
    /// `Phi((SR - SR*) sqrt(T - 1) / sqrt(1 - g3 SR + (g4 - 1) / 4 SR^2))`, Bailey & Lopez de
    /// Prado 2012. NaN where ``standardError`` is, and for a benchmark that is NaN.
    ///
    /// - Parameter benchmark: SR*, per period.
    public func probability(above benchmark: Double = 0) -> Double {
        NormalDistribution.cumulative((sharpe - benchmark) / standardError)
    }

    /// How many returns with the same ratio and moments it takes to be sure enough that the true
    /// ratio is above a benchmark.
    ///
    /// `1 + (1 - g3 SR + (g4 - 1) / 4 SR^2) (z / (SR - SR*))^2` with `z = Phi^-1(confidence)`,
    /// Bailey & Lopez de Prado 2012. With as many returns ``probability(above:)`` equals
    /// `confidence`. Infinite when the ratio is not above the benchmark. NaN where
    /// ``standardError`` is for lack of moments, and for a confidence outside 0.5...1.
    ///
    /// - Parameters:
    ///   - benchmark: SR*, per period.
    ///   - confidence: From 0.5 to 1; 0.95 is usual.
    public func minimumTrackRecordLength(
        above benchmark: Double = 0,
        confidence: Double = 0.95
    ) -> Double {
        guard varianceFactor > 0, (0.5...1).contains(confidence), !benchmark.isNaN else {
            return .nan
        }
        guard sharpe > benchmark else { return .infinity }
        let distance = NormalDistribution.quantile(confidence) / (sharpe - benchmark)
        return 1 + varianceFactor * distance * distance
    }

    /// `T - 1` times the variance of the estimate.
    private var varianceFactor: Double {
        1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
    }
}
