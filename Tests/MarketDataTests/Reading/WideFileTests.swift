import TestSupport
import Testing

@testable import MarketData

@Suite struct WideFileTests {
    private let expected = try? PriceTable(
        symbols: ["BTC", "ETH"],
        timestamps: [utc("2021-01-01"), utc("2021-01-02"), utc("2021-01-03")],
        closes: [1, 2, 3, 4, 5, 6.5]
    )

    @Test(arguments: [
        "date,BTC,ETH\n2021-01-01,1,2\n2021-01-02,3,4\n2021-01-03,5,6.5\n",
        // No newline at the end, CRLF, empty lines.
        "date,BTC,ETH\r\n2021-01-01,1,2\r\n2021-01-02,3,4\r\n2021-01-03,5,6.5",
        "\n\ndate,BTC,ETH\n\n2021-01-01,1,2\n  \n2021-01-02,3,4\n2021-01-03,5,6.5\n\n\r\n\n",
        // Comments in front of the header, byte order mark.
        "# exported\n  # twice\ndate,BTC,ETH\n2021-01-01,1,2\n2021-01-02,3,4\n2021-01-03,5,6.5",
        "\u{FEFF}date,BTC,ETH\n2021-01-01,1,2\n2021-01-02,3,4\n2021-01-03,5,6.5\n",
        // Quotes and spaces around fields.
        "\"date\",\"BTC\",\"ETH\"\n\"2021-01-01\",\"1\",\"2\"\n2021-01-02,\"3\",4\n2021-01-03,5,\"6.5\"",
        "date , BTC, ETH \n 2021-01-01 , 1 ,2\n2021-01-02,3 , 4 \n\t2021-01-03,5,\" 6.5 \"\t\n",
        // Other delimiters.
        "date;BTC;ETH\n2021-01-01;1;2\n2021-01-02;3;4\n2021-01-03;5;6.5\n",
        "date\tBTC\tETH\n2021-01-01\t1\t2\n2021-01-02\t 3\t4 \n2021-01-03\t5\t6.5\n",
        // Newest first and in no order.
        "date,BTC,ETH\n2021-01-03,5,6.5\n2021-01-02,3,4\n2021-01-01,1,2\n",
        "date,BTC,ETH\n2021-01-02,3,4\n2021-01-03,5,6.5\n2021-01-01,1,2\n",
        // Timestamps in other forms, also mixed.
        "t,BTC,ETH\n1609459200,1,2\n1609545600,3,4\n1609632000,5,6.5\n",
        "t,BTC,ETH\n1609459200000,1,2\n1609545600000,3,4\n1609632000000,5,6.5\n",
        "t,BTC,ETH\n20210101,1,2\n2021/01/02,3,4\n2021-01-03T02:00:00+02:00,5,6.5\n",
        "t,BTC,ETH\n2021-01-01 00:00:00,1,2\n2021-01-02T00:00:00Z,3,4\n2021-01-03T00:00,5,6.5\n",
        // Numbers in other forms; an index without a name, as pandas writes it.
        ",BTC,ETH\n2021-01-01,1.0,+2\n2021-01-02,3e0,.4E1\n2021-01-03,005.000,6.50000000000000000000\n",
    ])
    func formsOfTheSameFile(_ text: String) throws {
        #expect(try table(text) == expected)
    }

    @Test func symbolsKeepQuotesAndDelimiters() throws {
        let table = try table("date,\"A,B\",\"say \"\"hi\"\"\"\n2021-01-01,1,2\n")
        #expect(table.symbols == ["A,B", "say \"hi\""])
    }

    @Test func twoColumnsAreAWideFileOfOneSymbol() throws {
        let loaded = try load([("x.csv", "date,GOLD\n2021-01-01,1800.5\n")])
        #expect(loaded.table.symbols == ["GOLD"])
        #expect(loaded.report.files[0].layout == .wide)
    }

    @Test func tickersThatAreWordsAreSymbols() throws {
        let table = try table("Date,HD,LOW,OPEN,Y,ASML\n2021-01-01,1,2,3,4,5\n")
        #expect(table.symbols == ["HD", "LOW", "OPEN", "Y", "ASML"])
    }

    @Test func manyColumnsLongLines() throws {
        // A line longer than a chunk.
        let symbols = (0..<70_000).map { "S\($0)" }
        let row = (1...70_000).map { "\($0).\($0)" }
        let text =
            "date," + symbols.joined(separator: ",") + "\n2021-01-01,"
            + row.joined(separator: ",") + "\n2021-01-02," + row.joined(separator: ",")
        #expect(text.utf8.count > 2 * FileChunks.chunkSize)
        let table = try table(text)
        #expect(table.symbols == symbols)
        #expect(table.closes.asArray == row.map { Double($0)! } + row.map { Double($0)! })
    }

