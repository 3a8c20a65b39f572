/// From when on something in prices is worth telling.
public struct InspectionOptions: Sendable {
    /// Returns of more robust standard deviations from the median are outliers.
    ///
    /// 10 is what the cleaning of exchange data usually takes (Barndorff-Nielsen, Hansen, Lunde and Shephard,
    /// Realized Kernels in Practice, Econometrics Journal 12, 2009). The 3.5 of statistics textbooks is for
    /// normal values: returns have fatter tails, and one in some hundred would be an outlier.
    public var outlierDeviations: Double

    /// Runs of so many equal closes are stale; nil for a day of bars, but at least 5 and at most 60.
    public var staleBars: Int?

    /// Pairs with a correlation above this are told.
    public var correlation: Double

    /// More symbols than this are not correlated, since every two of them have to be.
    public var mostCorrelated: Int

    /// Options, by default the usual ones.
    public init(
        outlierDeviations: Double = 10,
        staleBars: Int? = nil,
        correlation: Double = 0.95,
        mostCorrelated: Int = 500
    ) {
        self.outlierDeviations = outlierDeviations
        self.staleBars = staleBars
        self.correlation = correlation
        self.mostCorrelated = mostCorrelated
    }

    /// Refuses values out of range.
    func check() throws(MarketDataError) {
        guard outlierDeviations > 0, outlierDeviations.isFinite else {
            throw .badOption(
                name: "outlierDeviations",
                value: "\(outlierDeviations)",
                allowed: "a number > 0"
            )
        }
        if let staleBars, staleBars < 2 {
            throw .badOption(name: "staleBars", value: "\(staleBars)", allowed: "at least 2 bars")
        }
        guard -1...1 ~= correlation else {
            throw .badOption(
                name: "correlation",
                value: "\(correlation)",
                allowed: "from -1 to 1"
            )
        }
    }
}
