import TestSupport
import Testing

@testable import MarketData

@Suite struct LongFileTests {
    private let expected = try? PriceTable(
        symbols: ["B", "A"],
        timestamps: [utc("2021-01-01"), utc("2021-01-02")],
        closes: [1, 2, 3, 4]
    )

    @Test(arguments: [
        "date,symbol,close\n2021-01-01,B,1\n2021-01-01,A,2\n2021-01-02,B,3\n2021-01-02,A,4\n",
        "date,ticker,price\n2021-01-02,B,3\n2021-01-01,B,1\n2021-01-01,A,2\n2021-01-02,A,4",
        "Asset;Close;Time\r\nB;1;1609459200\r\nB;3;1609545600\r\nA;2;1609459200\r\nA;4;1609545600\r\n",
        "unique_id,ds,y\nB,2021-01-02,3\n\"A\", 2021-01-02 ,4\n\n B ,2021-01-01,1\nA,2021-01-01,2\n",
        "symbol,date,open,Close,Adj Close\nB,2021-01-01,,9,1\nA,2021-01-01,x,9,2\nB,2021-01-02,,9,3\n"
            + "A,2021-01-02,\"\",9,4\n",
    ])
    func formsOfTheSameFile(_ text: String) throws {
        let loaded = try load([("a.csv", text)])
        #expect(loaded.table == expected)
        #expect(loaded.report.files[0].layout == .long)
        #expect(loaded.report.files[0].symbols == ["B", "A"])
    }

    @Test func outOfOrderMeansWithinASymbol() throws {
        let grouped = try load([
            (
                "a.csv",
                "date,symbol,close\n2021-01-01,A,1\n2021-01-02,A,1\n2021-01-01,B,1\n2021-01-02,B,1"
            )
        ])
        #expect(!grouped.report.files[0].wasSorted)
        let reversed = try load([
            (
                "a.csv",
                "date,symbol,close\n2021-01-02,A,1\n2021-01-02,B,1\n2021-01-01,A,1\n2021-01-01,B,1"
            )
        ])
        #expect(reversed.report.files[0].wasSorted)
        #expect(
            reversed.report.notes[0].hasSuffix(
                "a.csv: the rows were not in time order and were sorted."
            )
        )
    }

    @Test func seriesOfDifferentLengthAreJoined() throws {
        let text =
            "date,symbol,close\n2021-01-01,A,1\n2021-01-02,A,2\n2021-01-02,B,3\n2021-01-03,B,4\n"
        let loaded = try load([("a.csv", text)])
        #expect(loaded.table.timestamps == [utc("2021-01-02")])
        #expect(loaded.table.closes == [2, 3])
        #expect(loaded.report.droppedBars == 2)
        #expect(loaded.report.files[0].bars == 3)
    }

    @Test func manySymbolsAreToldApart() throws {
        let symbols = (0..<3000).map { "S\($0 % 7)-\($0)" }
        let walk = SyntheticPrices.randomWalk(bars: 3, symbols: symbols)
        var random = SeededRandom(seed: 8)
        let loaded = try table(TableText(walk).long(shuffled: &random))
        let order = symbols.map { loaded.symbols.firstIndex(of: $0)! }
        #expect(loaded.selecting(columns: order) == walk)
    }

    @Test(arguments: [
        (
            "date,symbol,close\n2021-01-01,A,1\n2021-01-01,B,1\n2021-01-01,A,2\n",
            "prices.csv:4: A has a second close for 2021-01-01; the first is at prices.csv:2; remove"
        ),
        (
            "date,symbol,close\n2021-01-01,A,1\n2021-01-02,,1\n",
            "prices.csv:3:2: the row names no symbol; fill it in"
        ),
        ("date,symbol,close\n2021-01-01,A,\n", "prices.csv:2:3: A: the close is empty; fill it in"),
        ("symbol,close,date\nX/Y,abc,2021-01-01\n", "prices.csv:2:2: X/Y: \"abc\" is not a number"),
        (
            "symbol,close,date\nX/Y,1,yesterday\n",
            "prices.csv:2:3: \"yesterday\" is not a timestamp"
        ),
        (
            "date,symbol,close\n2021-01-01,A\n",
            "prices.csv:2: the row has 2 fields where the header"
        ),
        ("date,symbol,close\n2021-01-01,A,1,\n", "prices.csv:2: the row has 4 fields where"),
    ])
    func badRows(_ text: String, _ message: String) throws {
        #expect(try loadMessage(text).hasPrefix(message))
    }
}
