import TestSupport
import Testing

@testable import MarketData

@Suite struct RoundTripTests {
    @Test(arguments: UInt64(1)...60)
    func randomTablesComeBackFromEveryLayout(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let symbols = ["BTC/USDT", "ETH/USDT", "SOL", "A B", "X,Y"]
        let table = SyntheticPrices.randomWalk(
            bars: Int.random(in: 1...80, using: &random),
            symbols: Array(symbols.prefix(Int.random(in: 1...5, using: &random))),
            interval: [60, 3600, 86_400].randomElement(using: &random)!,
            start: 1_577_836_800 + 60 * Int64.random(in: 0...10_000, using: &random),
            seed: seed
        )
        var text = TableText(table)
        text.randomizeForm(using: &random)
        let directory = try TemporaryDirectory()

        let wide = try directory.write(text.wide(shuffled: &random), to: "wide.csv")
        #expect(try PriceTable(contentsOf: wide) == table)

        let long = try directory.write(text.long(shuffled: &random), to: "long.csv")
        let pivoted = try PriceTable(contentsOf: long)
        let order = try table.symbols.map { try #require(pivoted.symbols.firstIndex(of: $0)) }
        #expect(pivoted.selecting(columns: order) == table)

        var paths: [String] = []
        var names: [String: String] = [:]
        for column in symbols.indices.prefix(table.symbolCount) {
            let bars = text.bars(column: column, shuffled: &random)
            paths.append(try directory.write(bars, to: "\(column).csv"))
            names[paths[column]] = symbols[column]
        }
        let options = PriceLoadOptions(symbolNames: names)
        #expect(try PriceLoader.load(paths: paths, options: options).table == table)
    }
}
