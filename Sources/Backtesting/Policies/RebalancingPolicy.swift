/// When a portfolio is brought back to its target weights.
public struct RebalancingPolicy: Sendable, Hashable {
    /// What triggers a rebalance.
    public enum Method: String, Sendable, CaseIterable {
        /// A weight has drifted from its target by more than the threshold.
        case threshold
        /// The calendar period has passed since the last rebalance.
        case calendar
        /// Either of the two.
        case hybrid
        /// Nothing: buy and hold.
        case never

        /// Whether the method looks at the drift of the weights.
        public var usesThreshold: Bool { self == .threshold || self == .hybrid }
        /// Whether the method looks at the calendar.
        public var usesCalendar: Bool { self == .calendar || self == .hybrid }
    }

    /// What triggers a rebalance.
    public let method: Method
    /// The largest drift of a weight that is let be, as a difference of weights (0.05 is five
    /// percentage points); a drift must be strictly larger to trigger.
    public let threshold: Double
    /// Days after the last rebalance, or after the first bar, at which the calendar triggers.
    public let calendarDays: Int
    /// Hours that must pass after a rebalance before the next one.
    public let minimumIntervalHours: Int
    /// Whether a portfolio that has risen by more than 20 % in 30 days is left to run.
    public let momentumVeto: Bool
    /// How forecasts steer it; nil if none do.
    public let forecast: ForecastPolicy?
    /// How drifts are measured, what is traded and how far.
    public let rule: TradingRule
    /// Whether vector lanes run it: no forecast steers it. The reference runs the others.
    public let runsInLanes: Bool
    /// Whether more than the calendar matters of its rule.
    package let usesRules: Bool

    /// Buy and hold.
    public static let never = RebalancingPolicy(
        unchecked: .never,
        threshold: 0,
        calendarDays: 0,
        minimumIntervalHours: 0,
        momentumVeto: false,
        forecast: nil,
        rule: .standard
    )

    /// The rise over the lookback above which the momentum veto holds.
    public static let momentumVetoRise = 0.20
    /// The lookback of the momentum veto in days.
    public static let momentumVetoDays = 30

    /// Creates a policy; settings that the method does not use are kept but change nothing.
    ///
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` for a threshold that is
    ///   negative or not finite, a calendar period below 1 day where the method uses it and the rule
    ///   names no other, or a negative minimum interval.
    public init(
        method: Method,
        threshold: Double = 0,
        calendarDays: Int = 0,
        minimumIntervalHours: Int = 0,
        momentumVeto: Bool = false,
        forecast: ForecastPolicy? = nil,
        rule: TradingRule = .standard
    ) throws(BacktestError) {
        guard threshold >= 0, threshold.isFinite else {
            throw .invalidSetting(name: "threshold", value: threshold, requirement: "at least 0")
        }
        let needsDays = method.usesCalendar && rule.calendar == nil
        guard (needsDays ? 1 : 0)...Self.longestDays ~= calendarDays else {
            throw .invalidSetting(
                name: "calendar days",
                value: Double(calendarDays),
                requirement: "from 1 to \(Self.longestDays)"
            )
        }
        guard 0...(24 * Self.longestDays) ~= minimumIntervalHours else {
            throw .invalidSetting(
                name: "minimum interval hours",
                value: Double(minimumIntervalHours),
                requirement: "from 0 to \(24 * Self.longestDays)"
            )
        }
        self.init(
            unchecked: method,
            threshold: threshold,
            calendarDays: calendarDays,
            minimumIntervalHours: minimumIntervalHours,
            momentumVeto: momentumVeto,
            forecast: forecast,
            rule: rule
        )
    }

    /// Keeps every period far from overflowing when it is turned into seconds.
    private static let longestDays = 1_000_000

    private init(
        unchecked method: Method,
        threshold: Double,
        calendarDays: Int,
        minimumIntervalHours: Int,
        momentumVeto: Bool,
        forecast: ForecastPolicy?,
        rule: TradingRule
    ) {
        self.method = method
        self.threshold = threshold
        self.calendarDays = calendarDays
        self.minimumIntervalHours = minimumIntervalHours
        self.momentumVeto = momentumVeto
        self.forecast = forecast
        self.rule = rule
        runsInLanes = forecast == nil
        usesRules = rule.used(by: method).with(calendar: nil) != .standard
    }

    /// From when on the calendar triggers, if its clock starts at a time.
    func due(from clock: Int64) -> Int64 {
        rule.calendar?.next(after: clock) ?? clock + Int64(calendarDays) * 86_400
    }

    /// The policy as a phrase, for example "rebalance at 10 % drift or every 30 days".
    public var phrase: String {
        let drift = "at a drift above \((threshold * 1e6).rounded() / 1e4) %"
        let period = rule.calendar?.phrase ?? "every \(calendarDays) days"
        var text: String
        switch method {
        case .never where forecast?.movesTargets == true || rule.volatilityTarget != nil:
            text = "buy once"
        case .never: return "buy and hold"
        case .threshold: text = "rebalance \(drift)"
        case .calendar: text = "rebalance \(period)"
        case .hybrid: text = "rebalance \(drift) or \(period)"
        }
        text += rule.used(by: method).phrase
        if minimumIntervalHours > 0 { text += ", at most once in \(minimumIntervalHours) h" }
        if momentumVeto { text += ", unless it rose 20 % in 30 days" }
        if let forecast { text += "; \(forecast.phrase)" }
        return text
    }
}
