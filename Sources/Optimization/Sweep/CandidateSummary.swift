import Backtesting

/// A candidate's figures over all splits: arithmetic means unless said otherwise.
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
    /// Mean volatility of the test windows.
    public var testVolatility = Double.nan
    /// Mean turnover of the test windows.
    public var testTurnover = Double.nan
    /// Mean cost of the test windows, in units of the capital.
    public var testCost = Double.nan
    /// Mean number of rebalances of the test windows.
    public var testRebalances = Double.nan

    /// A summary of nothing.
    init() {}

    /// Sums up the windows of all splits; sums run in split order.
    init(train: [WindowMetrics], test: [WindowMetrics], hold: BuyAndHoldWindows) {
        let count = Double(test.count)
        func mean(_ windows: [WindowMetrics], _ value: (WindowMetrics) -> Double) -> Double {
            windows.reduce(0) { $0 + value($1) } / count
        }
        func outperformance(_ windows: [WindowMetrics], _ hold: [WindowMetrics]) -> [Double] {
            zip(windows, hold).map { $0.totalReturn - $1.totalReturn }
        }
        let tested = outperformance(test, hold.test)
        let trained = outperformance(train, hold.train)
        testOutperformance = tested.reduce(0, +) / count
        testReturn = mean(test, \.totalReturn)
        testSharpe = mean(test, \.sharpeRatio)
        testDrawdown = mean(test, \.maxDrawdown)
        testWinRate = Double(tested.count { $0 > 0 }) / count
        let center = testOutperformance
        testConsistency =
            (tested.reduce(0) { $0 + ($1 - center) * ($1 - center) } / count).squareRoot()
        trainOutperformance = trained.reduce(0, +) / count
        generalizationGap = trainOutperformance - testOutperformance
        splitsTested = test.count
        trainReturn = mean(train, \.totalReturn)
        trainSharpe = mean(train, \.sharpeRatio)
        trainDrawdown = mean(train, \.maxDrawdown)
        testSortino = mean(test, \.sortinoRatio)
        testCalmar = mean(test, \.calmarRatio)
        testVolatility = mean(test, \.volatility)
        testTurnover = mean(test, \.turnover)
        testCost = mean(test, \.costPaid)
        testRebalances = mean(test) { Double($0.rebalanceCount) }
    }
}

/// Buy and hold over every train and test window of one allocation.
struct BuyAndHoldWindows {
    let train: [WindowMetrics]
    let test: [WindowMetrics]
}
