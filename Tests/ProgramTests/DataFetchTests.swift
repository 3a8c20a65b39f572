import FeedTestSupport
import Foundation
import MarketData
import TestSupport
import Testing

/// `apus data fetch` against a simulated exchange on this machine.
@Suite struct DataFetchTests {
    private static let newYear: Int64 = 1_704_067_200
    /// 3,000 hours and a half after the first bar of BTC/USDT; ETH/USDT begins 1,200 hours later. Pages have 1,000.
    private static let exchange = SimulatedExchange(
        now: newYear + 3_000 * 3_600 + 1_800,
        markets: ["BTCUSDT": newYear, "ETHUSDT": newYear + 1_200 * 3_600]
    )
    private static let fetch = [
        "data", "fetch", "--exchange", "binance", "--symbols", "BTC/USDT,ETH/USDT", "--timeframe",
        "1h",
        "--max-history", "--cache", "cache.sqlite",
    ]

    @Test func fetchedPricesAreReadAndTheSecondRunAsksForNewBarsOnly() async throws {
        let directory = try TemporaryDirectory()
        let server = TestServer { Self.exchange.binance($0) }
        defer { server.stop() }
        let arguments = Self.fetch + ["--base-url", server.baseURL]
        let first = try await Program.runAsGiven(
            arguments + ["--output", "prices.csv", "--ohlcv", "bars"],
            directory
        )
        #expect(first.status == 0, "\(first.stderr)")
        let table = try PriceTable(
            contentsOf: directory.path("prices.csv"),
            options: PriceLoadOptions(universe: .changing)
        )
        #expect(table.symbols == ["BTC/USDT", "ETH/USDT"])
        #expect(table.timestamps.first == Self.newYear)
        #expect(table.listings == [0..<3_000, 1_200..<3_000])
        for bar in [0, 1_500, 2_999] where bar < table.barCount {
            let candle = SimulatedExchange.candle("BTCUSDT", table.timestamps[bar])
            #expect(table[bar: bar, symbol: 0] == candle.close)
        }
        #expect(
            Fixtures.names(in: directory.path("bars")) == ["BTC_USDT-1h.csv", "ETH_USDT-1h.csv"]
        )
        let asked = server.requests.count
        #expect(asked >= 5)
        // Without a name the file is named after what it holds.
        let second = try await Program.runAsGiven(arguments, directory)
        #expect(second.status == 0, "\(second.stderr)")
        #expect(
            try Fixtures.bytes(of: directory.path("binance-1h.csv"))
                == Fixtures.bytes(of: directory.path("prices.csv"))
        )
        // This machine's clock is years ahead of the exchange's: it is asked once for each whether there is more.
        #expect(server.requests.count - asked <= 2)
        // And a study of them.
        let study = try await Program.runAsGiven(
            [
                "optimize", "-p", "prices.csv", "--universe", "changing", "-d", "1", "-n", "3",
                "--quick",
                "--odds", "off", "-o", "out",
            ],
            directory
        )
        #expect(study.status == 0, "\(study.stderr)")
    }

    @Test func unknownSymbolsAndServersThatAreNotThereAreSaid() async throws {
        let directory = try TemporaryDirectory()
        let server = TestServer { Self.exchange.binance($0) }
        let unknown = try await Program.runAsGiven(
            [
                "data", "fetch", "--exchange", "binance", "--symbols", "BTC/USDTT", "--timeframe",
                "1h",
                "--days", "3", "--no-cache", "--base-url", server.baseURL,
            ],
            directory
        )
        #expect(unknown.status != 0)
        #expect(unknown.stderr.contains("BTC/USDTT"), "\(unknown.stderr)")
        #expect(!FileManager.default.fileExists(atPath: directory.path("binance-1h.csv")))
        server.stop()
        let typo = try await Program.runAsGiven(
            ["data", "fetch", "--exchange", "binanse", "--symbols", "A/B", "--timeframe", "1h"],
            directory
        )
        #expect(typo.status == 64)
        let bad = try await Program.runAsGiven(
            ["data", "fetch", "--exchange", "binance", "--symbols", "A/B", "--timeframe", "1x"],
            directory
        )
        #expect(bad.status == 64)
        #expect(bad.stderr.contains("'1x' is not a length of bars"))
    }
}
