import TestSupport

/// Ranges of bars made up from a seed: whole, late, early and both.
struct SeededListings {
    private var random: SeededRandom
    private let bars: Int

    init(seed: Int, bars: Int) {
        random = SeededRandom(seed: UInt64(seed) &+ 31)
        self.bars = bars
    }

    mutating func next() -> Range<Int> {
        let first = Bool.random(using: &random) ? Int.random(in: 1..<bars - 1, using: &random) : 0
        let isWhole = Bool.random(using: &random)
        return first..<(isWhole ? bars : Int.random(in: first + 1...bars, using: &random))
    }
}
