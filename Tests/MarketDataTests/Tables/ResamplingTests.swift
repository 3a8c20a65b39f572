import TestSupport
import Testing

@testable import MarketData

@Suite struct ResamplingTests {
    @Test func takesTheLastCloseOfEachBucket() throws {
        let start = utc("2021-01-01T22:00:00Z")
        let table = try table(at: (0..<5).map { start + $0 * 3600 }, symbols: ["A", "B"])
        let daily = try table.resampled(to: BarInterval("1d")!)
        #expect(daily.timestamps == [utc("2021-01-01"), utc("2021-01-02")])
        #expect(daily.closes == [3, 4, 9, 10])
        #expect(daily.symbols == ["A", "B"])
    }

    @Test func weeksStartOnMonday() throws {
        let days = (0..<14).map { utc("2021-01-01") + $0 * 86_400 }
        let weekly = try table(at: days).resampled(to: BarInterval("1w")!)
        #expect(weekly.timestamps == ["2020-12-28", "2021-01-04", "2021-01-11"].map(utc))
        #expect(weekly.closes == [3, 10, 14])
    }

    @Test func sameIntervalChangesNothing() throws {
        let odd = try table(at: [1800, 5400, 9000])
        #expect(try odd.resampled(to: BarInterval("1h")!) == odd)
    }

    @Test func finerIsAnError() throws {
        let hourly = SyntheticPrices.randomWalk(bars: 10, symbols: 1)
        let minutes = BarInterval("30m")!
        #expect(throws: MarketDataError.timeframeTooFine(requested: minutes, interval: 3600)) {
            try hourly.resampled(to: minutes)
        }
    }

    @Test func agreesWithALoopOverBuckets() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<100 {
            let table = try randomBars(count: 60, using: &random)
            for text in ["2h", "7h", "1d", "1w"] {
                let target = BarInterval(text)!
                if target.seconds <= table.interval { continue }
                let resampled = try table.resampled(to: target)
                let origin: Int64 = text == "1w" ? utc("1970-01-05") : 0
                var expected: [Int64: Double] = [:]
                for (bar, timestamp) in table.timestamps.enumerated() {
                    var bucket = origin
                    while bucket + target.seconds <= timestamp { bucket += target.seconds }
                    expected[bucket] = table.closes[bar]
                }
                #expect(resampled.timestamps == expected.keys.sorted())
                #expect(resampled.closes.asArray == expected.keys.sorted().map { expected[$0]! })
            }
        }
    }

    /// Irregular bars from 1970-01-05 on, an hour or so apart.
    private func randomBars(
        count: Int,
        using random: inout SeededRandom
    ) throws -> PriceTable {
        var timestamps = [utc("1970-01-05")]
        while timestamps.count < count {
            let step = Int64.random(in: 1...7200, using: &random)
            timestamps.append(timestamps[timestamps.count - 1] + step)
        }
        return try table(at: timestamps)
    }
}
