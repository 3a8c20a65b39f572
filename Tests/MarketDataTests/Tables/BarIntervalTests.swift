import Testing

@testable import MarketData

@Suite struct BarIntervalTests {
    @Test(
        arguments: [
            ("15m", 900, "15m"), ("1h", 3600, "1h"), ("4h", 14_400, "4h"), ("1d", 86_400, "1d"),
            ("1w", 604_800, "1w"), ("60m", 3600, "1h"), ("24H", 86_400, "1d"),
            ("7D", 604_800, "1w"),
            ("2W", 1_209_600, "2w"), ("5min", 300, "5m"), ("90 s", 90, "90 s"), ("120s", 120, "2m"),
            ("36h", 129_600, "36h"), ("90m", 5400, "90m"),
        ] as [(String, Int64, String)]
    )
    func readsAndWrites(_ text: String, _ seconds: Int64, _ shortest: String) {
        #expect(BarInterval(text)?.seconds == seconds)
        #expect(BarInterval(text)?.description == shortest)
        #expect(BarInterval(shortest)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "h", "1", "0h", "-1h", "1.5h", "1M", "1y", "1hh", "1  h", " 1h", "1h ",
        "99999999999999999999h", "9223372036854775807w", "１h",
    ])
    func refuses(_ text: String) {
        #expect(BarInterval(text) == nil)
    }

    @Test(arguments: [
        ("1d", "2021-01-06T23:59:59Z", "2021-01-06"), ("1w", "2021-01-06", "2021-01-04"),
        ("1w", "2021-01-04", "2021-01-04"), ("1w", "2021-01-10T23:00:00Z", "2021-01-04"),
        ("1w", "1969-12-31", "1969-12-29"), ("4h", "2021-01-06T07:59:59Z", "2021-01-06T04:00:00Z"),
        ("1d", "1969-12-31T01:00:00Z", "1969-12-31"), ("2w", "1970-01-18", "1970-01-05"),
    ])
    func bucketsAreAlignedInUTC(_ interval: String, _ time: String, _ start: String) {
        #expect(BarInterval(interval)!.bucketStart(of: utc(time)) == utc(start))
    }
}
