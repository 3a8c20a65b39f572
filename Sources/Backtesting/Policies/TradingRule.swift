/// How drifts are measured, what a rebalance trades and how far: what there is to a policy beyond its
/// triggers. The ``standard`` rule brings all symbols back to their targets.
public struct TradingRule: Sendable, Hashable {
    /// What a threshold is a share of.
    public enum Band: String, Sendable, CaseIterable {
        /// Of the portfolio: `|v - w V| > threshold V`.
        case absolute
        /// Of the target: `|v - w V| > threshold w V`. With a target of 0 any holding triggers.
        case relative
    }

    /// Where a rebalance takes weights.
    public enum Destination: String, Sendable, CaseIterable {
        /// To the target.
        case target
        /// Half of the way to it.
        case halfWay = "half-way"
        /// No further than into the band; see `DriftBands`.
        case bandEdge = "band-edge"
    }

    /// What a rebalance that a drift triggers takes to its destination.
    public enum Scope: String, Sendable, CaseIterable {
        /// Every symbol.
        case all
        /// Those outside their bands; the others are scaled together to what is left.
        case drifted
    }

    /// What thresholds are shares of.
    public let band: Band
    /// Thresholds of single symbols, instead of the policy's.
    public let bands: [String: Double]
    /// Where a rebalance takes weights.
    public let destination: Destination
    /// What it takes there.
    public let scope: Scope
    /// The calendar's period, instead of the policy's days.
    public let calendar: CalendarPeriod?
    /// What part is invested; nil for all.
    public let volatilityTarget: VolatilityTarget?
    /// The least trade that is made at a rebalance, in the quote currency.
    public let minimumTrade: Double
    /// The same as a share of the portfolio's value; the larger of the two counts.
    public let minimumTradeShare: Double

    /// All symbols back to their targets.
    public static let standard = TradingRule()

    private init() {
        band = .absolute
        bands = [:]
        destination = .target
        scope = .all
        calendar = nil
        volatilityTarget = nil
        minimumTrade = 0
        minimumTradeShare = 0
    }

    /// Makes a rule; the defaults are those of ``standard``.
    ///
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` for a band that is negative or
    ///   not finite, a least trade that is, or a share that is not from 0 to below 1.
    public init(
        band: Band = .absolute,
        bands: [String: Double] = [:],
        destination: Destination = .target,
        scope: Scope = .all,
        calendar: CalendarPeriod? = nil,
        volatilityTarget: VolatilityTarget? = nil,
        minimumTrade: Double = 0,
        minimumTradeShare: Double = 0
    ) throws(BacktestError) {
        for (symbol, value) in bands.sorted(by: { $0.key < $1.key }) {
            guard value >= 0, value.isFinite else {
                throw .invalidSetting(
                    name: "band of \(symbol)",
                    value: value,
                    requirement: "at least 0"
                )
            }
        }
        guard minimumTrade >= 0, minimumTrade.isFinite else {
            throw .invalidSetting(
                name: "minimum trade",
                value: minimumTrade,
                requirement: "at least 0"
            )
        }
        guard minimumTradeShare >= 0, minimumTradeShare < 1 else {
            throw .invalidSetting(
                name: "minimum trade as a share",
                value: minimumTradeShare,
                requirement: "from 0 to below 1"
            )
        }
        self.band = band
        self.bands = bands
        self.destination = destination
        self.scope = scope
        self.calendar = calendar
        self.volatilityTarget = volatilityTarget
        self.minimumTrade = minimumTrade
        self.minimumTradeShare = minimumTradeShare
    }

    /// The rule with another calendar.
    package func with(calendar: CalendarPeriod?) -> TradingRule {
        TradingRule(self, calendar: calendar)
    }

    /// The rule without what a method does not look at.
    package func used(by method: RebalancingPolicy.Method) -> TradingRule {
        TradingRule(self, usedBy: method)
    }

    private init(_ other: TradingRule, calendar: CalendarPeriod?) {
        band = other.band
        bands = other.bands
        destination = other.destination
        scope = other.scope
        self.calendar = calendar
        volatilityTarget = other.volatilityTarget
        minimumTrade = other.minimumTrade
        minimumTradeShare = other.minimumTradeShare
    }

    private init(_ other: TradingRule, usedBy method: RebalancingPolicy.Method) {
        let trades = method != .never
        band = method.usesThreshold ? other.band : .absolute
        bands = method.usesThreshold ? other.bands : [:]
        let isEdge = other.destination == .bandEdge
        destination =
            trades && (method.usesThreshold || !isEdge) ? other.destination : .target
        // Those inside take up what is left of those at the edge in either case.
        scope = method.usesThreshold && !isEdge ? other.scope : .all
        calendar = method.usesCalendar ? other.calendar : nil
        volatilityTarget = other.volatilityTarget
        minimumTrade = trades ? other.minimumTrade : 0
        minimumTradeShare = trades ? other.minimumTradeShare : 0
    }
}
