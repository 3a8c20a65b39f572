public import Backtesting

/// Every combination of rebalancing settings, by index: threshold varies slowest, then method,
/// calendar days, minimum interval and momentum veto.
public struct PolicySpace: Sendable, Equatable {
    /// Drift thresholds as differences of weights.
    public let thresholds: [Double]
    /// What triggers a rebalance.
    public let methods: [RebalancingPolicy.Method]
    /// Calendar periods in days.
    public let calendarDays: [Int]
    /// Least hours between rebalances.
    public let minimumIntervalHours: [Int]
    /// Momentum veto off or on.
    public let momentumVetoes: [Bool]
    /// For every index, the first index whose policy behaves the same.
    let canonicalIndices: [Int]
    /// The indices that are their own canonical index, ascending.
    let distinctIndices: [Int]

    /// Creates the space of all combinations.
    ///
    /// - Throws: ``OptimizationError/invalidSpace(_:)`` when a list is empty or has a value twice,
    ///   or ``OptimizationError/backtest(_:)`` when a value is out of range.
    public init(
        thresholds: [Double],
        methods: [RebalancingPolicy.Method],
        calendarDays: [Int],
        minimumIntervalHours: [Int],
        momentumVetoes: [Bool]
    ) throws(OptimizationError) {
        try Self.check("thresholds", thresholds)
        try Self.check("methods", methods)
        try Self.check("calendar_days", calendarDays)
        try Self.check("min_interval_hours", minimumIntervalHours)
        try Self.check("momentum_filter", momentumVetoes)
        self.thresholds = thresholds
        self.methods = methods
        self.calendarDays = calendarDays
        self.minimumIntervalHours = minimumIntervalHours
        self.momentumVetoes = momentumVetoes

        var canonical: [Int] = []
        var distinct: [Int] = []
        var first: [RebalancingPolicy: Int] = [:]
        let counts = [
            methods.count, calendarDays.count, minimumIntervalHours.count, momentumVetoes.count,
        ]
        let total = counts.reduce(thresholds.count, *)
        guard total <= Self.largestCount else {
            throw .invalidSpace(
                "\(total) rebalancing settings are too many; list at most \(Self.largestCount)"
            )
        }
        for index in 0..<total {
            let policy = try Self.decode(
                index,
                thresholds,
                methods,
                calendarDays,
                minimumIntervalHours,
                momentumVetoes
            )
            let key = try Self.withoutUnusedSettings(policy)
            if let earlier = first[key] {
                canonical.append(earlier)
            } else {
                first[key] = index
                canonical.append(index)
                distinct.append(index)
            }
        }
        canonicalIndices = canonical
        distinctIndices = distinct
    }

    /// The most combinations of rebalancing settings; the grid itself may be far larger.
    public static let largestCount = 10_000_000

    /// The number of combinations.
    public var count: Int { canonicalIndices.count }

    /// The policy at `index`.
    public subscript(index: Int) -> RebalancingPolicy {
        do {
            return try Self.decode(
                index,
                thresholds,
                methods,
                calendarDays,
                minimumIntervalHours,
                momentumVetoes
            )
        } catch {
            preconditionFailure("every policy of a space was checked when it was made: \(error)")
        }
    }

    private static func decode(
        _ index: Int,
        _ thresholds: [Double],
        _ methods: [RebalancingPolicy.Method],
        _ calendarDays: [Int],
        _ hours: [Int],
        _ vetoes: [Bool]
    ) throws(OptimizationError) -> RebalancingPolicy {
        var rest = index
        func digit(_ radix: Int) -> Int {
            defer { rest /= radix }
            return rest % radix
        }
        let veto = vetoes[digit(vetoes.count)]
        let interval = hours[digit(hours.count)]
        let days = calendarDays[digit(calendarDays.count)]
        let method = methods[digit(methods.count)]
        do {
            return try RebalancingPolicy(
                method: method,
                threshold: thresholds[rest],
                calendarDays: days,
                minimumIntervalHours: interval,
                momentumVeto: veto
            )
        } catch {
            throw .backtest(error)
        }
    }

    /// The policy with what its method does not look at set to nothing, so that policies that
    /// behave the same are equal.
    private static func withoutUnusedSettings(
        _ policy: RebalancingPolicy
    ) throws(OptimizationError) -> RebalancingPolicy {
        guard policy.method != .never else { return .never }
        do {
            return try RebalancingPolicy(
                method: policy.method,
                threshold: policy.method.usesThreshold ? policy.threshold : 0,
                calendarDays: policy.method.usesCalendar ? policy.calendarDays : 0,
                minimumIntervalHours: policy.minimumIntervalHours,
                momentumVeto: policy.momentumVeto
            )
        } catch {
            throw .backtest(error)
        }
    }

    private static func check<Value: Hashable>(
        _ name: String,
        _ values: [Value]
    ) throws(OptimizationError) {
        if values.isEmpty { throw .invalidSpace("\(name): the list is empty; give a value") }
        if Set(values).count < values.count {
            throw .invalidSpace("\(name): a value is listed twice in \(values)")
        }
    }
}
