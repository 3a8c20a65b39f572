import Backtesting

/// Groups of symbols, each with every weighting of its size: allocations by index, not in memory.
public struct AssetSets: Sendable, Equatable {
    /// The sets, in grid order.
    public let sets: [[String]]
    /// The weightings of a set by its size, in grid order.
    public let weightings: [Int: WeightGrid]
    /// `ends[s]` is the number of allocations of the sets up to and including `s`.
    private let ends: [Int]

    /// Creates the allocations of every set with every weighting of its size.
    ///
    /// - Throws: ``OptimizationError`` when a set is empty or names a symbol twice, has no weighting
    ///   of its size, or a weighting cannot be used.
    public init(sets: [[String]], weightings: [Int: WeightGrid]) throws(OptimizationError) {
        var ends: [Int] = []
        var total = 0
        for set in sets {
            if set.isEmpty || Set(set).count < set.count {
                throw .invalidSpace(
                    "the asset set {\(set.joined(separator: ", "))} is empty or"
                        + " names a symbol twice"
                )
            }
            guard let choices = weightings[set.count], choices.count > 0 else {
                throw .invalidSpace(
                    "there are no weights for sets of \(set.count) symbols, such as"
                        + " {\(set.joined(separator: ", "))}; add a list for this size"
                )
            }
            let (sum, overflow) = total.addingReportingOverflow(choices.count)
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
        self.ends = ends
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

    func weights(of index: Int) -> [Double] {
        let (set, weighting) = position(of: index)
        return weightings[sets[set].count]![weighting]
    }
}
