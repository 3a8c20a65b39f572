import TestSupport
import Testing

@testable import MarketData

@Suite struct BarSpacingTests {
    /// Bars on Mondays to Fridays from 2021-01-04 on, at some hours of the day.
    private func weekdayBars(days: Int64, hours: [Int64]) -> [Int64] {
        (0..<days).map { utc("2021-01-04") + $0 * 86_400 }.filter { !UTCTime.isWeekend($0) }
            .flatMap { day in hours.map { day + $0 * 3600 } }
    }

    @Test func hourlyBarsAroundTheClock() {
        let table = SyntheticPrices.randomWalk(bars: 24 * 30, symbols: 1)
        #expect(table.interval == 3600)
        #expect(table.hasWeekendBars)
        #expect(table.barsPerYear == 8760)
    }

    @Test func fourHourlyBarsAroundTheClock() {
        let table = SyntheticPrices.randomWalk(bars: 6 * 30, symbols: 1, interval: 14_400)
        #expect(table.barsPerYear == 2190)
    }

    @Test func dailyStocks() throws {
        let table = try table(at: weekdayBars(days: 60, hours: [0]))
        #expect(table.interval == 86_400)
        #expect(!table.hasWeekendBars)
        #expect(table.barsPerYear == 252)
    }

    @Test func hourlyStocks() throws {
        let table = try table(at: weekdayBars(days: 60, hours: Array(14..<21)))
        #expect(table.interval == 3600)
        #expect(table.barsPerYear == 1764)
    }

    @Test func halfDaysDoNotCount() throws {
        let full = weekdayBars(days: 60, hours: Array(14..<21))
        let table = try table(at: Array(full.dropLast(4)))
        #expect(table.barsPerYear == 1764)
    }

    @Test func weeklyAndMonthlyBars() throws {
        let weekly = try table(at: (0..<20).map { utc("2021-01-04") + $0 * 604_800 })
        #expect(!weekly.hasWeekendBars)
        #expect(weekly.barsPerYear == 365.0 / 7)
    }

    @Test func weekendsAreDaysInUTC() throws {
        let friday = utc("2021-01-08T23:59:59Z")
        #expect(try !table(at: [friday - 1, friday]).hasWeekendBars)
        #expect(try table(at: [friday, friday + 1]).hasWeekendBars)
        let monday = utc("2021-01-11")
        #expect(try table(at: [monday - 1, monday]).hasWeekendBars)
        #expect(try !table(at: [monday, monday + 1]).hasWeekendBars)
    }

    @Test func oneBarCountsAsADay() throws {
        #expect(try table(at: [utc("2021-01-04")]).interval == 86_400)
        #expect(try table(at: [utc("2021-01-04")]).lastBarEnd == utc("2021-01-05"))
    }

    @Test func evenNumbersOfSpacingsTakeTheLowerMedian() throws {
        #expect(try table(at: [0, 10, 30]).interval == 10)
        #expect(try table(at: [0, 30, 40]).interval == 10)
        #expect(try table(at: [0, 10, 30, 60, 100]).interval == 20)
    }

    @Test func intervalIsTheMedianOfAnySpacings() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<500 {
            let count = Int.random(in: 1...40, using: &random)
            let spacings = (0..<count).map { _ in Int64.random(in: 1...5, using: &random) }
            var timestamps: [Int64] = [1_600_000_000]
            for spacing in spacings {
                timestamps.append(timestamps[timestamps.count - 1] + spacing)
            }
            #expect(try table(at: timestamps).interval == spacings.sorted()[(count - 1) / 2])
        }
    }
}
