extension SharpeEstimate {
    /// The deflated Sharpe ratio: how probable it is that the true ratio is above what the best of
    /// so many trials without skill would show.
    ///
    /// ``probability(above:)`` of ``expectedMaximum(trials:variance:)``. D. H. Bailey, M. Lopez de
    /// Prado, "The deflated Sharpe ratio", Journal of Portfolio Management 40 (2014). NaN where
    /// either of the two is.
    ///
    /// - Parameters:
    ///   - trials: The number of independent trials, at least 1; ``TrialClusters`` estimates it.
    ///   - variance: Of the trials' Sharpe ratios per period.
    public func deflated(trials: Double, variance: Double) -> Double {
        probability(above: Self.expectedMaximum(trials: trials, variance: variance))
    }

    /// The Sharpe ratio that the best of several independent trials without skill shows.
    ///
    /// `SR0 = sqrt(variance) [(1 - g) Phi^-1(1 - 1/N) + g Phi^-1(1 - 1/(N e))]`, with g the
    /// Euler-Mascheroni constant; Bailey & Lopez de Prado 2014. An approximation for many trials:
    /// it is 0 for one trial, and where it would be below zero (N below about 1.3).
    ///
    /// - Parameters:
    ///   - trials: The number of independent trials; NaN and less than 1 give NaN.
    ///   - variance: Of the trials' Sharpe ratios, in the unit of the square of the result; NaN
    ///     and less than 0 give NaN.
    public static func expectedMaximum(trials: Double, variance: Double) -> Double {
        guard trials >= 1, variance >= 0 else { return .nan }
        guard trials > 1 else { return 0 }
        // Phi^-1(1 - p) = -Phi^-1(p), which keeps the digits of a small p.
        let first = -NormalDistribution.quantile(1 / trials)
        let second = -NormalDistribution.quantile(1 / (trials * eulersNumber))
        let deviations = (1 - eulerMascheroni) * first + eulerMascheroni * second
        return variance.squareRoot() * max(0, deviations)
    }

    private static let eulerMascheroni = 0.577_215_664_901_532_860_61
    private static let eulersNumber = 2.718_281_828_459_045_235_36
}
