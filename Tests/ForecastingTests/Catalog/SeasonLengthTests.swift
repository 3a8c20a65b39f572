import Testing

@testable import Forecasting

@Suite struct SeasonLengthTests {
    /// Monday 5 January 1970.
    private static let monday: Int64 = 4 * 86_400

    private static let spacings: [(spacing: Int64, season: Int)] = [
        (60, 1440), (3600, 24), (14_400, 6), (86_400, 7), (604_800, 52), (2_592_000, 12),
        (7_862_400, 4), (31_536_000, 1), (1, 1),
    ]

    @Test(arguments: spacings)
    func spacingTellsTheSeason(spacing: Int64, season: Int) {
        let times = (0..<30).map { Self.monday + Int64($0) * spacing }
        #expect(SeasonLength.usual(times) == season)
    }

    @Test func weeksWithoutWeekendsHaveFiveDays() {
        let days = (0..<60).filter { $0 % 7 < 5 }
        // Before 1970 as well.
        for first in [Self.monday, Self.monday - 700 * 86_400] {
            #expect(SeasonLength.usual(days.map { first + Int64($0) * 86_400 }) == 5)
        }
    }

    @Test func withoutTimesThereIsNone() {
        #expect(SeasonLength.usual(nil) == 1)
        #expect(SeasonLength.usual([5]) == 1)
    }

    @Test func automaticSeasonsAreThoseOfTheData() throws {
        let waves = try SyntheticSeries.waves(rows: 120, season: 7, level: 9, seed: 4)
        let daily = try SeriesTable(
            channels: ["a"],
            columns: [Array(waves.column(0))],
            timestamps: (0..<120 as Range<Int64>).map { Self.monday + $0 * 86_400 }
        )
        for name in ["seasonal-naive", "theta", "ets"] {
            let data = try TrainingData(daily)
            let models = try [[:], ["season": "7"], ["season": "1"]].map {
                try ForecasterCatalog.forecaster(name, inputLength: 1, horizon: 9, settings: $0)
                    .fit(data, on: .sequential).predict(daily, origins: [120], on: .sequential)
            }
            #expect(models[0] == models[1])
            #expect(models[0] != models[2])
        }
    }

    @Test func longSeasonsAreNotForETS() throws {
        let waves = try SyntheticSeries.waves(rows: 120, season: 52, level: 9, seed: 4)
        let weekly = try SeriesTable(
            channels: ["a"],
            columns: [Array(waves.column(0))],
            timestamps: (0..<120 as Range<Int64>).map { Self.monday + $0 * 604_800 }
        )
        let data = try TrainingData(weekly)
        let models = try [[:], ["season": "1"]].map {
            try ForecasterCatalog.forecaster("ets", inputLength: 1, horizon: 9, settings: $0)
                .fit(data, on: .sequential).predict(weekly, origins: [120], on: .sequential)
        }
        #expect(models[0] == models[1])
    }
}
