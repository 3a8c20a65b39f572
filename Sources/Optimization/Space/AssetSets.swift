public import Backtesting

/// Groups of symbols, each with every weighting of its size, then with every estimate of weights:
/// allocations by index, not in memory.
public struct AssetSets: Sendable, Equatable {
    /// The sets, in grid order.
    public let sets: [[String]]
    /// The weightings of a set by its size, in grid order.
    public let weightings: [Int: WeightGrid]
    /// What else weights of every set are estimated by.
    public let estimates: [EstimatedWeights]
    /// `ends[s]` is the number of allocations of the sets up to and including `s`.
    private let ends: [Int]

    /// Creates the allocations of every set with every weighting of its size, and every estimate.
    ///
    /// - Throws: ``OptimizationError`` when a set is empty or names a symbol twice, has no weighting
    ///   of its size and no estimate, a weighting cannot be used, no weights of a set keep the limits of an
    ///   estimate, or two estimates always give the same weights.
    public init(
        sets: [[String]],
        weightings: [Int: WeightGrid],
        estimates: [EstimatedWeights] = []
    ) throws(OptimizationError) {
        try Self.check(estimates, sets: sets)
        var ends: [Int] = []
        var total = 0
        for set in sets {
            if set.isEmpty || Set(set).count < set.count {
                throw .invalidSpace(
                    "the asset set {\(set.joined(separator: ", "))} is empty or"
                        + " names a symbol twice"
                )
            }
            let choices = (weightings[set.count]?.count ?? 0) + estimates.count
            guard choices > 0 else {
                throw .invalidSpace(
                    "there are no weights for sets of \(set.count) symbols, such as"
                        + " {\(set.joined(separator: ", "))}; add a list for this size"
                )
            }
            let (sum, overflow) = total.addingReportingOverflow(choices)
            guard !overflow else {
                throw .invalidSpace("there are more portfolios than can be numbered")
            }
            total = sum
            ends.append(total)
        }
        for (size, choices) in weightings.sorted(by: { $0.key < $1.key }) {
            guard case .list(let choices) = choices else {
                guard choices[0].count == size else {
                    throw .invalidSpace(
                        "a grid of \(choices[0].count) weights is given for \(size) symbols"
                    )
                }
                continue
            }
            for choice in choices {
                if choice.count != size {
                    throw .invalidSpace(
                        "the weights \(choice) are listed for \(size) symbols and are \(choice.count)"
                    )
                }
                if let problem = Allocation.problem(weights: choice) {
                    throw .invalidSpace(problem)
                }
            }
        }
        self.sets = sets
        self.weightings = weightings
        self.estimates = estimates
        self.ends = ends
    }

    private static func check(
        _ estimates: [EstimatedWeights],
        sets: [[String]]
    ) throws(OptimizationError) {
        for (place, estimate) in estimates.enumerated() {
            if let same = estimates[..<place].first(where: { $0.behavesLike(estimate) }) {
                throw .invalidSpace(
                    "the estimates \(same.label) and \(estimate.label) always give the same weights;"
                        + " leave one out"
                )
            }
            let limits = estimate.estimator.limits
            for set in sets {
                guard let problem = limits.problem(for: set) else { continue }
                throw .invalidSpace(
                    "no weights of {\(set.joined(separator: ", "))} keep the limits of estimated weights:"
                        + " \(problem)"
                )
            }
        }
    }

    /// The number of allocations.
    public var count: Int { ends.last ?? 0 }

    /// The set and the weighting within its size of allocation `index`.
    func position(of index: Int) -> (set: Int, weighting: Int) {
        var low = 0
        var high = ends.count
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] <= index { low = middle + 1 } else { high = middle }
        }
        return (low, index - first(ofSet: low))
    }

    /// The index of a set's first allocation.
    func first(ofSet set: Int) -> Int { set == 0 ? 0 : ends[set - 1] }

    func symbols(of index: Int) -> [String] { sets[position(of: index).set] }

    func weighting(of index: Int) -> Weighting {
        let (set, weighting) = position(of: index)
        let fixed = weightings[sets[set].count]
        let count = fixed?.count ?? 0
        if let fixed, weighting < count { return .fixed(fixed[weighting]) }
        return .estimated(estimates[weighting - count])
    }
}
