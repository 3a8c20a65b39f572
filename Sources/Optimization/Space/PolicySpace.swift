public import Backtesting

/// Every combination of rebalancing settings, by index: threshold varies slowest, then method,
/// calendar, minimum interval, momentum veto, trading rule and the use of forecasts.
public struct PolicySpace: Sendable, Equatable {
    /// Drift thresholds as differences of weights.
    public let thresholds: [Double]
    /// What triggers a rebalance.
    public let methods: [RebalancingPolicy.Method]
    /// Calendar periods in days.
    public let calendarDays: [Int]
    /// Periods at whose ends the calendar triggers, after the days among the values of the calendar.
    public let calendarPeriods: [CalendarPeriod]
    /// Least hours between rebalances.
    public let minimumIntervalHours: [Int]
    /// Momentum veto off or on.
    public let momentumVetoes: [Bool]
    /// How drifts are measured, what is traded and how far; the calendar is a factor of its own.
    public let rules: [TradingRule]
    /// How forecasts steer the portfolio; nil for not at all.
    public let forecasts: [ForecastPolicy?]
    /// The models that they come from, by the `signal` of a policy.
    public let models: [ForecastModel]
    private let folding: PolicyFolding

    /// A trading rule with a use of forecasts: together the last factor of an index.
    private struct Extra: Hashable {
        let rule: TradingRule
        let forecast: ForecastPolicy?
    }

    private let extras: [Extra]

    /// The number of trading rules with uses of forecasts.
    var extraCount: Int { extras.count }

    /// Creates the space of all combinations.
    ///
    /// - Throws: ``OptimizationError/invalidSpace(_:)`` when a list is empty or has a value twice,
    ///   or ``OptimizationError/backtest(_:)`` when a value is out of range.
    public init(
        thresholds: [Double],
        methods: [RebalancingPolicy.Method],
        calendarDays: [Int],
        minimumIntervalHours: [Int],
        momentumVetoes: [Bool],
        calendarPeriods: [CalendarPeriod] = [],
        rules: [TradingRule] = [.standard],
        forecasts: [ForecastPolicy?] = [nil],
        models: [ForecastModel] = []
    ) throws(OptimizationError) {
        try Self.check("thresholds", thresholds)
        try Self.check("methods", methods)
        try Self.check("calendar_days", calendarDays, mayBeEmpty: !calendarPeriods.isEmpty)
        try Self.check("calendar", calendarPeriods, mayBeEmpty: true)
        try Self.check("min_interval_hours", minimumIntervalHours)
        try Self.check("momentum_filter", momentumVetoes)
        try Self.check("rules", rules)
        guard rules.allSatisfy({ $0.calendar == nil }) else {
            throw .invalidSpace("rules: list calendar periods by themselves")
        }
        try Self.check("forecast_policies", forecasts)
        try Self.check("forecast", models, mayBeEmpty: true)
        for signal in forecasts.compactMap({ $0?.signal }) where !models.indices.contains(signal) {
            throw .invalidSpace(
                "a forecast policy wants model \(signal + 1) and there are \(models.count)"
            )
        }
        self.forecasts = forecasts
        self.models = models
        self.thresholds = thresholds
        self.methods = methods
        self.calendarDays = calendarDays
        self.minimumIntervalHours = minimumIntervalHours
        self.momentumVetoes = momentumVetoes
        self.calendarPeriods = calendarPeriods
        self.rules = rules

        extras = rules.flatMap { rule in forecasts.map { Extra(rule: rule, forecast: $0) } }
        var total = 1
        for count in [
            thresholds.count, methods.count, calendarDays.count + calendarPeriods.count,
            minimumIntervalHours.count, momentumVetoes.count, rules.count, forecasts.count,
        ] {
            let (product, overflow) = total.multipliedReportingOverflow(by: count)
            guard !overflow else {
                throw .invalidSpace("there are more rebalancing settings than can be numbered")
            }
            total = product
        }
        folding = PolicyFolding(
            thresholds: thresholds.count,
            methods: methods.map { [extras] in Self.folded($0, extras) },
            days: calendarDays.count + calendarPeriods.count,
            hours: minimumIntervalHours.count,
            vetoes: momentumVetoes.count
        )
        try checkLevels()
    }

    /// The most combinations of rebalancing settings that a grid is made of. What samples a space may
    /// have more.
    public static let largestGridCount = 10_000_000

    /// The number of combinations.
    public var count: Int { folding.count }

    /// The indices that are the first of those whose policies behave the same, ascending; not in
    /// memory.
    var distinctIndices: PolicyFolding.Distinct { PolicyFolding.Distinct(folding: folding) }

