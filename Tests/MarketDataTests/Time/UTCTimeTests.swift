import TestSupport
import Testing

@testable import MarketData

@Suite struct UTCTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01"),
            (1_672_185_600, "2022-12-28"),
            (1_672_200_000, "2022-12-28T04:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29"),
            (-62_135_596_800, "0001-01-01"),
            (253_402_300_800, "+10000-01-01"),
        ] as [(Int64, String)]
    )
    func formats(_ timestamp: Int64, _ text: String) {
        #expect(UTCTime.format(timestamp) == text)
    }

    @Test(arguments: [
        "2022-12-28T04:05:06Z", "2022-12-28 04:05:06", "2022-12-28t04:05:06z",
        "2022/12/28 04:05:06", "2022-12-28T04:05:06.999Z", "2022-12-28 04:05:06,123456",
        "2022-12-28T05:05:06+01:00", "2022-12-28T05:05:06+01", "2022-12-27T22:35:06-0530",
        "2022-12-28 04:05:06 UTC", "2022-12-28 04:05:06+00:00", "2022-12-28 09:35:06 +0530",
        "1672200306", "1672200306.75", "1672200306000", "1672200306999", "1672200306000000",
        "1672200306000000000",
    ])
    func readsTheSameMomentInEveryForm(_ text: String) {
        #expect(UTCTime.parse(text) == 1_672_200_306)
    }

    @Test(
        arguments: [
            ("2022-12-28", 1_672_185_600), ("2022/12/28", 1_672_185_600),
            ("20221228", 1_672_185_600),
            ("2022-12-28T04:05", 1_672_200_300), ("2022-12-28 04:05Z", 1_672_200_300),
            ("2020-02-29", 1_582_934_400), ("2000-02-29", 951_782_400),
            ("-631152000", -631_152_000),
            ("-631152000001", -631_152_001), ("100000000", 100_000_000),
            ("99999999999", 99_999_999_999), ("100000000000", 100_000_000),
        ] as [(String, Int64)]
    )
    func reads(_ text: String, _ timestamp: Int64) {
        #expect(UTCTime.parse(text) == timestamp)
    }

    @Test(arguments: [
        "", " ", "2021-02-30", "2021-02-29", "1900-02-29", "2021-13-01", "2021-00-10",
        "2021-01-00", "20210230", "2021-01-01T24:00:00", "2021-01-01T12:60:00",
        "2021-01-01T12:00:60", "2021-01-01T", "2021-01-01T12", "2021-01-01T12:00:00.",
        "2021-01-01T12:00:00+", "2021-01-01T12:00:00+1", "2021-01-01T12:00:00+19:00",
        "2021-01-01T12:00:00+01:", "2021-01-01T12:00:00 ", "2021-01-01T12:00:00CET",
        "2021-01/01", "2021-1-1", "01/02/2021", "2021-01-01x", "12345", "1234567", "99999999",
        "abc", "1672200306.x", "16722003060000000000", "20221228.5", "99999999999999999999999",
        "-99999999999", "-62167219201", "0000-01-01T00:00:00+01", "9999-12-31T23:00:00-01",
        "2021-01-01 12:00:00\u{0}", "２０２１-01-01",
    ])
    func refuses(_ text: String) {
        #expect(UTCTime.parse(text) == nil)
    }

    @Test func everyDayOfEightCenturiesGoesThereAndBack() {
        var day = CivilDate(year: 1600, month: 1, day: 1)!.dayNumber
        for year in 1600...2400 {
            for month in 1...12 {
                for dayOfMonth in 1...CivilDate.length(ofMonth: month, year: year) {
                    let date = UTCTime.civilDate(ofDay: day)
                    guard date == CivilDate(year: year, month: month, day: dayOfMonth),
                        date.dayNumber == day
                    else {
                        Issue.record("day \(day) is \(date)")
                        return
                    }
                    day += 1
                }
            }
        }
        #expect(day == utc("2401-01-01") / 86_400)
    }

    @Test func formatsWhatItReads() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<2000 {
            let timestamp = Int64.random(in: -60_000_000_000...250_000_000_000, using: &random)
            #expect(UTCTime.parse(UTCTime.format(timestamp)) == timestamp)
        }
    }

    @Test(arguments: [
        ("1970-01-01", 4), ("2022-12-26", 1), ("2022-12-31", 6), ("2023-01-01", 7),
        ("1969-12-28", 7), ("2024-02-29", 4),
    ])
    func weekdays(_ date: String, _ weekday: Int) {
        #expect(UTCTime.weekday(of: utc(date)) == weekday)
        #expect(UTCTime.weekday(of: utc(date) + 86_399) == weekday)
        #expect(UTCTime.isWeekend(utc(date)) == (weekday > 5))
    }

    @Test func weekdaysBetweenDaysAreCountedAsOneByOne() {
        for start in Int64(-20)..<20 {
            for end in start..<start + 30 {
                let expected = (start..<end).count { UTCTime.weekday(ofDay: $0) <= 5 }
                #expect(UTCTime.weekdays(from: start, to: end) == Int64(expected))
            }
        }
    }
}
