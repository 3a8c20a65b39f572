import TestSupport
import Testing

@testable import MarketData

@Suite struct TimestampCacheTests {
    /// What the cache reads from a field followed by a comma, and how many bytes it takes.
    private func parse(_ text: String, _ cache: inout TimestampCache) -> (Int64?, Int) {
        let bytes = Array(text.utf8) + [UInt8](repeating: 0x2C, count: 40)
        return bytes.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress!
            let timestamp = cache.parse(&cursor, delimiter: 0x2C)
            return (timestamp, cursor - buffer.baseAddress!)
        }
    }

    @Test func agreesWithTheGeneralParserOnEveryDayAndManyTimes() {
        var cache = TimestampCache()
        var random = SeededRandom(seed: 3)
        for day in Int64(0)..<30_000 {
            let timestamp = day * 86_400 + Int64.random(in: 0..<86_400, using: &random)
            let iso = UTCTime.format(timestamp)
            for text in [iso, iso.replacing("T", with: " ").replacing("Z", with: "")] {
                let (parsed, length) = parse(text, &cache)
                #expect(parsed == timestamp)
                #expect(length == text.utf8.count)
            }
        }
    }

    @Test(arguments: [
        "2021-02-30", "2021-02-00", "2021-13-01", "2021-0x-01", "2021-01-1", "2021-01-x1",
        "2021-01-01T24:00:00", "2021-01-01T23:60:00", "2021-01-01T23:00:60",
        "2021-01-01T2x:00:00", "2021-01-01T23-00:00", "2021-01-01T23:00", "2021-01-01T23:00:00.5",
        "2021-01-01T23:00:00+01", "2021-01-01x23:00:00", "1609459200", "20210101", "",
    ])
    func leavesAllElseToTheGeneralParser(_ text: String) {
        var cache = TimestampCache()
        _ = parse("2021-01-01", &cache)
        let (parsed, length) = parse(text, &cache)
        #expect(parsed == nil)
        #expect(length == 0)
    }
}
