import DataParallel

/// Resamples of a series by blocks of random, geometrically distributed length.
///
/// A resample starts at a uniformly drawn period. Each further period is the next one in time, after
/// the last one the first, or with probability `1 / meanBlockLength` again a uniformly drawn one:
/// Politis & Romano 1994, Journal of the American Statistical Association 89. The resampled series is
/// stationary, and dependence within a block is kept.
///
/// Resample `r` draws from stream `r` of the seed and from nothing else: it is the same in any order
/// and on any thread.
public struct StationaryBootstrap: Sendable, Equatable {
    /// The number of periods of the series and of each resample.
    public let count: Int
    /// The mean block length in periods, from 1 to ``count``.
    public let meanBlockLength: Double
    /// The seed of all resamples.
    public let seed: UInt64

    /// Of 2^53 equally likely numbers, those below it begin a new block.
    private let newBlocks: UInt64

    /// Creates the bootstrap.
    ///
    /// - Parameters:
    ///   - count: The number of periods, at least 1.
    ///   - meanBlockLength: In periods, from 1, which draws every period independently, to `count`;
    ///     see ``BlockLength/optimal(of:)``.
    ///   - seed: For all resamples.
    /// - Throws: If there are no periods, or the block length is not from 1 to `count`.
    public init(count: Int, meanBlockLength: Double, seed: UInt64) throws(ValidationError) {
        guard count >= 1 else { throw .tooFewReturns(count: count, minimum: 1) }
        guard meanBlockLength >= 1, meanBlockLength <= Double(count) else {
            throw .blockLengthOutOfRange(meanBlockLength, maximum: count)
        }
        self.count = count
        self.meanBlockLength = meanBlockLength
        self.seed = seed
        newBlocks = UInt64(0x1p53 / meanBlockLength)
    }

    /// The periods of a resample, in its time order.
    ///
    /// - Parameter resample: Which one, at least 0.
    /// - Complexity: O(count).
    public func indices(ofResample resample: Int) -> [Int] {
        [Int](unsafeUninitializedCapacity: count) { buffer, filled in
            forEachPeriod(ofResample: resample) { period in
                buffer.initializeElement(at: filled, to: period)
                filled += 1
            }
        }
    }

    /// How often each period occurs in a resample. A resample's sum of a series is the sum of
    /// count times value.
    ///
    /// - Parameter resample: Which one, at least 0.
    /// - Complexity: O(count).
    public func counts(ofResample resample: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: count)
        forEachPeriod(ofResample: resample) { counts[$0] += 1 }
        return counts
    }

    /// Calls `body` with the periods of a resample, in its time order.
    @inline(__always)
    func forEachPeriod(ofResample resample: Int, _ body: (Int) -> Void) {
        precondition(resample >= 0, "resamples are counted from 0")
        var random = RandomStream(seed: seed, stream: UInt64(resample))
        var period = drawn(&random)
        body(period)
        for _ in 1..<count {
            if random.next() >> 11 < newBlocks {
                period = drawn(&random)
            } else {
                period += 1
                if period == count { period = 0 }
            }
            body(period)
        }
    }

    /// A period; its probability is within `2^-64` of `1 / count`.
    @inline(__always)
    private func drawn(_ random: inout RandomStream) -> Int {
        Int(random.next().multipliedFullWidth(by: UInt64(count)).high)
    }
}
