import TestSupport
import Testing

@testable import MarketData

@Suite struct BucketCompletenessTests {
    @Test func hoursOfAMarketThatNeverCloses() throws {
        // From 22:00 to 10:00 two days later, without 05:00 of the first whole day.
        let times = (22..<59).filter { $0 != 29 }.map { Int64($0) * 3600 }
        let table = try table(at: times + [10 * 86_400])
        let completeness = table.completeness(resampledTo: BarInterval(seconds: 86_400))
        #expect(completeness.first == 2 && completeness.isFirstIncomplete)
        #expect(completeness.expected == 24)
        #expect(completeness.last == 1 && completeness.isLastIncomplete)
        // The day with 23 bars and the one with 11.
        #expect(completeness.incompleteInside == 2)
        let whole = try table.resampledWhole(to: BarInterval(seconds: 86_400))
        #expect(whole.timestamps == [86_400, 2 * 86_400])
        let all = try table.resampled(to: BarInterval(seconds: 86_400))
        #expect(all.closes.dropFirst().dropLast().elementsEqual(whole.closes))
    }

    @Test func weeksOfAnExchange() throws {
        // Wednesday 2021-01-06 to Friday 2021-01-22 without weekends.
        let days = (0..<17).map { utc("2021-01-06") + Int64($0) * 86_400 }
        let table = try table(at: days.filter { !UTCTime.isWeekend($0) })
        let week = BarInterval(seconds: 7 * 86_400)
        let completeness = table.completeness(resampledTo: week)
        #expect(completeness.expected == 5)
        #expect(completeness.first == 3 && completeness.isFirstIncomplete)
        #expect(completeness.last == 5 && !completeness.isLastIncomplete)
        #expect(completeness.incompleteInside == 0)
        #expect(
            try table.resampledWhole(to: week).timestamps == [utc("2021-01-11"), utc("2021-01-18")]
        )
    }

    @Test func wholeBarsStay() throws {
        let table = try table(at: (0..<48).map { Int64($0) * 3600 })
        let day = BarInterval(seconds: 86_400)
        #expect(try table.resampledWhole(to: day) == table.resampled(to: day))
        #expect(throws: MarketDataError.self) {
            try table.resampledWhole(to: BarInterval(seconds: 60))
        }
    }

    @Test func nothingWhole() throws {
        // From Saturday noon on: markets that never close.
        let table = try table(at: (0..<30).map { Int64($0 + 60) * 3600 })
        #expect(throws: MarketDataError.self) {
            try table.resampledWhole(to: BarInterval(seconds: 2 * 86_400))
        }
    }
}
