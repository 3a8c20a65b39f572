import FeedTestSupport
import MarketData
import TestSupport
import Testing

@testable import PriceFeeds

@Suite struct HTTPDateTests {
    /// The three forms of RFC 9110, 5.6.7, of one moment.
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ])
    func forms(_ text: String) { #expect(HTTPDate.parse(text) == 784_111_777) }

    @Test func everyMonthAgreesWithTheSystemsCalendar() {
        var random = SeededRandom(seed: 1)
        for month in 0..<600 {
            let time = Int64(month) * 2_629_746 + Int64.random(in: 0..<86_400, using: &random)
            #expect(HTTPDate.parse(HTTPDateText.text(time)) == time)
        }
    }

    @Test(arguments: [
        "", "0", "Sun", "Sun, 06 Nov 1994", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "1994-11-06T08:49:37Z",
    ])
    func otherText(_ text: String) { #expect(HTTPDate.parse(text) == nil) }

    @Test func secondsToWait() {
        #expect(HTTPDate.secondsToWait("120", now: 0) == 120)
        #expect(HTTPDate.secondsToWait("0", now: 0) == 0)
        #expect(HTTPDate.secondsToWait("-1", now: 0) == nil)
        #expect(HTTPDate.secondsToWait("nan", now: 0) == nil)
        #expect(HTTPDate.secondsToWait("soon", now: 0) == nil)
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(HTTPDate.secondsToWait(date, now: 784_111_770) == 7)
        #expect(HTTPDate.secondsToWait(date, now: 784_111_800) == 0)
    }
}
