import Forecasting
import MarketData
import TestSupport
import Testing

@Suite struct SeriesFileTests {
    private static func series() throws -> LoadedSeries {
        let directory = try TemporaryDirectory()
        let text = "date,a,b\n2021-01-01,,1\n2021-01-02,2,\n2021-01-03,,\n2021-01-04,-5,4\n"
        return try SeriesLoader.load(path: directory.write(text, to: "series.csv"))
    }

    @Test func channelsAreChosenByName() throws {
        let table = try SeriesTable(Self.series(), channels: ["b"])
        #expect(table.channels == ["b"])
        #expect(table.timestamps?.count == 4)
        #expect(table[0, 0] == 1 && table[0, 3] == 4)
        #expect(
            throws: ForecastingError.unknownName(
                what: "column",
                name: "B",
                nearest: "b",
                list: "there are a, b"
            )
        ) { try SeriesTable(Self.series(), channels: ["B"]) }
    }

    @Test func gapsAreFoundAndFilled() throws {
        let table = try SeriesTable(Self.series())
        #expect(table.missingCount == 4)
        #expect(table.firstMissing?.channel == 0 && table.firstMissing?.time == 0)
        let filled = table.filledForward()
        #expect(filled[0, 0].isNaN)
        #expect(filled.column(0).dropFirst() == [2, 2, -5])
        #expect(Array(filled.column(1)) == [1, 1, 1, 4])
        #expect(filled.missingCount == 1)
        let whole = try SeriesTable(Self.series(), channels: ["b"]).filledForward()
        #expect(whole.firstMissing == nil)
    }
}
