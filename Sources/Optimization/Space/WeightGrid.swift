/// The weightings of sets of one size, by index.
public enum WeightGrid: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// Weightings given one by one.
    case list([[Double]])
    /// Every weighting in equal steps.
    case simplex(SimplexGrid)

    /// Weightings given one by one.
    public init(arrayLiteral elements: [Double]...) { self = .list(elements) }

    /// The number of weightings.
    public var count: Int {
        switch self {
        case .list(let weightings): weightings.count
        case .simplex(let grid): grid.count
        }
    }

    /// Weighting `index`, from 0.
    public subscript(index: Int) -> [Double] {
        switch self {
        case .list(let weightings): weightings[index]
        case .simplex(let grid): grid[index]
        }
    }

    /// The first ones.
    func prefix(_ limit: Int) -> WeightGrid {
        .list((0..<min(limit, count)).map { self[$0] })
    }
}

/// Every way to divide 1 into weights that are multiples of `1 / parts`: the compositions of `parts`
/// into so many numbers, in lexicographic order. They are made from their index and never listed.
public struct SimplexGrid: Sendable, Equatable {
    /// The number of weights.
    public let size: Int
    /// The number of steps in 1.
    public let parts: Int
    /// The fewest steps in a weight.
    public let least: Int
    /// The number of weightings: `C(parts - size least + size - 1, size - 1)`.
    public let count: Int

    /// Creates the grid.
    ///
    /// - Parameters:
    ///   - size: The number of weights, at least 1.
    ///   - parts: The number of steps in 1, at least 1.
    ///   - least: The fewest steps in a weight; 1 leaves out weightings that leave out a symbol.
    /// - Throws: ``OptimizationError/invalidSpace(_:)`` when there is no such weighting, or there
    ///   are more than can be numbered.
    public init(size: Int, parts: Int, least: Int = 1) throws(OptimizationError) {
        guard size >= 1, parts >= 1, least >= 0, parts <= 1_000_000, size <= 1_000,
            least <= parts, size * least <= parts
        else {
            throw .invalidSpace(
                "1 cannot be divided into \(size) weights of at least \(least) of \(parts) steps;"
                    + " make the step or the least weight smaller"
            )
        }
        guard let count = Self.compositions(of: parts - size * least, into: size) else {
            throw .invalidSpace(
                "\(size) weights in \(parts) steps are more weightings than can be numbered;"
                    + " make the step larger"
            )
        }
        self.size = size
        self.parts = parts
        self.least = least
        self.count = count
    }

    /// Weighting `index`, from 0.
    ///
    /// - Complexity: O(size^2 log(parts)).
    public subscript(index: Int) -> [Double] {
        steps(of: index).map { Double($0) / Double(parts) }
    }

    /// `C(steps + size - 1, size - 1)`; nil when that is too large.
    static func compositions(of steps: Int, into size: Int) -> Int? {
        var count = 1
        for factor in 0..<min(size - 1, steps) {
            // Exact: it is a binomial coefficient after every division.
            let (product, overflow) = count.multipliedReportingOverflow(
                by: steps + size - 1 - factor
            )
            if overflow { return nil }
            count = product / (factor + 1)
        }
        return count
    }
}
