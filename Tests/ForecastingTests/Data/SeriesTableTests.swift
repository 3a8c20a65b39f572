import Forecasting
import Testing

@Suite struct SeriesTableTests {
    @Test func liesChannelByChannel() throws {
        let table = try SeriesTable(channels: ["a", "b"], columns: [[1, 2, 3], [4, 5, 6]])
        #expect(table[1, 2] == 6)
        #expect(Array(table.column(0)) == [1, 2, 3])
        #expect(Array(table.prefix(2).column(1)) == [4, 5])
    }

    @Test func refusesWhatDoesNotFit() {
        #expect(throws: ForecastingError.empty(what: "table of series")) {
            try SeriesTable(channels: [], columns: [])
        }
        #expect(throws: ForecastingError.mismatch(what: "values of b", expected: 2, found: 1)) {
            try SeriesTable(channels: ["a", "b"], columns: [[1, 2], [1]])
        }
        #expect(throws: ForecastingError.mismatch(what: "channel names", expected: 1, found: 2)) {
            try SeriesTable(channels: ["a", "b"], columns: [[1, 2]])
        }
        #expect(throws: ForecastingError.self) {
            try SeriesTable(channels: ["a", "a"], columns: [[1], [1]])
        }
        #expect(throws: ForecastingError.self) {
            try SeriesTable(channels: ["a"], columns: [[1, 2]], timestamps: [5, 5])
        }
    }
}
