import TestSupport
import Testing

@testable import MarketData

@Suite struct GapsTests {
    private typealias Gap = GapSummary.Gap

    @Test func regularBarsHaveNone() {
        let gaps = SyntheticPrices.randomWalk(bars: 500, symbols: 1).gaps
        #expect(gaps == GapSummary([]))
        #expect(gaps.missingBars == 0)
    }

    @Test func spacingsCountAroundTheClock() throws {
        var hours = (0..<200).map { utc("2021-01-01") + $0 * 3600 }
        hours.removeSubrange(100..<105)
        hours.remove(at: 10)
        hours[30] += 1800  // Late, not missing.
        let gaps = try table(at: hours).gaps
        #expect(gaps.missingBars == 6)
        #expect(gaps.gapCount == 2)
        #expect(
            gaps.largest == [
                Gap(start: utc("2021-01-05T04:00:00Z"), missingBars: 5),
                Gap(start: utc("2021-01-01T10:00:00Z"), missingBars: 1),
            ]
        )
    }

    @Test func dailyStocksMissWeekdaysOnly() throws {
        let days = [
            "2021-01-04", "2021-01-05", "2021-01-06", "2021-01-07", "2021-01-08", "2021-01-11",
            "2021-01-12", "2021-01-15", "2021-01-19", "2021-01-20",
        ].map { utc($0) + 5 * 3600 }
        let gaps = try table(at: days).gaps
        #expect(gaps.missingBars == 3)
        #expect(
            gaps.largest == [
                Gap(start: utc("2021-01-13T05:00:00Z"), missingBars: 2),
                Gap(start: utc("2021-01-18T05:00:00Z"), missingBars: 1),
            ]
        )
    }

    @Test func intradayStocksMissWholeDays() throws {
        let days = ["2021-01-04", "2021-01-05", "2021-01-07", "2021-01-08", "2021-01-11"]
        var bars = days.flatMap { day in (14..<21).map { utc(day) + $0 * 3600 } }
        bars.remove(at: 3)
        let gaps = try table(at: bars).gaps
        #expect(gaps == GapSummary([Gap(start: utc("2021-01-06"), missingBars: 7)]))
    }

    @Test func weeklyBarsMissWeeks() throws {
        let weeks: [Int64] = [0, 1, 2, 5, 6]
        let gaps = try table(at: weeks.map { utc("2021-01-04") + $0 * 604_800 }).gaps
        #expect(gaps == GapSummary([Gap(start: utc("2021-01-25"), missingBars: 2)]))
    }

    @Test func tenLargestAreKeptInOrder() {
        let gaps = (1...12).map { Gap(start: Int64($0), missingBars: $0 % 6 + 1) }
        let summary = GapSummary(gaps)
        #expect(summary.gapCount == 12)
        #expect(summary.missingBars == 42)
        #expect(summary.largest.map(\.missingBars) == [6, 6, 5, 5, 4, 4, 3, 3, 2, 2])
        #expect(summary.largest.map(\.start) == [5, 11, 4, 10, 3, 9, 2, 8, 1, 7])
    }
}
