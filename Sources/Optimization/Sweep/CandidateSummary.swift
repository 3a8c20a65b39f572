import Backtesting

/// A candidate's figures over all splits: arithmetic means unless said otherwise.
///
/// Of a split with several test (training) windows it is the mean over them, weighted by their bars, that
/// goes into these means.
public struct CandidateSummary: Sendable, Equatable {
    /// Mean test return less that of buying and holding.
    public var testOutperformance = Double.nan
    /// Mean total return of the test windows.
    public var testReturn = Double.nan
    /// Mean Sharpe ratio of the test windows.
    public var testSharpe = Double.nan
    /// Mean of the test windows' maximum drawdowns, at most 0.
    public var testDrawdown = Double.nan
    /// The share of test windows that beat buying and holding.
    public var testWinRate = Double.nan
    /// The population standard deviation (ddof 0) of the test outperformance.
    public var testConsistency = Double.nan
    /// Mean train return less that of buying and holding.
    public var trainOutperformance = Double.nan
    /// Train outperformance less test outperformance.
    public var generalizationGap = Double.nan
    /// The number of splits behind the means.
    public var splitsTested = 0
    /// Mean total return of the training windows.
    public var trainReturn = Double.nan
    /// Mean Sharpe ratio of the training windows.
    public var trainSharpe = Double.nan
    /// Mean of the training windows' maximum drawdowns, at most 0.
    public var trainDrawdown = Double.nan
    /// Mean Sortino ratio of the test windows; NaN if one has no negative return.
    public var testSortino = Double.nan
    /// Mean Calmar ratio of the test windows; NaN if one has no drawdown.
    public var testCalmar = Double.nan
    /// Mean compound annual growth rate of the test windows.
    public var testCagr = Double.nan
    /// Mean volatility of the test windows.
    public var testVolatility = Double.nan
    /// Mean turnover of the test windows.
    public var testTurnover = Double.nan
    /// Mean cost of the test windows, in units of the capital.
    public var testCost = Double.nan
    /// Mean number of rebalances of the test windows.
    public var testRebalances = Double.nan
    /// Whether every test window meets what the objective requires.
    public var meetsRequirements = true

    /// A summary of nothing.
    init() {}

    /// Sums up the windows of all splits, those of the candidate and those of buying and holding.
    init(
        _ windows: [WindowMetrics],
        hold: [WindowMetrics],
        _ layout: SplitWindows,
        objective: Objective = .outperformance
    ) {
        let (train, test) = (layout.train, layout.test)
        let count = Double(layout.splits.count)
        let ahead = zip(windows, hold).map { $0.totalReturn - $1.totalReturn }
        let tested = test.means(ahead)
        let trained = train.means(ahead)
        testOutperformance = tested.reduce(0, +) / count
        testReturn = test.mean(windows, \.totalReturn)
        testSharpe = test.mean(windows, \.sharpeRatio)
        testDrawdown = test.mean(windows, \.maxDrawdown)
        testWinRate = Double(tested.count { $0 > 0 }) / count
        let center = testOutperformance
        testConsistency =
            (tested.reduce(0) { $0 + ($1 - center) * ($1 - center) } / count).squareRoot()
        trainOutperformance = trained.reduce(0, +) / count
        generalizationGap = trainOutperformance - testOutperformance
        splitsTested = layout.splits.count
        trainReturn = train.mean(windows, \.totalReturn)
        trainSharpe = train.mean(windows, \.sharpeRatio)
        trainDrawdown = train.mean(windows, \.maxDrawdown)
        testSortino = test.mean(windows, \.sortinoRatio)
        testCalmar = test.mean(windows, \.calmarRatio)
        testCagr = test.mean(windows, \.cagr)
        testVolatility = test.mean(windows, \.volatility)
        testTurnover = test.mean(windows, \.turnover)
        testCost = test.mean(windows, \.costPaid)
        testRebalances = test.mean(windows) { Double($0.rebalanceCount) }
        meetsRequirements = windows.indices.allSatisfy { window in
            !test.uses(window) || objective.isMet(by: windows[window], buyAndHold: hold[window])
        }
    }
}
