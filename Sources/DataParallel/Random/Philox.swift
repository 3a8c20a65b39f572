/// A counter-based random number generator: the numbers are a pure function of a key and a counter.
///
/// Parallel code that keys its draws by what they are for (seed, stream, index), and not by thread
/// or order, draws the same numbers at any schedule.
///
/// Philox4x32 with 10 rounds: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", SC 2011. Tested against the paper's published vectors.
public struct Philox4x32: Sendable {
    /// One block: encrypts a 128-bit counter with a 64-bit key.
    ///
    /// - Parameters:
    ///   - counter: Four words, the least significant first.
    ///   - key: Two words, the least significant first.
    /// - Returns: Four words of uniformly distributed bits.
    public static func block(
        counter: SIMD4<UInt32>,
        key: SIMD2<UInt32>
    ) -> SIMD4<UInt32> {
        var x = counter
        var k = key
        for _ in 0..<10 {
            let first = UInt64(x[0]) &* 0xD251_1F53
            let second = UInt64(x[2]) &* 0xCD9E_8D57
            x = SIMD4(
                UInt32(truncatingIfNeeded: second >> 32) ^ x[1] ^ k[0],
                UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ x[3] ^ k[1],
                UInt32(truncatingIfNeeded: first)
            )
            k[0] &+= 0x9E37_79B9
            k[1] &+= 0xBB67_AE85
        }
        return x
    }
}

/// A sequence of random numbers identified by (seed, stream, index).
///
/// Two streams with any of the three different are independent for all practical purposes. The
/// seed is the key; stream and draw number form the counter.
public struct RandomStream: RandomNumberGenerator, Sendable {
    private let key: SIMD2<UInt32>
    private let stream: UInt64
    private var position: UInt64
    private var spare: UInt64?

    /// Creates the stream at its first draw.
    ///
    /// - Parameters:
    ///   - seed: The seed of the whole study.
    ///   - stream: What the numbers are for, for example a resample's or a sample's number.
    ///   - index: The block to start at; each block holds two 64-bit numbers.
    public init(seed: UInt64, stream: UInt64, index: UInt64 = 0) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.stream = stream
        position = index
    }

    /// The next 64 uniformly distributed bits.
    public mutating func next() -> UInt64 {
        if let value = spare {
            spare = nil
            return value
        }
        let counter = SIMD4(
            UInt32(truncatingIfNeeded: position),
            UInt32(truncatingIfNeeded: position >> 32),
            UInt32(truncatingIfNeeded: stream),
            UInt32(truncatingIfNeeded: stream >> 32)
        )
        position &+= 1
        let words = Philox4x32.block(counter: counter, key: key)
        spare = UInt64(words[2]) | UInt64(words[3]) << 32
        return UInt64(words[0]) | UInt64(words[1]) << 32
    }

    /// The next number in [0, 1), with 53 random bits.
    public mutating func nextUniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}
