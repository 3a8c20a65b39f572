import Synchronization
import TestSupport
import Testing

@testable import MarketData

@Suite struct PriceLoaderTests {
    @Test func everyProblemWithAPathHasItsError() throws {
        let directory = try TemporaryDirectory()
        let absent = directory.path("absent.csv")
        #expect(throws: MarketDataError.noFiles) { try PriceLoader.load(paths: []) }
        #expect(throws: MarketDataError.missingFile(path: absent)) {
            try PriceLoader.load(paths: [absent])
        }
        #expect(throws: MarketDataError.directory(path: directory.path)) {
            try PriceLoader.load(paths: [directory.path])
        }
        let path = try directory.write("date,A\n2021-01-01,1\n", to: "a.csv")
        #expect(throws: MarketDataError.missingFile(path: path + "/b.csv")) {
            try PriceLoader.load(paths: [path + "/b.csv"])
        }
        #expect(throws: MarketDataError.repeatedFile(path: path)) {
            try PriceLoader.load(paths: [path, path])
        }
        let tooLong = String(repeating: "x", count: 5000)
        let error = #expect(throws: MarketDataError.self) {
            try PriceLoader.load(paths: [tooLong])
        }
        #expect(error?.category == .unreadable)
    }

    @Test(
        arguments: [
            ([0x1F, 0x8B, 8, 0], "gzip"), ([0x50, 0x4B, 3, 4], "ZIP"),
            ([0x50, 0x41, 0x52, 0x31], "Parquet"),
            ([0xFF, 0xFE, 0x64, 0], "UTF-16"), ([0x64, 0x61, 0, 0x0A], "binary"),
        ] as [([UInt8], String)]
    )
    func filesThatAreNoTextAreNamed(_ bytes: [UInt8], _ format: String) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(bytes, to: "prices.csv")
        let error = #expect(throws: MarketDataError.self) { try PriceTable(contentsOf: path) }
        #expect(try #require(error).description.contains(format))
    }

    @Test func stopsWhenAsked() throws {
        let walk = SyntheticPrices.randomWalk(bars: 40_000, symbols: 4)
        let directory = try TemporaryDirectory()
        let path = try directory.write(TableText(walk).wide(), to: "a.csv")
        let polls = Atomic(0)
        let never = PriceLoadOptions(shouldStop: {
            polls.add(1, ordering: .relaxed)
            return false
        })
        #expect(try PriceTable(contentsOf: path, options: never) == walk)
        let all = polls.load(ordering: .relaxed)
        #expect(all > 3)
        let second = Atomic(0)
        let options = PriceLoadOptions(shouldStop: {
            second.add(1, ordering: .relaxed).newValue == 2
        })
        #expect(throws: MarketDataError.cancelled) {
            try PriceTable(contentsOf: path, options: options)
        }
        #expect(second.load(ordering: .relaxed) == 2)
    }

    @Test func resamplesAfterJoining() throws {
        let walk = SyntheticPrices.randomWalk(bars: 60, symbols: 2)
        let text = TableText(walk).wide()
        let options = PriceLoadOptions(timeframe: BarInterval("1d"))
        let loaded = try load([("a.csv", text)], options: options)
        #expect(try loaded.table == walk.resampled(to: BarInterval("1d")!))
        #expect(loaded.report.resampledFrom == BarInterval("1h"))
        #expect(loaded.report.notes == ["Resampled from 1h to 1d: 60 bars became 3."])
        let same = try load(
            [("a.csv", text)],
            options: PriceLoadOptions(timeframe: BarInterval("1h"))
        )
        #expect(same.table == walk)
        #expect(same.report.resampledFrom == nil)
        #expect(same.report.notes.isEmpty)
        let finer = try loadError(text, options: PriceLoadOptions(timeframe: BarInterval("1m")))
        #expect(finer == .timeframeTooFine(requested: BarInterval("1m")!, interval: 3600))
    }

    @Test func maximumGapIsAtLeastOneBar() throws {
        let error = try loadError(
            "date,A\n2021-01-01,1\n",
            options: PriceLoadOptions(fill: .forward(maxGap: 0))
        )
        #expect(error == .badOption(name: "maxGap", value: "0", allowed: "at least 1 bar"))
    }

    @Test func reportsItsFiles() throws {
        let loaded = try load([
            ("a.csv", "date,A,B\n2021-01-02,1,2\n2021-01-01,1,2\n"),
            ("C-1d.csv", "date,close\n2021-01-01,1\n2021-01-02,1\n2021-01-03,1\n"),
        ])
        let files = loaded.report.files
        #expect(files.map(\.layout) == [.wide, .perSymbol])
        #expect(files.map(\.bars) == [2, 3])
        #expect(files.map(\.symbols) == [["A", "B"], ["C"]])
        #expect(files.map(\.wasSorted) == [true, false])
        #expect(loaded.report.notes.count == 4)
        #expect(loaded.table.symbols == ["A", "B", "C"])
    }
}
