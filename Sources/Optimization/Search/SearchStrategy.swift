/// What a search moves in: a box with one dimension for each thing that can be chosen.
///
/// A point has one coordinate in `0..<1` for each dimension. A dimension with `n` levels is cut into
/// `n` cells of equal width: coordinate `x` means level `floor(x n)`.
public struct SearchDomain: Sendable, Equatable {
    /// One thing that can be chosen.
    public struct Dimension: Sendable, Equatable {
        /// What it is called in reports.
        public let name: String
        /// The number of levels; nil for a continuum.
        public let levels: Int?
        /// Whether neighbouring levels are alike: numbers are, names are not.
        public let isOrdered: Bool

        /// Creates a dimension.
        ///
        /// - Precondition: There is a level, and a continuum is ordered.
        public init(name: String, levels: Int?, isOrdered: Bool) {
            precondition(levels.map { $0 >= 1 } ?? isOrdered)
            self.name = name
            self.levels = levels
            self.isOrdered = isOrdered
        }

        /// The level of a coordinate; nil on a continuum.
        public func level(of coordinate: Double) -> Int? {
            levels.map { min(max(Int(coordinate * Double($0)), 0), $0 - 1) }
        }

        /// The middle of a level's cell.
        public func coordinate(ofLevel level: Int) -> Double {
            (Double(level) + 0.5) / Double(levels ?? 1)
        }
    }

    /// The dimensions, in the order of a point's coordinates.
    public let dimensions: [Dimension]

    /// Creates a domain.
    public init(_ dimensions: [Dimension]) { self.dimensions = dimensions }
}

/// A point that was tried and what came of it.
public struct SearchTrial: Sendable, Equatable {
    /// One coordinate in `0..<1` for each dimension.
    public let point: [Double]
    /// Larger is better; NaN where the candidate failed or is not allowed.
    public let objectives: [Double]

    /// Creates a trial.
    public init(point: [Double], objectives: [Double]) {
        self.point = point
        self.objectives = objectives
    }
}

/// Proposes points in batches and learns from what becomes of them.
///
/// A batch depends on the seed and on the trials of earlier batches, never on who evaluates them or
/// how many at once: the same seed gives the same points at any worker count.
public protocol SearchStrategy: Sendable {
    /// The next batch; empty when there is nothing left to propose.
    mutating func propose() -> [[Double]]
    /// Takes in the trials of the last batch, in the order in which they were proposed.
    mutating func learn(_ trials: [SearchTrial])
}
