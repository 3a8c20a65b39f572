import MarketData
import TestSupport
import Testing

@Suite struct SeriesLoaderTests {
    /// What is read of some text.
    private func load(_ text: String, columns: Set<String>? = nil) throws -> LoadedSeries {
        let directory = try TemporaryDirectory()
        return try SeriesLoader.load(
            path: directory.write(text, to: "series.csv"),
            columns: columns
        )
    }

    /// The message about some text.
    private func message(_ text: String) throws -> String {
        let directory = try TemporaryDirectory()
        let path = try directory.write(text, to: "series.csv")
        let error = #expect(throws: MarketDataError.self) { try SeriesLoader.load(path: path) }
        return try #require(error).description.replacing(directory.path + "/", with: "")
    }

    @Test func numbersNeedNotBePositive() throws {
        let series = try load(
            "date,close,volume\n2021-01-01,-1.5,0\n2021-01-02,0,1e3\n2021-01-03,2.25,-0.0\n"
        )
        #expect(series.names == ["close", "volume"])
        #expect(series.timestamps == [utc("2021-01-01"), utc("2021-01-02"), utc("2021-01-03")])
        #expect(series.values == [[-1.5, 0, 2.25], [0, 1000, 0]])
        #expect(series.layout == .wide)
    }

    @Test(arguments: ["", "NaN", "NA", " null ", "\"N/A\"", "-"])
    func missingCellsAreNaN(cell: String) throws {
        let series = try load("date,a,b\n2021-01-01,1,\(cell)\n2021-01-02,\(cell),4\n")
        #expect(series.values.map { $0.map(\.isNaN) } == [[false, true], [true, false]])
        #expect(series.values[0][0] == 1 && series.values[1][1] == 4)
    }

    @Test func longFilesArePutSideBySide() throws {
        let series = try load(
            """
            ds,unique_id,y
            2021-01-02,b,-3
            2021-01-01,a,0
            2021-01-02,a,
            2021-01-01,b,7
            """
        )
        #expect(series.names == ["b", "a"])
        #expect(series.values[0] == [7, -3])
        #expect(series.values[1][0] == 0 && series.values[1][1].isNaN)
        #expect(series.layout == .long && series.wasSorted)
    }

    @Test func theThirdColumnOfALongFileHasTheValues() throws {
        let series = try load("time,channel,celsius\n2021-01-01,a,-4\n2021-01-01,b,5\n")
        #expect(series.names == ["a", "b"])
        #expect(series.values == [[-4], [5]])
    }

    @Test func columnsThatAreNotWantedMayBeText() throws {
        let text = "date,station,a,b\n2021-01-01,north,1,2\n2021-01-02,south,3,4\n"
        let series = try load(text, columns: ["b", "a"])
        #expect(series.names == ["station", "a", "b"])
        #expect(series.values[1] == [1, 3] && series.values[2] == [2, 4])
    }

    @Test func whatIsNoNumberIsAnError() throws {
        #expect(
            try message("date,a\n2021-01-01,1\n2021-01-02,warm\n")
                == "series.csv:3:2: a: \"warm\" is not a finite number; correct it, or leave the cell "
                + "empty if the value is missing"
        )
        #expect(try message("date,a\n2021-01-01,inf\n").contains("\"inf\" is not a finite number"))
        #expect(
            try message("date,symbol,open,shut\n2021-01-01,a,1,2\n")
                == "series.csv:1: no column holds values (found \"date\", \"symbol\", \"open\", "
                + "\"shut\"); name the column of values value"
        )
        #expect(try message("date\n2021-01-01\n").contains("no column"))
    }

    @Test func pricesAreTheSameEitherWay() throws {
        let series = try BundledDataset.sp500.loadSeries()
        let table = try BundledDataset.sp500.load().table
        #expect(series.names == table.symbols)
        #expect(series.timestamps == table.timestamps)
        for column in [0, table.symbolCount - 1] {
            #expect(
                series.values[column]
                    == (0..<table.barCount).map { table[bar: $0, symbol: column] }
            )
        }
    }
}
