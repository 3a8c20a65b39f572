import Forecasting
import MarketData
import Testing

@Suite struct RowSpacingTests {
    /// The times after a table of some, as text.
    private func after(_ times: [String], count: Int) throws -> [String]? {
        let timestamps = try times.map { try #require(UTCTime.parse($0)) }
        let table = try SeriesTable(
            channels: ["a"],
            columns: [times.map { _ in 1 }],
            timestamps: timestamps
        )
        return table.times(from: times.count, count: count)?.map(UTCTime.format)
    }

    @Test func weekendsAreLeftOutWhereThereAreNone() throws {
        // Thursday and Friday.
        #expect(
            try after(["2021-01-07", "2021-01-08"], count: 3)
                == ["2021-01-11", "2021-01-12", "2021-01-13"]
        )
        #expect(
            try after(["2021-01-08", "2021-01-09"], count: 2) == ["2021-01-10", "2021-01-11"]
        )
    }

    @Test func monthsAreThoseOfTheCalendar() throws {
        #expect(
            try after(["2020-11-30", "2020-12-31", "2021-01-31"], count: 3)
                == ["2021-02-28", "2021-03-31", "2021-04-30"]
        )
        #expect(
            try after(["2021-10-01", "2021-11-01", "2021-12-01"], count: 2)
                == ["2022-01-01", "2022-02-01"]
        )
        #expect(
            try after(["2021-01-01", "2021-04-01", "2021-07-01"], count: 2)
                == ["2021-10-01", "2022-01-01"]
        )
        #expect(
            try after(["2019-01-01", "2020-01-01", "2021-01-01"], count: 1) == ["2022-01-01"]
        )
    }

    @Test func otherSpacingsGoOn() throws {
        #expect(
            try after(["2021-01-09T22:00:00Z", "2021-01-09T23:00:00Z"], count: 2)
                == ["2021-01-10", "2021-01-10T01:00:00Z"]
        )
        #expect(try after(["2021-01-01"], count: 1) == nil)
    }

    @Test func rowsThatAreThereKeepTheirTimes() throws {
        let table = try SeriesTable(
            channels: ["a"],
            columns: [[1, 2, 3]],
            timestamps: [0, 86_400, 172_800]
        )
        #expect(table.times(from: 1, count: 4) == [86_400, 172_800, 259_200, 345_600])
    }
}
