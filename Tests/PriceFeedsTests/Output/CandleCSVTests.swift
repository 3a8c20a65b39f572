import FeedTestSupport
import MarketData
import TestSupport
import Testing

@testable import PriceFeeds

@Suite struct CandleCSVTests {
    private func series(_ symbol: String, _ starts: [Int64], _ interval: BarInterval)
        -> CandleSeries
    {
        CandleSeries(
            symbol: symbol,
            interval: interval,
            candles: starts.map { SimulatedExchange.candle(symbol, $0) }
        )
    }

    @Test func closesByHand() {
        let a = CandleSeries(
            symbol: "BTC/USDT",
            interval: .day,
            candles: [
                Candle(timestamp: newYear, open: 1, high: 2, low: 1, close: 1.5, volume: 3),
                Candle(timestamp: newYear + day, open: 1, high: 2, low: 1, close: 1e-5, volume: 3),
            ]
        )
        let b = CandleSeries(
            symbol: "x.us",
            interval: .day,
            candles: [
                Candle(timestamp: newYear + day, open: 1, high: 2, low: 1, close: 7, volume: 3),
                Candle(timestamp: newYear + 3 * day, open: 1, high: 2, low: 1, close: 8, volume: 3),
            ]
        )
        #expect(
            String(decoding: closesText([a, b]), as: UTF8.self) == """
                timestamp,BTC/USDT,x.us
                2024-01-01,1.5,
                2024-01-02,0.00001,7
                2024-01-04,,8

                """
        )
        #expect(
            String(decoding: CandleCSV.candles(b), as: UTF8.self) == """
                timestamp,open,high,low,close,volume
                2024-01-02,1.0,2.0,1.0,7.0,3.0
                2024-01-04,1.0,2.0,1.0,8.0,3.0

                """
        )
    }

    /// All times of a file have one form, midnight too.
    @Test func timesWithinADay() {
        let text = String(
            decoding: closesText([series("A", [newYear, newYear + hour], .hour)]),
            as: UTF8.self
        )
        #expect(text.contains("\n2024-01-01T00:00:00Z,"))
        #expect(text.contains("\n2024-01-01T01:00:00Z,"))
    }

    @Test func theReaderUnderstandsIt() throws {
        let folder = try TemporaryDirectory()
        let starts = (0..<200).map { newYear + $0 * hour }
        let all = [
            series("BTC/USDT", starts.filter { $0 % (7 * hour) != 0 }, .hour),
            series("ETH/USDT", starts.filter { $0 % (5 * hour) != 0 }, .hour),
        ]
        let wide = try folder.write(closesText(all), to: "prices.csv")
        let loaded = try SeriesLoader.load(path: wide)
        #expect(loaded.names == ["BTC/USDT", "ETH/USDT"])
        let times = starts.filter { $0 % (7 * hour) != 0 || $0 % (5 * hour) != 0 }
        #expect(loaded.timestamps == times)
        for (values, one) in zip(loaded.values, all) {
            let closes = Dictionary(
                uniqueKeysWithValues: one.candles.map { ($0.timestamp, $0.close) }
            )
            for (time, value) in zip(times, values) {
                #expect(closes[time] == (value.isNaN ? nil : value))
            }
        }
        let name = CandleCSV.fileName(of: all[0])
        #expect(name == "BTC_USDT-1h.csv")
        let file = try folder.write(CandleCSV.candles(all[0]), to: name)
        let table = try PriceLoader.load(paths: [file], options: PriceLoadOptions()).table
        #expect(table.symbols == ["BTC/USDT"])
        #expect(table.timestamps == all[0].candles.map(\.timestamp))
    }

    @Test func namesOfFiles() {
        #expect(CandleCSV.fileName(of: series("^spx", [0], .day)) == "^spx-1d.csv")
        #expect(CandleCSV.fileName(of: series("aapl.us", [0], .day)) == "aapl.us-1d.csv")
        #expect(CandleCSV.fileName(of: series("../x y", [0], .day)) == ".._x_y-1d.csv")
    }
}
