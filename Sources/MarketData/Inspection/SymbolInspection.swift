/// What there is to know about the prices of one symbol.
public struct SymbolInspection: Sendable {
    /// When the symbol has bars.
    public let coverage: SymbolCoverage
    /// The first close.
    public let firstClose: Double
    /// The last close.
    public let lastClose: Double
    /// The lowest close.
    public let minimum: Double
    /// The highest close.
    public let maximum: Double
    /// The standard deviation (ddof 1) of the log returns, times the root of the bars of a year; nil for
    /// fewer than three bars.
    public let annualVolatility: Double?
    /// The largest log return by size, at the bar where it ends; nil for a single bar.
    public let largestMove: Move?
    /// 1.4826 x the median absolute deviation of the log returns, by which outliers are measured; nil for a single bar.
    public let robustDeviation: Double?
    /// Log returns far from the median, in time order.
    public let outliers: [Outlier]
    /// Runs of equal closes, the longest first.
    public let staleRuns: [StaleRun]
    /// Bars at which nothing was traded; nil if no file has volumes.
    public let zeroVolume: ZeroVolume?
    /// Whether highs and lows enclose opens and closes; nil if no file has them.
    public let candles: CandleConsistency?

    /// A log return and the bar at which it ends.
    public struct Move: Sendable, Equatable {
        /// The label of the bar, in UTC seconds.
        public let timestamp: Int64
        /// The log return from the bar before.
        public let logReturn: Double
    }

    /// The outliers that the next bar takes back.
    public var spikes: [Outlier] { outliers.filter(\.isSpike) }

    /// Measures the closes of one symbol, of which there is at least one.
    init(
        _ series: SymbolSeries,
        coverage: SymbolCoverage,
        barsPerYear: Double,
        options: InspectionOptions,
        staleBars: Int,
        zeroVolume: ZeroVolume?,
        candles: CandleConsistency?
    ) {
        let returns = series.logReturns
        self.coverage = coverage
        firstClose = series.closes[0]
        lastClose = series.closes[series.closes.count - 1]
        minimum = series.closes.min()!
        maximum = series.closes.max()!
        annualVolatility = standardDeviation(returns).map { $0 * barsPerYear.squareRoot() }
        let largest = returns.indices.max { abs(returns[$0]) < abs(returns[$1]) }
        largestMove = largest.map {
            Move(timestamp: series.timestamps[$0 + 1], logReturn: returns[$0])
        }
        robustDeviation = returns.isEmpty ? nil : RobustScale(returns).deviation
        outliers = ReturnOutliers(series, beyond: options.outlierDeviations).all
        let runs = series.staleRuns(bars: staleBars)
        staleRuns = runs.enumerated().sorted {
            ($1.element.bars, $0.offset) < ($0.element.bars, $1.offset)
        }.map(\.element)
        self.zeroVolume = zeroVolume
        self.candles = candles
    }
}
