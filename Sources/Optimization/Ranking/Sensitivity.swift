import Backtesting
import Validation

/// How the result depends on one factor of the grid, all others mixed.
public struct Sensitivity: Sendable {
    /// One value of the factor.
    public struct Level: Sendable {
        /// The value as text.
        public let label: String
        /// Listed candidates with this value that were evaluated.
        public let count: Int
        /// The mean of their test objectives.
        public let mean: Double
        /// The median of their test objectives.
        public let median: Double
        /// The best of their test objectives.
        public let best: Double
        /// The share of them whose mean test outperformance is above 0.
        public let shareAboveBuyAndHold: Double
    }

    /// The factor's name.
    public let factor: String
    /// Its values in grid order.
    public let levels: [Level]

    init(factor: String, levels: [Level]) {
        self.factor = factor
        self.levels = levels
    }

    /// The largest difference between two values' means: how much the factor matters.
    public var effect: Double {
        let means = levels.map(\.mean).filter { !$0.isNaN }
        return (means.max() ?? 0) - (means.min() ?? 0)
    }

    /// The sensitivity to every factor that has more than one value, over all listed candidates.
    ///
    /// - Complexity: O(n log n) for each factor.
    static func all(
        space: SearchSpace,
        evaluations: Evaluations,
        objective: Objective
    ) -> [Sensitivity] {
        let policies = space.policies
        let entries: [Entry] = (0..<space.count).compactMap { index in
            guard case .finished(let summary) = evaluations[id: index + 1] else { return nil }
            let value = objective.testValue(of: summary)
            guard !value.isNaN else { return nil }
            return Entry(
                allocation: index / policies.count,
                policy: index % policies.count,
                value: value,
                beats: summary.testOutperformance > 0
            )
        }
        let allocations = (0..<space.allocations.count).map { index in
            (
                assets: space.allocations.symbols(of: index).joined(separator: "|"),
                weights: space.allocations.weights(of: index).map(shortNumber)
                    .joined(separator: "/")
            )
        }
        let rules = (0..<policies.count).map { policies[$0] }
        let factors: [(String, (Entry) -> String)] = [
            ("asset set", { allocations[$0.allocation].assets }),
            ("weights", { allocations[$0.allocation].weights }),
            ("threshold", { "\(rules[$0.policy].threshold)" }),
            ("method", { rules[$0.policy].method.rawValue }),
            ("calendar days", { "\(rules[$0.policy].calendarDays)" }),
            ("minimum interval hours", { "\(rules[$0.policy].minimumIntervalHours)" }),
            ("momentum filter", { rules[$0.policy].momentumVeto ? "on" : "off" }),
        ]
        return factors.compactMap { name, label in
            let sensitivity = Sensitivity(factor: name, entries: entries, label: label)
            return sensitivity.levels.count > 1 ? sensitivity : nil
        }
    }

    private struct Entry {
        let allocation: Int
        let policy: Int
        let value: Double
        let beats: Bool
    }

    private init(factor: String, entries: [Entry], label: (Entry) -> String) {
        var order: [String] = []
        var groups: [String: [Entry]] = [:]
        for entry in entries {
            let key = label(entry)
            if groups[key, default: []].isEmpty { order.append(key) }
            groups[key, default: []].append(entry)
        }
        self.factor = factor
        levels = order.map { label in
            let group = groups[label] ?? []
            let values = group.map(\.value)
            return Level(
                label: label,
                count: group.count,
                mean: Moments.mean(values),
                median: Moments.median(values),
                best: values.max() ?? .nan,
                shareAboveBuyAndHold: Double(group.count(where: \.beats)) / Double(group.count)
            )
        }
    }
}

/// At most four decimals, without trailing zeros.
func shortNumber(_ value: Double) -> String {
    let rounded = (value * 1e4).rounded() / 1e4
    return rounded == rounded.rounded() && abs(rounded) < 1e15
        ? "\(Int(rounded))" : "\(rounded)"
}
