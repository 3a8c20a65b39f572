extension CandidateSummary {
    /// The names of ``figures``, as `results.csv` has them where it has the figure.
    public static let figureNames = figurePaths.map(\.name)

    /// All figures but the number of splits and whether the requirements are met.
    public var figures: [Double] { Self.figurePaths.map { self[keyPath: $0.path] } }

    /// A summary from its figures.
    public init(figures: [Double], splitsTested: Int, meetsRequirements: Bool) {
        precondition(figures.count == Self.figurePaths.count)
        self.init()
        for (figure, place) in zip(figures, Self.figurePaths) { self[keyPath: place.path] = figure }
        self.splitsTested = splitsTested
        self.meetsRequirements = meetsRequirements
    }

    /// Whether every figure has the same bits, NaN of any kind being one.
    func hasSameBits(as other: CandidateSummary) -> Bool {
        splitsTested == other.splitsTested && meetsRequirements == other.meetsRequirements
            && zip(figures, other.figures).allSatisfy {
                $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN
            }
    }

    private static let figurePaths:
        [(name: String, path: any WritableKeyPath<CandidateSummary, Double> & Sendable)] = [
            ("test_outperformance", \.testOutperformance), ("test_return", \.testReturn),
            ("test_sharpe", \.testSharpe), ("test_drawdown", \.testDrawdown),
            ("test_win_rate", \.testWinRate), ("test_consistency", \.testConsistency),
            ("train_outperformance", \.trainOutperformance),
            ("generalization_gap", \.generalizationGap), ("train_return", \.trainReturn),
            ("train_sharpe", \.trainSharpe), ("train_drawdown", \.trainDrawdown),
            ("test_sortino", \.testSortino), ("test_calmar", \.testCalmar),
            ("test_cagr", \.testCagr), ("test_volatility", \.testVolatility),
            ("test_turnover", \.testTurnover), ("test_cost", \.testCost),
            ("test_rebalances", \.testRebalances),
        ]
}
