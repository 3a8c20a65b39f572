import Backtesting

/// Policies for one allocation that differ in nothing but the minimum interval. Wherever a shorter interval has not let
/// through what a longer one would have stopped, they are the same.
struct PolicyFamily: Sendable {
    struct Member: Sendable {
        /// Its place among all that are evaluated together.
        let place: Int
        let policy: RebalancingPolicy
    }

    /// The target weights of what is held.
    let weights: [Double]
    /// By ascending interval.
    let members: [Member]

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
            ? PolicyFamily(weights: weights, members: Array(members[count...])) : nil
    }

    /// Puts policies into families: those that do not look at drifts, which have less to compute,
    /// before the others, and otherwise in the order of their first members.
    static func families(
        of policies: [RebalancingPolicy],
        weights: [Double]
    ) -> [PolicyFamily] {
        struct Key: Hashable {
            let method: RebalancingPolicy.Method
            let threshold: Double
            let calendarDays: Int
            let momentumVeto: Bool
        }
        var order: [Key] = []
        var members: [Key: [Member]] = [:]
        for (place, policy) in policies.enumerated() {
            let key = Key(
                method: policy.method,
                threshold: policy.method.usesThreshold ? policy.threshold : 0,
                calendarDays: policy.method.usesCalendar ? policy.calendarDays : 0,
                momentumVeto: policy.momentumVeto
            )
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(Member(place: place, policy: policy))
        }
        let ranked =
            order.filter { !$0.method.usesThreshold } + order.filter(\.method.usesThreshold)
        return ranked.map { key in
            PolicyFamily(
                weights: weights,
                members: (members[key] ?? []).sorted {
                    ($0.policy.minimumIntervalHours, $0.place)
                        < ($1.policy.minimumIntervalHours, $1.place)
                }
            )
        }
    }
}
