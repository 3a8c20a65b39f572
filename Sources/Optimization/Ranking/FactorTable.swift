import Backtesting

/// Which value of each factor of a grid candidates have.
struct FactorTable: Sendable {
    /// A candidate that was evaluated.
    struct Entry: Sendable {
        fileprivate let allocation: Int
        fileprivate let policy: Int
        let id: Int
        let value: Double
        /// Whether its mean test outperformance is above 0.
        let isAhead: Bool
    }

    /// A factor and its values, the levels.
    struct Factor: Sendable {
        let name: String
        fileprivate let isOfAllocation: Bool
        /// The levels' names, in the order in which they are met.
        private(set) var labels: [String] = []
        /// The level of each allocation or policy; -1 for none.
        private var levels: [Int] = []

        /// Things without a label have no level.
        fileprivate init<Thing>(
            _ name: String,
            isOfAllocation: Bool = false,
            _ things: some Collection<Thing>,
            _ label: (Thing) -> String?
        ) {
            self.name = name
            self.isOfAllocation = isOfAllocation
            var known: [String: Int] = [:]
            for thing in things {
                guard let text = label(thing) else {
                    levels.append(-1)
                    continue
                }
                let level = known[text] ?? labels.count
                if level == labels.count {
                    known[text] = level
                    labels.append(text)
                }
                levels.append(level)
            }
        }

        /// An index into ``labels``; -1 for none.
        func level(of entry: Entry) -> Int {
            levels[isOfAllocation ? entry.allocation : entry.policy]
        }
    }

    let factors: [Factor]
    /// By ascending id.
    let entries: [Entry]

    /// A table of candidates.
    ///
    /// - Parameters:
    ///   - ids: Of whom, ascending; nil for every listed one.
    ///   - countsUnused: Whether a value counts that the candidate's method does not look at.
    ///   - figures: The objective of a candidate, and whether it is ahead of buying and holding; nil where
    ///     there is nothing to count.
    init(
        space: SearchSpace,
        ids: [Int]?,
        countsUnused: Bool,
        figures: (Int) -> (value: Double, isAhead: Bool)?
    ) {
        let policies = space.policies
        let allocations =
            ids.map { ids in Set(ids.map { ($0 - 1) / policies.count }).sorted() }
            ?? Array(0..<space.allocations.count)
        let indices =
            ids.map { ids in Set(ids.map { ($0 - 1) % policies.count }).sorted() }
            ?? Array(0..<policies.count)
        let places = ids.map { _ in
            (
                Dictionary(uniqueKeysWithValues: zip(allocations, allocations.indices)),
                Dictionary(uniqueKeysWithValues: zip(indices, indices.indices))
            )
        }
        func entry(_ id: Int) -> Entry? {
            guard let (value, isAhead) = figures(id) else { return nil }
            let (allocation, policy) = (id - 1).quotientAndRemainder(dividingBy: policies.count)
            return Entry(
                allocation: places.map { $0.0[allocation]! } ?? allocation,
                policy: places.map { $0.1[policy]! } ?? policy,
                id: id,
                value: value,
                isAhead: isAhead
            )
        }
        entries = ids?.compactMap(entry) ?? (1...max(1, space.count)).compactMap(entry)
        let rules = indices.map { policies[$0] }
        factors = [
            Factor("asset set", isOfAllocation: true, allocations) {
                space.allocations.symbols(of: $0).joined(separator: "|")
            },
            Factor("weights", isOfAllocation: true, allocations) {
                weightsLabel(space.allocations.weighting(of: $0))
            },
            Factor("threshold", rules) {
                countsUnused || $0.method.usesThreshold ? "\($0.threshold)" : nil
            },
            Factor("method", rules) { $0.method.rawValue },
            Factor("calendar days", rules) {
                countsUnused || $0.method.usesCalendar ? policies.calendarLabel($0) : nil
            },
            Factor("minimum interval hours", rules) {
                countsUnused || $0.method != .never ? "\($0.minimumIntervalHours)" : nil
            },
            Factor("momentum filter", rules) {
                countsUnused || $0.method != .never ? $0.momentumVeto ? "on" : "off" : nil
            },
            Factor("rule", rules) { policies.ruleLabel($0) },
            Factor("forecast policy", rules) { policies.forecastLabel($0) },
            Factor("forecast model", rules) { policies.modelLabel($0) },
        ]
    }
}

extension FactorTable {
    /// What was evaluated: every listed candidate of a grid, what a search tried, or where only the best were
    /// kept these and an even sample.
    init(_ evaluations: Evaluations, space: BoundSpace, objective: Objective) {
        func figures(_ id: Int) -> (value: Double, isAhead: Bool)? {
            guard case .finished(let summary) = evaluations[id: id] else { return nil }
            let value = objective.testValue(of: summary)
            return value.isNaN ? nil : (value, summary.testOutperformance > 0)
        }
        if let sample = evaluations.sample {
            let values = Dictionary(uniqueKeysWithValues: sample)
            let kept = evaluations.knownIDs ?? []
            let slots = Set(values.keys).union(kept.map { space.slot(ofID: $0) }).sorted()
            self.init(
                space: space.space,
                ids: space.listedPolicyCopies(ofSlots: slots),
                countsUnused: true
            ) { id in
                values[space.slot(ofID: id)].map { ($0, isAhead: false) } ?? figures(id)
            }
        } else {
            let ids = evaluations.knownIDs
            // A grid has every value of what a method does not look at; a search has an arbitrary one.
            self.init(space: space.space, ids: ids, countsUnused: ids == nil, figures: figures)
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
