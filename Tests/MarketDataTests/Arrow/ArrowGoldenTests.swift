import TestSupport
import Testing

@testable import MarketData

/// Files that other programs wrote.
@Suite struct ArrowGoldenTests {
    private static func read(_ bytes: [UInt8], _ name: String = "prices.arrow") throws -> PriceTable
    {
        let directory = try TemporaryDirectory()
        let path = try directory.write(bytes, to: name)
        return try PriceTable(contentsOf: path, options: PriceLoadOptions(universe: .changing))
    }

    /// pandas' index of times is the first column, wherever it lies; null is missing.
    @Test(
        arguments: [
            ArrowGoldenFiles.pandasUncompressed, ArrowGoldenFiles.pandasLz4,
            ArrowGoldenFiles.pandasZstd,
        ]
    )
    func pandasFrames(bytes: [UInt8]) throws {
        let table = try Self.read(bytes)
        #expect(table.symbols == ["BTC/USDT", "ETH/USDT"])
        // The second bar lacks one, between two that have it.
        #expect(table.timestamps == [utc("2021-01-01"), utc("2021-01-03")])
        #expect(table.closes == [1.5, 10, 3.25, 12.5])
    }

    @Test func streamsOfBatchesAndSmallNumbers() throws {
        let table = try Self.read(ArrowGoldenFiles.pyarrowStream)
        #expect(table.symbols == ["A", "B"])
        #expect(table.timestamps == (1...3).map { utc("2021-01-0\($0)") })
        #expect(table.closes == [1, 1.5, 2, 2.5, 3, 3.5])
    }

    @Test(
        arguments: [
            ArrowGoldenFiles.polarsViews, ArrowGoldenFiles.polarsCategoriesLz4,
            ArrowGoldenFiles.polarsLargeTextZstd,
        ]
    )
    func polarsFrames(bytes: [UInt8]) throws {
        let table = try Self.read(bytes)
        #expect(table.symbols == ["A", "a symbol with a long name"])
        #expect(table.timestamps == [utc("2021-01-01"), utc("2021-01-02")])
        #expect(table.closes == [1, 5, 2, 6])
    }

    /// Bars among columns of other kinds; times as numbers of milliseconds, last.
    @Test func barsOfOneSymbol() throws {
        let table = try Self.read(ArrowGoldenFiles.pyarrowBars, "BTC_USDT-1d.feather")
        #expect(table.symbols == ["BTC/USDT"])
        #expect(table.timestamps == [utc("2021-01-01"), utc("2021-01-02")])
        #expect(table.closes == [1.25, 2.25])
    }

    @Test func anyNumbersAreReadAsSeries() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(ArrowGoldenFiles.pandasZstd, to: "x.feather")
        let series = try SeriesLoader.load(path: path)
        #expect(series.names == ["BTC/USDT", "ETH/USDT"])
        #expect(series.values[1] == [10, 11, 12.5])
        #expect(series.values[0][0] == 1.5 && series.values[0][1].isNaN)
    }
}
