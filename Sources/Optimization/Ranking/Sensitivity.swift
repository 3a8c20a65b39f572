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

    /// Of a search, a factor must have so many candidates for each value: with fewer it says nothing.
    static let leastOfALevel = 5

    /// The sensitivity to every factor that has more than one value, over all listed candidates, or
    /// over those that a search evaluated.
    ///
    /// - Complexity: O(n log n) for each factor.
    static func all(
        space: SearchSpace,
        evaluations: Evaluations,
        objective: Objective,
        on executor: any ParallelExecutor = SequentialExecutor()
    ) -> [Sensitivity] {
        let policies = space.policies
        let known = evaluations.knownIDs
        // A grid has every value of what a method does not look at; a search has an arbitrary one.
        let isListed = known == nil
        // Of a search, only what it evaluated is looked at.
        let allocations =
            known.map { ids in Set(ids.map { ($0 - 1) / policies.count }).sorted() }
            ?? Array(0..<space.allocations.count)
        let indices =
            known.map { ids in Set(ids.map { ($0 - 1) % policies.count }).sorted() }
            ?? Array(0..<policies.count)
        let places = known.map { _ in
            (
                Dictionary(uniqueKeysWithValues: zip(allocations, allocations.indices)),
                Dictionary(uniqueKeysWithValues: zip(indices, indices.indices))
            )
        }
        func entry(_ index: Int) -> Entry? {
            guard case .finished(let summary) = evaluations[id: index + 1] else { return nil }
            let value = objective.testValue(of: summary)
            guard !value.isNaN else { return nil }
            let (allocation, policy) = index.quotientAndRemainder(dividingBy: policies.count)
            return Entry(
                allocation: places.map { $0.0[allocation]! } ?? allocation,
                policy: places.map { $0.1[policy]! } ?? policy,
                value: value,
                beats: summary.testOutperformance > 0
            )
        }
        let entries =
            known?.compactMap { entry($0 - 1) } ?? (0..<space.count).compactMap { entry($0) }
        let rules = indices.map { policies[$0] }
        let factors: [(name: String, labels: Labels)] = [
            (
                "asset set",
                Labels(allocations) { space.allocations.symbols(of: $0).joined(separator: "|") }
            ),
            (
                "weights",
                Labels(allocations) {
                    weightsLabel(space.allocations.weighting(of: $0))
                }
            ),
            (
                "threshold",
                Labels(rules) { isListed || $0.method.usesThreshold ? "\($0.threshold)" : nil }
            ),
            ("method", Labels(rules) { $0.method.rawValue }),
            (
                "calendar days",
                Labels(rules) {
                    isListed || $0.method.usesCalendar ? policies.calendarLabel($0) : nil
                }
            ),
            (
                "minimum interval hours",
                Labels(rules) {
                    isListed || $0.method != .never ? "\($0.minimumIntervalHours)" : nil
                }
            ),
            (
                "momentum filter",
                Labels(rules) {
                    isListed || $0.method != .never ? $0.momentumVeto ? "on" : "off" : nil
                }
            ),
            ("rule", Labels(rules) { policies.ruleLabel($0) }),
            ("forecast policy", Labels(rules) { policies.forecastLabel($0) }),
            ("forecast model", Labels(rules) { policies.modelLabel($0) }),
        ]
        let made = Mutex<[Int: Sensitivity]>([:])
        executor.forEach(count: factors.count, cancellation: nil) { place in
            let (name, labels) = factors[place]
            let sensitivity = Sensitivity(
                factor: name,
                entries: entries,
                labels,
                isSorted: !isListed
            ) {
                place < 2 ? $0.allocation : $0.policy
            }
            made.withLock { $0[place] = sensitivity }
        }
        return made.withLock { made in
            factors.indices.compactMap { made[$0] }.filter { factor in
                let least = known == nil ? 0 : Self.leastOfALevel
                return factor.levels.count > 1 && factor.levels.count * least <= entries.count
            }
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

        /// Things without a label have no level.
        init<Thing>(_ things: some Collection<Thing>, _ label: (Thing) -> String?) {
            var known: [String: Int] = [:]
            for thing in things {
                guard let text = label(thing) else {
                    levels.append(-1)
                    continue
                }
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
        isSorted: Bool,
        _ place: (Entry) -> Int
    ) {
        var order: [Int] = []
        var values = labels.all.map { _ in [Double]() }
        var ahead = labels.all.map { _ in 0 }
        for entry in entries {
            let level = labels.levels[place(entry)]
            guard level >= 0 else { continue }
            if values[level].isEmpty { order.append(level) }
            values[level].append(entry.value)
            if entry.beats { ahead[level] += 1 }
        }
        self.factor = factor
        if isSorted {
            let numbers = labels.all.map { Double($0) ?? .infinity }
            order.sort { (numbers[$0], $0) < (numbers[$1], $1) }
        }
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

/// Weights as numbers, or what they are estimated by.
func weightsLabel(_ weighting: Weighting) -> String {
    switch weighting {
    case .fixed(let weights): weights.map(shortNumber).joined(separator: "/")
    case .estimated(let estimate): estimate.label
    }
}
