import TestSupport

/// Seeded noise: sums of twelve uniforms, mean 0 and deviation 1.
struct NoiseSeries {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func next() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += Double(random.next() >> 11) * 0x1p-53 }
        return sum
    }

    mutating func series(_ count: Int) -> [Double] {
        (0..<count).map { _ in next() }
    }

    /// Noise in which a value keeps the share `memory` of the one before.
    mutating func autoregression(_ count: Int, memory: Double) -> [Double] {
        var value = 0.0
        return (0..<count).map { _ in
            value = memory * value + next()
            return value
        }
    }
}
