/// The points of Sobol's sequence: they cover the domain evenly from the first batch on, which
/// random points do only on average.
///
/// See ``SobolSequence`` for the sources. The scrambled sequence keeps its first point, without
/// which the first `2^k` points would lose their balance (A. B. Owen, "On dropping the first Sobol'
/// point", 2020); the plain sequence is for comparisons and skips it, as is customary: it is the
/// corner 0. Cells may repeat; it ends only after 2^32 points.
public struct SobolSearch: SearchStrategy {
    private let domain: SearchDomain
    private let batchSize: Int
    private let sequence: SobolSequence
    private var next: Int

    /// Creates the search.
    ///
    /// - Parameters:
    ///   - domain: What to search; dimensions past the 64th get pseudo-random coordinates.
    ///   - batchSize: Points of a batch, 1 or more.
    ///   - seed: Seeds the scrambling; nil gives the plain sequence.
    public init(domain: SearchDomain, batchSize: Int, seed: UInt64?) {
        precondition(batchSize >= 1, "a batch has at least one point")
        self.domain = domain
        self.batchSize = batchSize
        sequence = SobolSequence(dimensionCount: domain.dimensions.count, scrambleSeed: seed)
        next = seed == nil ? 1 : 0
    }

    /// The next points of the sequence.
    public mutating func propose() -> [[Double]] {
        let end = min(next + batchSize, 1 << SobolDirections.bits)
        defer { next = end }
        return (next..<end).map { domain.centred(sequence.point($0)) }
    }

    /// Takes nothing in: the points do not depend on outcomes.
    public mutating func learn(_ trials: [SearchTrial]) {}
}
