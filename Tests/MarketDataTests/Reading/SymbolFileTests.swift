import TestSupport
import Testing

@testable import MarketData

@Suite struct SymbolFileTests {
    private static let bars = "2021-01-01,9,9,9,1.5,7\n2021-01-02,9,9,9,2.5,8\n"

    @Test(arguments: [
        "Date,Open,High,Low,Close,Volume\n" + bars,
        "date,open,high,low,close,volume\r\n2021-01-01,a,,\"b\",1.5,0\r\n2021-01-02,,,,\"2.5\",\r\n",
        "volume\tADJ_CLOSE\tclose\tdate\n0\t1.5\t9\t2021-01-01\n0\t2.5\t9\t2021-01-02\n",
        "date,price\n2021-01-02,2.5\n2021-01-01,1.5\n",
        "ds,y\n2021-01-01,1.5\n2021-01-02,2.5\n",
        "close,date\n1.5,2021-01-01\n2.5,2021-01-02",
    ])
    func closesOfAFile(_ text: String) throws {
        let loaded = try load([("AAPL.csv", text)])
        #expect(loaded.table.symbols == ["AAPL"])
        #expect(loaded.table.timestamps == [utc("2021-01-01"), utc("2021-01-02")])
        #expect(loaded.table.closes == [1.5, 2.5])
        #expect(loaded.report.files[0].layout == .perSymbol)
    }

    @Test(arguments: [
        ("AAPL.csv", "AAPL"), ("data/x.y/AAPL.csv", "AAPL"), ("BRK.B.csv", "BRK.B"),
        ("BTC_USDT-1h.csv", "BTC/USDT"), ("BTC-USDT_1d.CSV", "BTC/USDT"),
        ("BTCUSDT-1h-2024-01.csv", "BTCUSDT"), ("ETH_BTC-4h-2024-01-31.csv", "ETH/BTC"),
        ("BTC_USDT_USDT-1h-futures.csv", "BTC/USDT"), ("EUR_USD.txt", "EUR/USD"),
        ("BRK-B.csv", "BRK-B"), ("SPY_daily.csv", "SPY"), ("TSLA 15m.tsv", "TSLA"),
        ("a_b.csv", "a_b"), (".csv", ".csv"), ("1h.csv", "1h"), ("-1h.csv", "-1h"),
        ("GC-2024.csv", "GC-2024"), ("BTC-PERP.csv", "BTC-PERP"), ("_USDT.csv", "_USDT"),
    ])
    func symbolsOfFileNames(_ path: String, _ symbol: String) {
        #expect(SymbolFileName.symbol(ofPath: path) == symbol)
        #expect(SymbolFileName.symbol(ofPath: "/some/dir/" + path) == symbol)
    }

    @Test func namesCanBeGiven() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("date,close\n2021-01-01,1\n", to: "x.csv")
        let options = PriceLoadOptions(symbolNames: [path: "GOLD"])
        #expect(try PriceTable(contentsOf: path, options: options).symbols == ["GOLD"])
    }

    @Test func klinesWithoutHeader() throws {
        let milliseconds = "1609459200000,9,9,9,1.50000000,7,1609462799999,1,2,3,4,0\n"
        let microseconds = "1609462800000000,9,9,9,2.5,7,1609466399999999,1,2,3,4,0\n"
        let loaded = try load([
            ("BTCUSDT-1h-2021-01.csv", milliseconds), ("BTCUSDT-1h-2021-02.csv", microseconds),
        ])
        #expect(loaded.table.symbols == ["BTCUSDT"])
        #expect(loaded.table.timestamps == [1_609_459_200, 1_609_462_800])
        #expect(loaded.table.closes == [1.5, 2.5])
        #expect(loaded.report.files.map(\.layout) == [.kline, .kline])
        #expect(loaded.report.droppedBars == 0)
    }

    @Test(arguments: [
        (
            "date,close\n2021-01-01,null\n",
            "BTC_USDT-1d.csv:2:2: BTC/USDT: \"null\" is not a number"
        ),
        (
            "date,open,close\n2021-01-01,1,0.0\n",
            "BTC_USDT-1d.csv:2:3: BTC/USDT: \"0.0\" is not a price"
        ),
        (
            "date,close\n2021-01-02,1\n2021-01-01,2\n2021-01-02,1\n",
            "BTC_USDT-1d.csv:4: BTC/USDT has a second close for 2021-01-02; the first is at "
        ),
    ])
    func badRows(_ text: String, _ message: String) throws {
        #expect(try loadMessage(text, name: "BTC_USDT-1d.csv").hasPrefix(message))
    }
}
