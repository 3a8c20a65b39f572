import Backtesting

/// Policies for one allocation that differ in nothing but the minimum interval. Wherever a shorter interval has not let
/// through what a longer one would have stopped, they are the same.
struct PolicyFamily: Sendable {
    struct Member: Sendable {
        /// Its place among all that are evaluated together.
        let place: Int
        let policy: RebalancingPolicy
    }

    /// What is held in the proportions of.
    let weighting: Weighting
    /// By ascending interval.
    let members: [Member]

    /// Whether lanes run it, or the reference.
    var runsInLanes: Bool {
        let policy = members[0].policy
        return policy.runsInLanes && (weighting.isSettledByWindow || policy.method == .never)
    }
    /// Whether lanes have more to do for it than for others.
    var usesRules: Bool { members[0].policy.usesRules }

    /// How many members, from the first on, do what the first one has done.
    func alike(upTo outcome: LaneOutcome) -> Int {
        // The reference says what is wrong with each.
        guard outcome.metrics != nil else { return members.count }
        let limit = outcome.leastHoursBetweenRebalances
        let more = members.dropFirst().prefix { Double($0.policy.minimumIntervalHours) <= limit }
        return 1 + more.count
    }

    /// The family without its first members; nil when nobody is left.
    func dropping(_ count: Int) -> PolicyFamily? {
        count < members.count
            ? PolicyFamily(weighting: weighting, members: Array(members[count...])) : nil
    }

    /// Puts policies into families: those that do not look at drifts, which have less to compute,
    /// before the others, then those with rules in the same order, those that the reference runs last, and
    /// otherwise in the order of their first members.
    static func families(
        of policies: [RebalancingPolicy],
        weighting: Weighting
    ) -> [PolicyFamily] {
        struct Key: Hashable {
            let method: RebalancingPolicy.Method
            let threshold: Double
            let calendarDays: Int
            let momentumVeto: Bool
            let forecast: ForecastPolicy?
            let rule: TradingRule
            let runsInLanes: Bool
            let usesRules: Bool
        }
        var order: [Key] = []
        var members: [Key: [Member]] = [:]
        for (place, policy) in policies.enumerated() {
            let rule = policy.rule.used(by: policy.method)
            let usesDays = policy.method.usesCalendar && rule.calendar == nil
            let key = Key(
                method: policy.method,
                threshold: policy.method.usesThreshold ? policy.threshold : 0,
                calendarDays: usesDays ? policy.calendarDays : 0,
                momentumVeto: policy.momentumVeto,
                forecast: policy.forecast,
                rule: rule,
                runsInLanes: policy.runsInLanes,
                usesRules: policy.usesRules
            )
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(Member(place: place, policy: policy))
        }
        let inLanes = order.filter(\.runsInLanes)
        let lists = [
            inLanes.filter { !$0.usesRules }, inLanes.filter(\.usesRules),
            order.filter { !$0.runsInLanes },
        ]
        let ranked = lists.flatMap { keys in
            keys.filter { !$0.method.usesThreshold } + keys.filter(\.method.usesThreshold)
        }
        return ranked.map { key in
            PolicyFamily(
                weighting: weighting,
                members: (members[key] ?? []).sorted {
                    ($0.policy.minimumIntervalHours, $0.place)
                        < ($1.policy.minimumIntervalHours, $1.place)
                }
            )
        }
    }
}
