public import MarketData

/// Price tables made up from a seed.
public enum SyntheticPrices {
    /// A random walk for each symbol, in steps of up to 2 %, from a first close of 10 to 1,000.
    ///
    /// - Parameters:
    ///   - bars: T, at least 1.
    ///   - symbols: The N symbols, at least one, all different.
    ///   - interval: Seconds between bars.
    ///   - start: The first timestamp in UTC seconds; 2020-01-01 by default.
    ///   - seed: Equal seeds give equal tables.
    public static func randomWalk(
        bars: Int,
        symbols: [String],
        interval: Int64 = 3600,
        start: Int64 = 1_577_836_800,
        seed: UInt64 = 1
    ) -> PriceTable {
        var random = SeededRandom(seed: seed)
        var current = symbols.map { _ in Double.random(in: 10..<1000, using: &random) }
        var closes: [Double] = []
        closes.reserveCapacity(bars * symbols.count)
        for _ in 0..<bars {
            for column in symbols.indices {
                current[column] *= 1 + Double.random(in: -0.02..<0.02, using: &random)
            }
            closes += current
        }
        let timestamps = (0..<bars).map { start + Int64($0) * interval }
        do {
            return try PriceTable(symbols: symbols, timestamps: timestamps, closes: closes)
        } catch {
            fatalError("a random walk needs valid arguments: \(error)")
        }
    }

    /// A random walk of symbols named `S1`, `S2` and so on.
    ///
    /// - Parameters:
    ///   - bars: T, at least 1.
    ///   - symbols: N, at least 1.
    ///   - interval: Seconds between bars.
    ///   - start: The first timestamp in UTC seconds; 2020-01-01 by default.
    ///   - seed: Equal seeds give equal tables.
    public static func randomWalk(
        bars: Int,
        symbols: Int,
        interval: Int64 = 3600,
        start: Int64 = 1_577_836_800,
        seed: UInt64 = 1
    ) -> PriceTable {
        randomWalk(
            bars: bars,
            symbols: (1...symbols).map { "S\($0)" },
            interval: interval,
            start: start,
            seed: seed
        )
    }
}
