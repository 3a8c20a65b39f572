import Backtesting
import DataParallel
import Synchronization
import Validation

/// How the result depends on one factor of the grid, all others mixed.
public struct Sensitivity: Sendable, Equatable {
    /// One value of the factor.
    public struct Level: Sendable, Equatable {
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
        objective: Objective,
        on executor: any ParallelExecutor = SequentialExecutor()
    ) -> [Sensitivity] {
        let policies = space.policies
        let entries: [Entry] = (0..<space.count).compactMap { index in
            guard case .finished(let summary) = evaluations[id: index + 1] else { return nil }
            let value = objective.testValue(of: summary)
            guard !value.isNaN else { return nil }
            let (allocation, policy) = index.quotientAndRemainder(dividingBy: policies.count)
            return Entry(
                allocation: allocation,
                policy: policy,
                value: value,
                beats: summary.testOutperformance > 0
            )
        }
        let allocations = 0..<space.allocations.count
        let rules = (0..<policies.count).map { policies[$0] }
        let factors: [(name: String, labels: Labels)] = [
            (
                "asset set",
                Labels(allocations) { space.allocations.symbols(of: $0).joined(separator: "|") }
            ),
            (
                "weights",
                Labels(allocations) {
                    space.allocations.weights(of: $0).map(shortNumber).joined(separator: "/")
                }
            ),
            ("threshold", Labels(rules) { "\($0.threshold)" }),
            ("method", Labels(rules) { $0.method.rawValue }),
            ("calendar days", Labels(rules) { "\($0.calendarDays)" }),
            ("minimum interval hours", Labels(rules) { "\($0.minimumIntervalHours)" }),
            ("momentum filter", Labels(rules) { $0.momentumVeto ? "on" : "off" }),
        ]
        let made = Mutex<[Int: Sensitivity]>([:])
        executor.forEach(count: factors.count, cancellation: nil) { place in
            let (name, labels) = factors[place]
            let sensitivity = Sensitivity(factor: name, entries: entries, labels) {
                place < 2 ? $0.allocation : $0.policy
            }
            made.withLock { $0[place] = sensitivity }
        }
        return made.withLock { made in
            factors.indices.compactMap { made[$0] }.filter { $0.levels.count > 1 }
        }
    }

    private struct Entry {
        let allocation: Int
        let policy: Int
        let value: Double
        let beats: Bool
    }

    /// The label of each of some things, as an index into those that differ.
    private struct Labels {
        var all: [String] = []
        var levels: [Int] = []

        init<Thing>(_ things: some Collection<Thing>, _ label: (Thing) -> String) {
            var known: [String: Int] = [:]
            for thing in things {
                let text = label(thing)
                let level = known[text] ?? all.count
                if level == all.count {
                    known[text] = level
                    all.append(text)
                }
                levels.append(level)
            }
        }
    }

    private init(
        factor: String,
        entries: [Entry],
        _ labels: Labels,
        _ place: (Entry) -> Int
    ) {
        var order: [Int] = []
        var values = labels.all.map { _ in [Double]() }
        var ahead = labels.all.map { _ in 0 }
        for entry in entries {
            let level = labels.levels[place(entry)]
            if values[level].isEmpty { order.append(level) }
            values[level].append(entry.value)
            if entry.beats { ahead[level] += 1 }
        }
        self.factor = factor
        levels = order.map { level in
            Level(
                label: labels.all[level],
                count: values[level].count,
                mean: Moments.mean(values[level]),
                median: Moments.median(values[level]),
                best: values[level].max() ?? .nan,
                shareAboveBuyAndHold: Double(ahead[level]) / Double(values[level].count)
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
