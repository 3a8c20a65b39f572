import Foundation
import MarketData
import TestSupport
import Testing

@testable import PriceFeeds

@Suite struct CandleCacheTests {
    private let key = SeriesKey(feed: "binance", code: "BTCUSDT", interval: .hour)

    private func candle(_ timestamp: Int64, _ close: Double) -> Candle {
        Candle(timestamp: timestamp, open: 1, high: 3, low: 0.5, close: close, volume: 7)
    }

    @Test func barsComeBackBitByBit() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("new/folders/prices.sqlite")
        let odd = [0.1, 1e-300, Double.leastNonzeroMagnitude, 12345.678901234567, 1e300]
        let candles = odd.enumerated().map { candle(Int64($0) * 3600, $1) }
        try CandleCache(path: path).store(candles, complete: 0..<18_000, of: key)
        let cache = try CandleCache(path: path)
        #expect(try cache.candles(in: 0..<18_000, of: key) == candles)
        #expect(try cache.candles(in: 3600..<7200, of: key) == [candles[1]])
        #expect(try cache.missing(in: -5..<20_000, of: key) == [-5..<0, 18_000..<20_000])
        #expect(try cache.completeEnd(of: key) == 18_000)
        #expect(try cache.hasCandles(of: key))
    }

    @Test func seriesAreKeptApart() throws {
        let cache = try CandleCache()
        try cache.store([candle(0, 2)], complete: 0..<10, of: key)
        for other in [
            SeriesKey(feed: "kraken", code: "BTCUSDT", interval: .hour),
            SeriesKey(feed: "binance", code: "ETHUSDT", interval: .hour),
            SeriesKey(feed: "binance", code: "BTCUSDT", interval: .day),
        ] {
            #expect(try cache.candles(in: 0..<10, of: other) == [])
            #expect(try cache.missing(in: 0..<10, of: other) == [0..<10])
            #expect(try !cache.hasCandles(of: other))
            #expect(try cache.completeEnd(of: other) == nil)
        }
    }

    @Test func laterBarsWin() throws {
        let cache = try CandleCache()
        try cache.store([candle(0, 2), candle(1, 2)], complete: 0..<2, of: key)
        try cache.store([candle(1, 2.5), candle(2, 2)], complete: 2..<3, of: key)
        #expect(try cache.candles(in: 0..<9, of: key).map(\.close) == [2, 2.5, 2])
        #expect(try cache.missing(in: 0..<9, of: key) == [3..<9])
        try cache.store([candle(5, 1)], complete: 5..<6, of: key, replacing: true)
        #expect(try cache.candles(in: 0..<9, of: key).map(\.timestamp) == [5])
        #expect(try cache.missing(in: 0..<9, of: key) == [0..<5, 6..<9])
    }

    @Test func filesOfSomethingElse() throws {
        let folder = try TemporaryDirectory()
        let text = try folder.write(String(repeating: "not a database\n", count: 100), to: "text")
        let error = #expect(throws: PriceFeedError.self) { try CandleCache(path: text) }
        guard case .cacheUnusable(text, let reason) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(reason.contains("not a database"))
        #expect(error?.description.contains("delete it") == true)
        // A directory.
        #expect(throws: PriceFeedError.self) { try CandleCache(path: folder.path) }
        // A folder that is a file.
        #expect(throws: PriceFeedError.self) { try CandleCache(path: text + "/prices.sqlite") }
        #expect(try String(contentsOfFile: text, encoding: .utf8).hasPrefix("not a database\n"))
    }

    @Test func databasesOfSomethingElseAreLeftAlone() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("other.sqlite")
        try SQLiteFile.execute(path, "CREATE TABLE mine (x)")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(
            throws: PriceFeedError.cacheUnusable(
                path: path,
                reason: "it is a database of something else"
            )
        ) { try CandleCache(path: path) }
        #expect(try SQLiteFile.tables(path) == ["mine"])
        #expect(before.count > 0)
    }

    @Test func laterVersionsAreNotTouched() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("prices.sqlite")
        _ = try CandleCache(path: path)
        try SQLiteFile.execute(path, "INSERT INTO grdb_migrations VALUES ('2')")
        #expect(throws: PriceFeedError.cacheTooNew(path: path)) { try CandleCache(path: path) }
    }

    @Test func damagedFilesAreSaidToBeSo() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("prices.sqlite")
        try CandleCache(path: path).store(
            (0..<5000).map { candle($0, 2) },
            complete: 0..<5000,
            of: key
        )
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let length = try file.seekToEnd()
        #expect(length > 60_000)
        try file.seek(toOffset: 16_384)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(length) - 16_384))
        try file.close()
        let error = #expect(throws: PriceFeedError.self) {
            try CandleCache(path: path).candles(in: 0..<5000, of: key)
        }
        guard case .cacheUnusable(path, _) = error else {
            Issue.record("\(error as Any)")
            return
        }
    }

    @Test func valuesOfAnotherTypeAreSaidToBeSo() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("prices.sqlite")
        try CandleCache(path: path).store([candle(0, 2)], complete: 0..<1, of: key)
        try SQLiteFile.execute(path, "UPDATE candles SET close = 'much'")
        #expect(
            throws: PriceFeedError.cacheUnusable(path: path, reason: "a bar of BTCUSDT is damaged")
        ) { try CandleCache(path: path).candles(in: 0..<1, of: key) }
    }

    @Test func whereItLies() {
        #expect(
            CacheLocation.standard(environment: ["XDG_CACHE_HOME": "/c", "HOME": "/h"])
                == "/c/apus/prices.sqlite"
        )
        #if os(macOS)
        let expected = "/h/Library/Caches/apus/prices.sqlite"
        #else
        let expected = "/h/.cache/apus/prices.sqlite"
        #endif
        #expect(CacheLocation.standard(environment: ["HOME": "/h"]) == expected)
        let relative = ["XDG_CACHE_HOME": "c", "HOME": "/h"]
        #expect(CacheLocation.standard(environment: relative) == expected)
        #expect(CacheLocation.standard(environment: [:]) == nil)
    }
}
