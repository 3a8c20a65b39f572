import TestSupport
import Testing

@testable import MarketData

@Suite struct HeaderTests {
    @Test(arguments: [
        ("2021-01-01,1,2\n", "prices.csv:1: the first line is data, not a header; add a line"),
        ("1609459200,1\n", "prices.csv:1: the first line is data, not a header"),
        ("\n1,2,3\n", "prices.csv:2: the first line is data, not a header"),
        ("date,A,A\n", "prices.csv:1:3: the column name \"A\" is already that of column 2"),
        ("date,A,,B\n", "prices.csv:1:3: the column has no name; name it"),
        ("date,A,\n2021-01-01,1,\n", "prices.csv:1:3: the column has no name"),
        (
            "#x\ndate,open,high,low\n",
            "prices.csv:2: no column holds prices (found \"date\", \"open\""
        ),
        ("date\n2021-01-01\n", "prices.csv:1: no column holds prices (found \"date\")"),
        ("date,symbol,volume\n", "prices.csv:1: no column holds prices"),
        ("open,high,low,close\n", "prices.csv:1: no column holds timestamps; name one of them"),
        ("close,volume\n", "prices.csv:1: no column holds timestamps"),
        ("symbol,close\n", "prices.csv:1: no column holds timestamps"),
        ("A,B,date\n", "prices.csv:1:3: the timestamps (\"date\") are in column 3"),
        ("date,\"A\n", "prices.csv:1:2: a quoted field does not end properly"),
    ])
    func badHeaders(_ text: String, _ message: String) throws {
        #expect(try loadMessage(text).hasPrefix(message))
    }

    @Test(arguments: [
        ("", "prices.csv: the file is empty"),
        ("\n \r\n# only a comment\n", "prices.csv: the file is empty"),
        ("\u{FEFF}", "prices.csv: the file is empty"),
        ("date,A\n", "prices.csv: the file has a header but no bars"),
        ("date,A", "prices.csv: the file has a header but no bars"),
        ("date,close\n\n\n", "prices.csv: the file has a header but no bars"),
    ])
    func filesWithoutBars(_ text: String, _ message: String) throws {
        #expect(try loadMessage(text).hasPrefix(message))
    }

    @Test(
        arguments: [
            ("Date,Open,High,Low,Close,Adj Close,Volume", 0, 5, nil),
            ("open_time,open,high,low,close,volume,close_time", 0, 4, nil),
            ("volume,CLOSE,Timestamp", 2, 1, nil),
            ("date,price", 0, 1, nil), ("ds,y", 0, 1, nil), ("when,close", 0, 1, nil),
            ("unique_id,ds,y", 1, 2, 0), ("Ticker,Date,adj_close,close", 1, 2, 0),
            ("close,asset,when,time", 3, 0, 1), ("date,symbol,value", 0, 2, 1),
            ("unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT", 0, 6, 2),
            (",date,symbol,close", 1, 3, 2),
        ] as [(String, Int, Int, Int?)]
    )
    func recordColumns(_ header: String, _ timestamp: Int, _ close: Int, _ symbol: Int?) throws {
        let names = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let location = FileLocation(path: "a.csv", line: 1)
        let (layout, columns) = try HeaderReader(names: names, location: location).columns()
        #expect(layout == (symbol == nil ? .perSymbol : .long))
        guard case .records(var found) = columns else { return #expect(Bool(false)) }
        found.fields = [:]
        let records = FileFormat.Records(
            timestamp: timestamp,
            close: close,
            symbol: symbol,
            width: names.count
        )
        #expect(found == records)
    }

    @Test(
        arguments: [
            (
                "Date,Open,High,Low,Close,Adj Close,Volume",
                [.open: 1, .high: 2, .low: 3, .close: 4, .volume: 6]
            ),
            ("date,price", [:]), ("ds,y", [:]), ("date,close,Vol.", [.close: 1, .volume: 2]),
            (
                "unix,date,symbol,open,close,Volume BTC,Volume USDT",
                [.open: 3, .close: 4, .volume: 5]
            ),
            (
                "time,volume to,VOLUME,low,high,close",
                [.volume: 2, .low: 3, .high: 4, .close: 5]
            ),
        ] as [(String, [CandleField: Int])]
    )
    func candleColumns(_ header: String, _ fields: [CandleField: Int]) throws {
        let names = header.split(separator: ",").map(String.init)
        let location = FileLocation(path: "a.csv", line: 1)
        let (_, columns) = try HeaderReader(names: names, location: location).columns()
        guard case .records(let found) = columns else { return #expect(Bool(false)) }
        #expect(found.fields == fields)
    }
}
