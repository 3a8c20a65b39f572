import DataParallel

/// The order in which an epoch of training takes its samples: a permutation, computed place by place.
///
/// Four rounds of a Feistel network on the bits of a place, repeated until the result is a place again
/// (J. Black, P. Rogaway, "Ciphers with arbitrary finite domains", 2002). The rounds' keys are drawn
/// for the epoch; the function between is that of S. Vigna's splitmix64.
struct WindowOrder: Sendable {
    private let count: UInt64
    private let halfBits: UInt64
    private let keys: SIMD4<UInt64>

    init(count: Int, seed: UInt64, epoch: Int) {
        self.count = UInt64(count)
        var bits: UInt64 = 1
        while UInt64(1) << (2 * bits) < UInt64(count) { bits += 1 }
        halfBits = bits
        var stream = RandomStream(seed: seed, stream: 0x4F52_4445_5200_0000 + UInt64(epoch))
        keys = SIMD4(stream.next(), stream.next(), stream.next(), stream.next())
    }

    /// The sample at a place.
    func sample(at place: Int) -> Int {
        let mask = (UInt64(1) << halfBits) - 1
        var value = UInt64(place)
        repeat {
            var (left, right) = (value >> halfBits, value & mask)
            for round in 0..<4 {
                var mixed = right ^ keys[round]
                mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
                mixed ^= mixed >> 31
                (left, right) = (right, left ^ (mixed & mask))
            }
            value = left << halfBits | right
        } while value >= count
        return Int(value)
    }
}
