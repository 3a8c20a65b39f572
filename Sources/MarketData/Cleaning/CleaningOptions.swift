/// How files are read leniently, and what is changed beyond that.
public struct CleaningOptions: Sendable {
    /// Which of two differing closes of a bar is kept: of rows in a file, and of files in their order. The
    /// last by default, since what is fetched again later is complete.
    public var preferred: Preference

    /// Closes that jump by more than so many robust standard deviations and back with the next bar are
    /// made missing; nil leaves them. See ``Outlier``.
    public var spikeDeviations: Double?

    /// Of runs of so many equal closes or more, all but the first are made missing; nil leaves them.
    public var staleBars: Int?

    /// What to do about missing bars in the end.
    public var fill: GapFill

    /// Whether symbols may start late or end early.
    public var universe: Universe

    /// The symbols of files that do not name theirs, by path; see ``PriceLoadOptions/symbolNames``.
    public var symbolNames: [String: String]

    /// Asked before every chunk of about 1 MiB; true stops with ``MarketDataError/cancelled``.
    public var shouldStop: (@Sendable () -> Bool)?

    /// Options, by default those that change nothing but mistakes.
    public init(
        preferred: Preference = .last,
        spikeDeviations: Double? = nil,
        staleBars: Int? = nil,
        fill: GapFill = .none,
        universe: Universe = .common,
        symbolNames: [String: String] = [:],
        shouldStop: (@Sendable () -> Bool)? = nil
    ) {
        self.preferred = preferred
        self.spikeDeviations = spikeDeviations
        self.staleBars = staleBars
        self.fill = fill
        self.universe = universe
        self.symbolNames = symbolNames
        self.shouldStop = shouldStop
    }

    /// Refuses values out of range.
    func check() throws(MarketDataError) {
        if let spikeDeviations, !(spikeDeviations > 0 && spikeDeviations.isFinite) {
            throw .badOption(
                name: "spikeDeviations",
                value: "\(spikeDeviations)",
                allowed: "a number > 0"
            )
        }
        if let staleBars, staleBars < 2 {
            throw .badOption(name: "staleBars", value: "\(staleBars)", allowed: "at least 2 bars")
        }
        if case .forward(let maxGap) = fill, maxGap < 1 {
            throw .badOption(name: "maxGap", value: "\(maxGap)", allowed: "at least 1 bar")
        }
    }
}
