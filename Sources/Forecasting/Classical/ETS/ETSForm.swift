/// The form of an exponential smoothing state space model: error, trend and season.
///
/// R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D. Snyder, "Forecasting with Exponential Smoothing: The
/// State Space Approach", Springer 2008.
public struct ETSForm: Sendable, Hashable, CustomStringConvertible {
    /// How the error enters.
    public enum ErrorKind: Int, Sendable, Hashable, CaseIterable { case additive, multiplicative }
    /// How the level goes on.
    public enum TrendKind: Int, Sendable, Hashable, CaseIterable { case none, additive, damped }
    /// How the season enters.
    public enum SeasonKind: Int, Sendable, Hashable, CaseIterable {
        case none, additive, multiplicative
    }

    /// How the error enters.
    public var error: ErrorKind
    /// How the level goes on.
    public var trend: TrendKind
    /// How the season enters.
    public var season: SeasonKind

    /// A form: additive error, no trend and no season unless said otherwise.
    public init(
        error: ErrorKind = .additive,
        trend: TrendKind = .none,
        season: SeasonKind = .none
    ) {
        self.error = error
        self.trend = trend
        self.season = season
    }

    /// As in "ETS(M,Ad,M)".
    public var description: String {
        let error = ["A", "M"][error.rawValue]
        let trend = ["N", "A", "Ad"][trend.rawValue]
        let season = ["N", "A", "M"][season.rawValue]
        return "ETS(\(error),\(trend),\(season))"
    }

    /// Whether it makes sense for positive values only.
    var needsPositiveValues: Bool { error == .multiplicative || season == .multiplicative }

    /// The number of fitted numbers besides the error's variance: smoothing parameters and initial
    /// states, of whose seasons one follows from the others.
    func parameterCount(period: Int) -> Int {
        smoothingCount + 1 + (trend == .none ? 0 : 1) + (season == .none ? 0 : period - 1)
    }

    /// The number of smoothing parameters, damping included.
    var smoothingCount: Int { 1 + trend.rawValue + (season == .none ? 0 : 1) }

    /// The forms among which the automatic choice is made, in the order in which they are tried.
    ///
    /// All but those with an additive error and a multiplicative season, or a multiplicative error and
    /// trend with an additive season, which are numerically unstable.
    static func candidates(isSeasonal: Bool, isPositive: Bool) -> [ETSForm] {
        var forms: [ETSForm] = []
        for season in SeasonKind.allCases.reversed() where isSeasonal || season == .none {
            for trend in TrendKind.allCases {
                for error in ErrorKind.allCases {
                    let form = ETSForm(error: error, trend: trend, season: season)
                    if form.needsPositiveValues && !isPositive { continue }
                    if error == .additive && season == .multiplicative { continue }
                    forms.append(form)
                }
            }
        }
        return forms
    }
}
