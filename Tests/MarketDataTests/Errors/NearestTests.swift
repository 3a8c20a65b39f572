import Testing

@testable import MarketData

@Suite struct NearestTests {
    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3),
        ("abcd", "acbd", 1), ("abc", "abc", 0), ("treshold", "thresholds", 2),
    ])
    func countsEdits(a: String, b: String, expected: Int) {
        #expect(Nearest.distance(a, b) == expected)
        #expect(Nearest.distance(b, a) == expected)
    }

    @Test func findsWhatWasMeant() {
        let known = ["thresholds", "methods", "calendar_days"]
        #expect(Nearest.match("treshold", among: known) == "thresholds")
        #expect(Nearest.match("METHOD", among: known) == "methods")
        #expect(Nearest.match("calender_day", among: known) == "calendar_days")
        #expect(Nearest.match("fee", among: known) == nil)
        #expect(Nearest.match("x", among: []) == nil)
    }
}
