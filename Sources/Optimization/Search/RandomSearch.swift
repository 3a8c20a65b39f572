import DataParallel

/// Uniform points, independent of each other and of what came of earlier ones.
///
/// J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012. The
/// yardstick of every other search. Cells may repeat; it never ends by itself. Point `n` depends on
/// the seed and `n` only.
public struct RandomSearch: SearchStrategy {
    private let domain: SearchDomain
    private let batchSize: Int
    private let seed: UInt64
    private var proposed = 0

    /// Creates the search.
    ///
    /// - Parameters:
    ///   - domain: What to search.
    ///   - batchSize: Points of a batch, 1 or more.
    ///   - seed: The same seed gives the same points.
    public init(domain: SearchDomain, batchSize: Int, seed: UInt64) {
        precondition(batchSize >= 1, "a batch has at least one point")
        self.domain = domain
        self.batchSize = batchSize
        self.seed = seed
    }

    /// The next points of the stream.
    public mutating func propose() -> [[Double]] {
        defer { proposed += batchSize }
        return (proposed..<proposed + batchSize).map { number in
            var random = RandomStream(seed: seed, for: .randomPoint, number: number)
            return domain.centred(domain.dimensions.map { _ in random.nextUniform() })
        }
    }

    /// Takes nothing in: the points do not depend on outcomes.
    public mutating func learn(_ trials: [SearchTrial]) {}
}