    @Test func rowsAcrossManyChunks() throws {
        let expected = SyntheticPrices.randomWalk(bars: 40_000, symbols: 4)
        let text = TableText(expected).wide()
        #expect(text.utf8.count > 3 * FileChunks.chunkSize)
        #expect(try table(text) == expected)
    }

    @Test(arguments: [
        ("date,A,B\n2021-01-01,1,2\n2021-01-02,3\n", "prices.csv:3: the row has 2 fields"),
        (
            "date,A,B\n2021-01-01,1,2,3\n",
            "prices.csv:2: the row has 4 fields where the header has 3"
        ),
        ("date,A,B\n\n2021-01-01,1\n", "prices.csv:3: the row has 2 fields"),
        ("#\ndate,A\n2021-01-01,abc\n", "prices.csv:3:2: A: \"abc\" is not a number"),
        ("date,A,B\n2021-01-01,1,nan\n", "prices.csv:2:3: B: \"nan\" is not a finite price"),
        ("date,A,B\n2021-01-01,1,-INF\n", "prices.csv:2:3: B: \"-INF\" is not a finite price"),
        ("date,A,B\n2021-01-01,1,1e999\n", "prices.csv:2:3: B: \"1e999\" is not a finite price"),
        ("date,A,B\n2021-01-01,0,1\n", "prices.csv:2:2: A: \"0\" is not a price > 0"),
        ("date,A,B\n2021-01-01,0.000,1\n", "prices.csv:2:2: A: \"0.000\" is not a price > 0"),
        ("date,A,B\n2021-01-01,1,-5\n", "prices.csv:2:3: B: \"-5\" is not a price > 0"),
        ("date,A,B\n2021-01-01,1,1e-400\n", "prices.csv:2:3: B: \"1e-400\" is not a price > 0"),
        ("date;A;B\n2021-01-01;1;2,5\n", "prices.csv:2:3: B: \"2,5\" is not a number"),
        ("date,A\n2021-02-30,1\n", "prices.csv:2:1: \"2021-02-30\" is not a timestamp; write"),
        ("date,A\n,1\n", "prices.csv:2:1: \"\" is not a timestamp"),
        ("i,A\n0,1\n1,2\n", "prices.csv:2:1: \"0\" is not a timestamp"),
        ("date,A\n# no,1\n", "prices.csv:2:1: \"# no\" is not a timestamp"),
        ("date,A\n2021-01-01,\"1\n", "prices.csv:2:2: a quoted field does not end properly"),
        ("date,A\n2021-01-01,\"1\"2\n", "prices.csv:2:2: a quoted field does not end properly"),
        (
            "date,A\n2021-01-01,1\n2021-01-02,2\n2021-01-01,3\n",
            "prices.csv:4: A has a second close for 2021-01-01; the first is at prices.csv:2;"
        ),
        (
            "date,A,B\n\n2021-01-01,1,1\n2021-01-01,2,2\n",
            "prices.csv:4: the file has a second close for 2021-01-01; the first is at prices.csv:3"
        ),
    ])
    func badRows(_ text: String, _ message: String) throws {
        let description = try loadMessage(text)
        #expect(description.hasPrefix(message))
        #expect(description.contains("; "))
    }

    @Test func errorsBehindTheFirstChunkNameTheirLine() throws {
        let walk = SyntheticPrices.randomWalk(bars: 40_000, symbols: 4)
        var lines = TableText(walk).wide().split(separator: "\n").map(String.init)
        lines[35_000] += "x"
        lines.insert("", at: 20_000)
        #expect(
            try loadError(lines.joined(separator: "\n")).description.contains("csv:35002:5: S4")
        )
    }

    @Test func badValuesAreCutAndVisible() throws {
        let long = String(repeating: "9x", count: 100)
        let description = try loadError("date,A\n2021-01-01,\u{1B}\(long)\n").description
        #expect(description.contains("\"\\u{1b}" + long.prefix(39) + "…\""))
    }

    @Test func emptyCellsAreMissingBars() throws {
        let loaded = try load([
            (
                "a.csv",
                "date,A,B\n2021-01-01,1,2\n2021-01-02,,4\n2021-01-03,5,\"\"\n2021-01-04,7,8\n"
            )
        ])
        #expect(loaded.table.timestamps == [utc("2021-01-01"), utc("2021-01-04")])
        #expect(loaded.table.closes == [1, 2, 7, 8])
        #expect(loaded.report.droppedBars == 2)
    }
}
