import TestSupport
import Testing

@testable import MarketData

@Suite struct DecimalParserTests {
    private func parse(_ text: String) -> DecimalParser.Outcome {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return .problem(.empty) }
            return DecimalParser.parse(start, start + buffer.count)
        }
    }

    /// What the fast parser makes of a number followed by a comma, and the bytes it takes.
    private func parsePlain(_ text: String) -> (Double, Int) {
        let bytes = Array(text.utf8) + Array(",7.25,123456789012345678901234567890".utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress!
            let value = DecimalParser.parsePlain(&cursor, .table)
            return (value, cursor - buffer.baseAddress!)
        }
    }

    /// A decimal number with a given number of digits before and after its point.
    private func digits(_ whole: Int, _ fraction: Int, using random: inout SeededRandom) -> String {
        func some(_ count: Int) -> String {
            var text = ""
            for _ in 0..<count { text += String(UInt8.random(in: 0...9, using: &random)) }
            return text
        }
        return fraction == 0 ? some(whole) : some(whole) + "." + some(fraction)
    }

    @Test func millionRandomNumbersAgreeWithTheStandardLibraryBitForBit() {
        var random = SeededRandom(seed: 2024)
        var fast = 0
        for _ in 0..<1_000_000 {
            let whole = Int.random(in: 1...20, using: &random)
            var text = digits(whole, Int.random(in: 0...20, using: &random), using: &random)
            let isPlain = UInt8.random(in: 0..<4, using: &random) > 0
            if !isPlain { text += "e\(Int.random(in: -340...310, using: &random))" }
            let expected = Double(text)!
            let outcome = parse(text)
            let isRight =
                expected.isFinite
                ? outcome == .number(expected) : outcome == .problem(.notFinite)
            guard isRight else {
                Issue.record("\(text): \(outcome), not \(expected)")
                return
            }
            guard isPlain else { continue }
            let (value, length) = parsePlain(text)
            if value.isNaN { continue }
            fast += 1
            guard value.bitPattern == expected.bitPattern, length == text.utf8.count else {
                Issue.record("\(text): \(value) of \(length) bytes, not \(expected)")
                return
            }
        }
        // The fast path has to have been taken for this test to say anything about it.
        #expect(fast > 200_000)
    }

    @Test func shortestFormsOfRandomDoublesComeBack() {
        var random = SeededRandom(seed: 99)
        for _ in 0..<200_000 {
            let price = Double.random(in: 0..<100_000, using: &random)
            let text = "\(price)"
            guard parse(text) == .number(price) else {
                Issue.record("\(text): \(parse(text))")
                return
            }
            if text.contains("e") { continue }
            guard parsePlain(text) == (price, text.utf8.count) else {
                Issue.record("\(text): \(parsePlain(text))")
                return
            }
        }
    }

    @Test(arguments: [
        "9007199254740993", "9007199254740992.5", "9007199254740991.5", "0.1",
        "1.7976931348623157e308",
        "4.9406564584124654e-324", "2.4703282292062327e-324", "2.2250738585072011e-308", "1e23",
        "8.5e22", "123456789012345678901234567890", "0.000000000000000000000000000001", "1e-22",
        "9223372036854775808", "18446744073709551615", "0.3000000000000000444089209850062616169",
        "1.00000000000000011102230246251565404", "1e0", "1E+2", "+5", ".5", "5.", "-7.5",
        "00012.50",
        "0e999999999999", "1000000000000000000e-19", "9999999999999999999e-19",
    ])
    func hardCasesAgreeWithTheStandardLibrary(_ text: String) throws {
        let expected = try #require(Double(text))
        #expect(parse(text) == .number(expected))
    }

    @Test func divisionRoundsHalvesToEven() {
        // (2^53 + 1) / 1 and (2^54 + 2) / 2 lie halfway between two doubles.
        #expect(DecimalParser.divide(1 << 53 + 1, by: 1) == 9_007_199_254_740_992)
        #expect(DecimalParser.divide(1 << 53 + 3, by: 1) == 9_007_199_254_740_996)
        #expect(DecimalParser.divide(.max, by: .max) == 1)
        #expect(DecimalParser.divide(1, by: 3) == 1.0 / 3)
    }

    @Test(arguments: [
        ("", PriceProblem.empty), ("abc", .notANumber), ("1.2.3", .notANumber),
        ("1,5", .notANumber),
        ("1_000", .notANumber), ("0x10", .notANumber), ("1e", .notANumber), ("1e+", .notANumber),
        ("e5", .notANumber), (".", .notANumber), ("-", .notANumber), ("--1", .notANumber),
        ("1 2", .notANumber), ("$5", .notANumber), ("5%", .notANumber), ("n/a", .notANumber),
        ("null", .notANumber), ("1e5x", .notANumber), ("nan", .notFinite), ("NaN", .notFinite),
        ("inf", .notFinite), ("-Infinity", .notFinite), ("1e309", .notFinite),
        ("-1e999999999999999999999", .notFinite), ("١", .notANumber),
    ])
    func refuses(_ text: String, _ problem: PriceProblem) {
        #expect(parse(text) == .problem(problem))
    }

    @Test(arguments: [
        "", "-1", "+1", ".5", "x", " 1", "\"1\"", "nan", "1.", "1234567890123456", "12.x",
    ])
    func fastPathLeavesUnusualFormsAlone(_ text: String) {
        #expect(parsePlain(text).0.isNaN)
        #expect(parsePlain(text).1 == 0)
    }

    @Test(arguments: [
        "0", "7", "12345678", "123456789", "0.5", "12.25", "1.12345678", "1.123456789",
    ])
    func fastPathTakesUsualForms(_ text: String) {
        #expect(parsePlain(text) == (Double(text)!, text.utf8.count))
    }

    @Test func fastPathStopsAtTheExponent() {
        // The caller sees that no delimiter follows and turns to the general path.
        #expect(parsePlain("1.5e3") == (1.5, 3))
    }
}
