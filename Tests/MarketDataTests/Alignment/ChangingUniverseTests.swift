import TestSupport
import Testing

@testable import MarketData

@Suite struct ChangingUniverseTests {
    private let changing = PriceLoadOptions(universe: .changing)

    @Test func keepsTheBarsOfEverySymbol() throws {
        let loaded = try load(
            [
                (
                    "prices.csv",
                    "date,A,B,C\n2021-01-01,1,,\n2021-01-02,2,5,\n2021-01-03,3,6,9\n2021-01-04,4,,8\n"
                )
            ],
            options: changing
        )
        let table = loaded.table
        #expect(table.barCount == 4)
        #expect(table.listings == [0..<4, 1..<3, 2..<4])
        #expect(table.isChanging)
        let nan = Double.nan
        #expect(table.closes == [1, nan, nan, 2, 5, nan, 3, 6, 9, 4, nan, 8])
        #expect(
            loaded.report.notes == [
                "B is listed from 2021-01-02 on.", "B is listed until 2021-01-03.",
                "C is listed from 2021-01-03 on.",
            ]
        )
        #expect(loaded.report.droppedBars == 0)
        // The same file with the bars that all have.
        #expect(try self.common(loaded).closes == [3, 6, 9])
    }

    private func common(_ loaded: LoadedPrices) throws -> PriceTable {
        let directory = try TemporaryDirectory()
        return try PriceTable(contentsOf: directory.write(loaded.table.bytes, to: "x.apus"))
    }

    @Test func gapsWithinAListingAreDroppedOrFilled() throws {
        let files = [
            (
                "A.csv",
                "date,close\n2021-01-01,1\n2021-01-02,2\n2021-01-03,3\n2021-01-04,4\n2021-01-05,5\n"
            ),
            ("B.csv", "date,close\n2021-01-02,7\n2021-01-04,8\n"),
        ]
        let dropped = try load(files, options: changing)
        #expect(dropped.table.timestamps == [1, 2, 4, 5].map { utc("2021-01-0\($0)") })
        #expect(dropped.table.listings == [0..<4, 1..<3])
        #expect(dropped.report.droppedBars == 1)
        let filled = try load(
            files,
            options: PriceLoadOptions(fill: .forward(maxGap: 5), universe: .changing)
        )
        let nan = Double.nan
        #expect(filled.table.closes == [1, nan, 2, 7, 3, 7, 4, 8, 5, nan])
        #expect(filled.table.listings == [0..<5, 1..<4])
        // Nothing is filled behind the end: a symbol that is gone has no price.
        #expect(filled.report.filledValues == 1)
    }

    @Test func aSymbolWithoutABarLeftIsAnError() throws {
        let files = [
            ("A.csv", "date,close\n2021-01-01,1\n2021-01-03,3\n"),
            ("B.csv", "date,close\n2021-01-02,7\n"),
        ]
        #expect(throws: MarketDataError.noBarsOfSymbol(symbol: "B")) {
            try load(files, options: changing)
        }
    }

    @Test func aBucketHasTheLastCloseOfWhatLeavesInIt() throws {
        let nan = Double.nan
        let table = try PriceTable(
            symbols: ["A", "B"],
            timestamps: (0..<8).map { utc("2021-01-01") + $0 * 43_200 },
            closes: [1, nan, 2, nan, 3, 10, 4, 11, 5, 12, 6, nan, 7, nan, 8, nan],
            listings: [0..<8, 2..<5]
        )
        let days = try table.resampled(to: BarInterval("1d")!)
        #expect(days.closes == [2, nan, 4, 11, 6, 12, 8, nan])
        #expect(days.listings == [0..<4, 1..<3])
    }

    @Test func selectingKeepsListings() throws {
        let table = try PriceTable(
            symbols: ["A", "B"],
            timestamps: [0, 1],
            closes: [1, .nan, 2, 3],
            listings: [0..<2, 1..<2]
        )
        #expect(table.selecting(columns: [1]).listings == [1..<2])
        #expect(!table.selecting(columns: [0]).isChanging)
    }

    @Test func listingsMustFitTheCloses() throws {
        func problem(_ closes: [Double], _ listings: [Range<Int>]) -> TableProblem? {
            do {
                _ = try PriceTable(
                    symbols: ["A", "B"],
                    timestamps: [0, 60],
                    closes: closes,
                    listings: listings
                )
                return nil
            } catch {
                guard case .badTable(let problem) = error else { return nil }
                return problem
            }
        }
        #expect(problem([1, .nan, 1, 2], [0..<2, 1..<2]) == nil)
        #expect(problem([1, 2, 1, 2], [0..<2]) == .listings(symbols: 2, listings: 1))
        #expect(problem([1, 2, 1, 2], [0..<2, 1..<1]) == .badListing(symbol: "B", bars: 2))
        #expect(problem([1, 2, 1, 2], [0..<3, 0..<2]) == .badListing(symbol: "A", bars: 2))
        #expect(
            problem([1, 2, 1, 2], [0..<2, 1..<2])
                == .badClose(symbol: "B", bar: 0, timestamp: 0, value: "2.0")
        )
        #expect(
            problem([1, .nan, 1, .nan], [0..<2, 1..<2])
                == .badClose(symbol: "B", bar: 1, timestamp: 60, value: "nan")
        )
    }
}
