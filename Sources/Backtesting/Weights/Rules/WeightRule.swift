/// How much of each symbol a portfolio holds.
///
/// All rules hold nothing short and invest everything. `C` are the covariances and `m` the mean returns per
/// bar that are estimated; annualising both changes no weights.
public enum WeightRule: Sendable, Hashable {
    /// The same weight for each.
    case equal
    /// Weights proportional to `1 / σ`.
    case inverseVolatility
    /// The least variance `w'Cw`.
    case minimumVariance
    /// The most `m'w - γ / 2 w'Cw` for the risk aversion `γ` (Markowitz 1952). skfolio's risk aversion of the same
    /// portfolio is `γ / 2`.
    case meanVariance(riskAversion: Double)
    /// The largest diversification ratio `σ'w / √(w'Cw)` (Choueifaty, Coignard 2008).
    case maximumDiversification
    /// The same contribution of each to the risk, `w_i (Cw)_i = w'Cw / N` (Maillard, Roncalli, Teïletche 2010).
    case equalRiskContribution
    /// Shares of risk from a tree of correlations (López de Prado 2016).
    case hierarchicalRiskParity

    /// What the rule is called in files.
    public var name: String {
        switch self {
        case .equal: "equal"
        case .inverseVolatility: "inverse-volatility"
        case .minimumVariance: "minimum-variance"
        case .meanVariance: "mean-variance"
        case .maximumDiversification: "maximum-diversification"
        case .equalRiskContribution: "equal-risk-contribution"
        case .hierarchicalRiskParity: "hierarchical-risk-parity"
        }
    }

    /// All rules, the one with a risk aversion with the usual one.
    public static let all: [WeightRule] = [
        .equal, .inverseVolatility, .minimumVariance,
        .meanVariance(riskAversion: usualRiskAversion), .maximumDiversification,
        .equalRiskContribution, .hierarchicalRiskParity,
    ]

    /// All names.
    public static let names = all.map(\.name)

    /// The risk aversion where none is given.
    public static let usualRiskAversion = 2.0

    /// The rule of a name; nil when there is none.
    ///
    /// - Parameters:
    ///   - name: One of ``names``.
    ///   - riskAversion: Of `mean-variance`; other rules do not use it.
    public init?(name: String, riskAversion: Double = usualRiskAversion) {
        guard let rule = Self.all.first(where: { $0.name == name }) else { return nil }
        if case .meanVariance = rule {
            self = .meanVariance(riskAversion: riskAversion)
        } else {
            self = rule
        }
    }

    /// The rule in a few characters, for example "mean-variance 2.0".
    public var label: String {
        if case .meanVariance(let riskAversion) = self { return "\(name) \(riskAversion)" }
        return name
    }

    /// The rule as a phrase, for example "least variance".
    public var phrase: String {
        switch self {
        case .equal: "equal weights"
        case .inverseVolatility: "weights by inverse volatility"
        case .minimumVariance: "least variance"
        case .meanVariance(let riskAversion):
            "most return less variance at a risk aversion of \(riskAversion)"
        case .maximumDiversification: "largest diversification ratio"
        case .equalRiskContribution: "equal contributions to risk"
        case .hierarchicalRiskParity: "hierarchical risk parity"
        }
    }

    /// Whether the rule looks at prices.
    public var usesReturns: Bool { self != .equal }

    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` for a risk aversion that is not
    ///   from 1e-6 to 1e6.
    func check() throws(BacktestError) {
        if case .meanVariance(let riskAversion) = self, !(1e-6...1e6 ~= riskAversion) {
            throw .invalidSetting(
                name: "risk aversion",
                value: riskAversion,
                requirement: "from 1e-6 to 1e6"
            )
        }
    }
}
