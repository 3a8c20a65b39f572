import Backtesting
import MarketData
import TestSupport

/// A candidate on random prices, made up from a seed.
struct RandomCase {
    let table: PriceTable
    let weights: [Double]
    let policy: RebalancingPolicy
    let window: Range<Int>

    init(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &+ 1_000)
        let count = Int.random(in: 2...5, using: &random)
        table = SyntheticPrices.randomWalk(
            bars: 500,
            symbols: (0..<count).map { "S\($0)" },
            interval: [14_400, 86_400].randomElement(using: &random)!,
            seed: random.next()
        )
        // Shares of 64 parts: exact in Double, and so is their sum.
        var parts = Array(repeating: 1, count: count)
        for _ in count..<64 { parts[Int.random(in: 0..<count, using: &random)] += 1 }
        weights = parts.map { Double($0) / 64 }
        policy = try RebalancingPolicy(
            method: [.threshold, .calendar, .hybrid].randomElement(using: &random)!,
            threshold: [0.01, 0.02, 0.05].randomElement(using: &random)!,
            calendarDays: Int.random(in: 1...20, using: &random),
            minimumIntervalHours: [0, 24, 100].randomElement(using: &random)!,
            momentumVeto: Bool.random(using: &random)
        )
        let start = Int.random(in: 0...100, using: &random)
        window = start..<Int.random(in: 300...500, using: &random)
    }

    var allocation: Allocation {
        get throws { try Allocation(symbols: table.symbols, weights: weights) }
    }
}
