import TestSupport
import Testing

@testable import MarketData

@Suite struct DecimalWriterTests {
    private static func text(_ value: Double) -> String {
        let bytes = [UInt8](unsafeUninitializedCapacity: DecimalWriter.longest) { buffer, count in
            let start = buffer.baseAddress!
            count = DecimalWriter.write(value, to: start) - start
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The significant digits of a number's text, without zeros at either end.
    private static func digits(_ text: String) -> String {
        let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
        return String(mantissa.drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed())
    }

    @Test(
        arguments: [
            (1, "1"), (10, "10"), (0.5, "0.5"), (0.1, "0.1"), (29_380.01, "29380.01"),
            (100.25, "100.25"),
            (0.000_012_34, "0.00001234"), (123_456_789_012_345, "123456789012345"),
            (1.0 / 3, "0.3333333333333333"),
            (0.30000000000000004, "0.30000000000000004"), (1e15, "1000000000000000"),
            (1e16, "1e+16"),
            (Double.leastNonzeroMagnitude, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (1e-6, "0.000001"), (1.5e-7, "1.5e-07"), (0.07, "0.07"), (1.005, "1.005"),
        ] as [(Double, String)]
    )
    func knownNumbers(_ value: Double, _ text: String) {
        #expect(Self.text(value) == text)
    }

    @Test func anyDoubleComesBackFromTheFewestDigits() {
        var random = SeededRandom(seed: 71)
        for _ in 0..<200_000 {
            let bits = UInt64.random(in: 1..<0x7FF0_0000_0000_0000, using: &random)
            let value = Double(bitPattern: bits)
            let text = Self.text(value)
            #expect(Double(text) == value)
            #expect(Self.digits(text) == Self.digits(value.description))
        }
    }

    @Test func decimalsOfPricesComeBackFromTheFewestDigits() {
        var random = SeededRandom(seed: 72)
        let scales = [1.0, 10, 100, 1e3, 1e4, 1e6, 1e8, 1e12]
        for _ in 0..<200_000 {
            let scale = scales.randomElement(using: &random)!
            let digits = Double(Int.random(in: 1...1_000_000_000_000_000, using: &random))
            let value = digits / scale
            let text = Self.text(value)
            #expect(Double(text) == value)
            #expect(Self.digits(text) == Self.digits(value.description))
        }
    }
}