    /// The first index whose policy behaves as that at `index`.
    func canonicalIndex(of index: Int) -> Int { folding.canonical(index) }

    /// The place of the policy at `index`, or of the first that behaves like it, among the distinct.
    func distinctPlace(of index: Int) -> Int { folding.place(of: index) }

    /// The index of a combination: levels of threshold, method, calendar, hours, veto, and rule with
    /// forecasts.
    func index(ofLevels levels: [Int]) -> Int { folding.index(of: levels) }

    /// The levels of the combination at `index`, in the same order.
    func levels(of index: Int) -> [Int] { folding.levels(of: index) }

    /// What a method looks at. Without rebalances there is nothing to veto; moved targets still decide
    /// what is bought.
    private static func folded(
        _ method: RebalancingPolicy.Method,
        _ extras: [Extra]
    ) -> PolicyFolding.Rule {
        let isNever = method == .never
        var first: [Extra: Int] = [:]
        return PolicyFolding.Rule(
            usesThreshold: method.usesThreshold,
            usesCalendar: method.usesCalendar,
            usesLimits: !isNever,
            forecasts: extras.indices.map { index in
                let extra = extras[index]
                let counts = !isNever || extra.forecast?.movesTargets == true
                let used = Extra(
                    rule: extra.rule.used(by: method),
                    forecast: counts ? extra.forecast : nil
                )
                let known = first[used] ?? index
                first[used] = known
                return known
            }
        )
    }

    /// Every value of every factor is used by a policy that can be made: no value is out of range.
    private func checkLevels() throws(OptimizationError) {
        let counts = [
            thresholds.count, methods.count, calendarDays.count + calendarPeriods.count,
            minimumIntervalHours.count, momentumVetoes.count, extras.count,
        ]
        for method in methods.indices {
            for factor in [0, 2, 3, 5] {
                for level in 0..<counts[factor] {
                    var levels = [0, method, 0, 0, 0, 0]
                    levels[factor] = level
                    _ = try policy(levels)
                }
            }
        }
    }

    /// The policy at `index`.
    public subscript(index: Int) -> RebalancingPolicy {
        do {
            return try policy(levels(of: index))
        } catch {
            preconditionFailure("every value of a space was checked when it was made: \(error)")
        }
    }

    private func policy(_ levels: [Int]) throws(OptimizationError) -> RebalancingPolicy {
        let isPeriod = levels[2] >= calendarDays.count
        let extra = extras[levels[5]]
        do {
            return try RebalancingPolicy(
                method: methods[levels[1]],
                threshold: thresholds[levels[0]],
                calendarDays: isPeriod ? 0 : calendarDays[levels[2]],
                minimumIntervalHours: minimumIntervalHours[levels[3]],
                momentumVeto: momentumVetoes[levels[4]],
                forecast: extra.forecast,
                rule: isPeriod
                    ? extra.rule.with(calendar: calendarPeriods[levels[2] - calendarDays.count])
                    : extra.rule
            )
        } catch {
            throw .backtest(error)
        }
    }

    private static func check<Value: Hashable>(
        _ name: String,
        _ values: [Value],
        mayBeEmpty: Bool = false
    ) throws(OptimizationError) {
        if values.isEmpty, !mayBeEmpty {
            throw .invalidSpace("\(name): the list is empty; give a value")
        }
        if Set(values).count < values.count {
            throw .invalidSpace("\(name): a value is listed twice in \(values)")
        }
    }

    /// Whether some policy has a rule of its own.
    package var hasRules: Bool { rules != [.standard] || !calendarPeriods.isEmpty }

    /// When the calendar triggers: a number of days, or the name of a period.
    func calendarLabel(_ policy: RebalancingPolicy) -> String {
        policy.rule.calendar?.rawValue ?? "\(policy.calendarDays)"
    }

    /// The rule but for its calendar, in a few words.
    func ruleLabel(_ policy: RebalancingPolicy) -> String {
        let label = policy.rule.with(calendar: nil).label
        return label.isEmpty ? "standard" : label
    }

    /// How a policy uses forecasts, in a few characters.
    func forecastLabel(_ policy: RebalancingPolicy) -> String { policy.forecast?.label ?? "none" }

    /// The model that a policy uses, in a few words.
    func modelLabel(_ policy: RebalancingPolicy) -> String {
        policy.forecast.map { models[$0.signal].label } ?? "none"
    }

    /// Policy and model, in a few words; empty without forecasts.
    package func forecastDescription(_ policy: RebalancingPolicy) -> String {
        policy.forecast == nil ? "" : "\(forecastLabel(policy)), \(modelLabel(policy))"
    }
}
