import MarketData
import Testing

@testable import PriceFeeds

@Suite struct WordingTests {
    @Test func durations() {
        #expect(duration(0.2) == "1 s")
        #expect(duration(119) == "119 s")
        #expect(duration(121) == "3 min")
        #expect(duration(7200) == "2.0 h")
        #expect(duration(9000) == "2.5 h")
        #expect(duration(.infinity) == "1000000.0 h")
    }

    @Test func textFromElsewhere() {
        #expect(visible("a\n\u{7}b  c ") == "a b c")
        #expect(visible("a\u{200B}b") == "a\\u{200b}b")
        #expect(
            visible(String(repeating: "x", count: 500)) == String(repeating: "x", count: 200) + "…"
        )
        #expect(quoted("x") == "\"x\"")
    }

    /// Every error names what it is about and what to do.
    @Test func errors() {
        let errors: [(PriceFeedError, [String], PriceFeedError.Category)] = [
            (
                .unsupportedInterval(exchange: "stooq", interval: .hour, supported: [.day]),
                ["stooq has no bars of 1h; ask for 1d"], .usage
            ),
            (.repeatedSymbol(first: "A", second: "A"), ["A is named twice"], .usage),
            (
                .noBars(
                    exchange: "binance",
                    symbol: "A/B",
                    range: newYear..<newYear + day,
                    limit: nil
                ),
                ["A/B", "2024-01-01 to 2024-01-02"], .badData
            ),
            (
                .malformed(exchange: "kraken", symbol: "A/B", reason: "it is odd"),
                ["A/B", "kraken", "it is odd", "--base-url"], .badData
            ),
            (
                .gaveUp(
                    exchange: "kraken",
                    symbol: "A/B",
                    attempts: 6,
                    reason: "no answer in time",
                    cache: "/c/p"
                ), ["A/B", "6 attempts", "no answer in time", "kept in /c/p"], .temporary
            ),
            (.cacheTooNew(path: "/c/p"), ["/c/p", "later version", "--cache"], .storage),
            (.cancelled(cache: nil), ["nothing is kept"], .cancelled),
        ]
        for (error, parts, category) in errors {
            for part in parts { #expect(error.description.contains(part), "\(error)") }
            #expect(error.category == category)
        }
    }
}
