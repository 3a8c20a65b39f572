import DataParallel

/// Sobol's sequence: points that fill the unit cube more evenly than random ones.
///
/// I. M. Sobol, "On the distribution of points in a cube and the approximate evaluation of
/// integrals", USSR Comput. Math. Math. Phys. 7, 1967, in the Gray-code order of I. A. Antonov and
/// V. M. Saleev, 1979. A seed scrambles it by a random lower triangular bit matrix and a digital
/// shift (J. Matoušek, "On the L2-discrepancy for anchored boxes", J. Complexity 14, 1998), which
/// keeps every equidistribution property and makes each point uniform on its own.
///
/// Dimensions past the 64th have no direction numbers here; their coordinates are pseudo-random.
public struct SobolSequence: Sendable {
    /// The number of coordinates of a point.
    public let dimensionCount: Int

    private let seed: UInt64
    private let directions: [[UInt32]]
    private let shifts: [UInt32]

    /// Creates the sequence.
    ///
    /// - Parameters:
    ///   - dimensionCount: The number of coordinates of a point, 0 or more.
    ///   - scrambleSeed: Seeds the scrambling; nil gives the plain sequence, which begins at 0.
    public init(dimensionCount: Int, scrambleSeed: UInt64?) {
        precondition(dimensionCount >= 0, "a point has no negative number of coordinates")
        self.dimensionCount = dimensionCount
        seed = scrambleSeed ?? 0
        let count = min(dimensionCount, SobolDirections.dimensionCount)
        var directions = (0..<count).map { SobolDirections.numbers(dimension: $0) }
        var shifts = [UInt32](repeating: 0, count: count)
        if let scrambleSeed {
            for dimension in 0..<count {
                var random = RandomStream(
                    seed: scrambleSeed,
                    for: .sobolScramble,
                    number: dimension
                )
                let rows = (0..<SobolDirections.bits).map { row in
                    // A random row left of the diagonal's 1, the highest bit first.
                    let diagonal = UInt32(1) << UInt32(SobolDirections.bits - 1 - row)
                    let left = ~(diagonal | (diagonal - 1))
                    return UInt32(truncatingIfNeeded: random.next()) & left | diagonal
                }
                directions[dimension] = directions[dimension].map { Self.product(rows, $0) }
                shifts[dimension] = UInt32(truncatingIfNeeded: random.next())
            }
        }
        self.directions = directions
        self.shifts = shifts
    }

    /// The point with a number, from 0: one coordinate in `0..<1` for each dimension, of 32 bits.
    ///
    /// - Precondition: `0 <= number < 2^32`.
    public func point(_ number: Int) -> [Double] {
        precondition(number >= 0 && number >> SobolDirections.bits == 0, "no such Sobol point")
        let gray = number ^ (number >> 1)
        var point: [Double] = []
        point.reserveCapacity(dimensionCount)
        for (directions, shift) in zip(directions, shifts) {
            var bits = shift
            var rest = gray
            while rest != 0 {
                bits ^= directions[rest.trailingZeroBitCount]
                rest &= rest - 1
            }
            point.append(Double(bits) * 0x1p-32)
        }
        if point.count < dimensionCount {
            var random = RandomStream(seed: seed, for: .sobolPadding, number: number)
            while point.count < dimensionCount { point.append(random.nextUniform()) }
        }
        return point
    }

    /// The product of a bit matrix (its rows, the first for the highest bit) and a vector.
    private static func product(_ rows: [UInt32], _ vector: UInt32) -> UInt32 {
        var result: UInt32 = 0
        for row in rows { result = result << 1 | UInt32((row & vector).nonzeroBitCount & 1) }
        return result
    }
}
