import Reporting
import TestSupport
import Testing

@Suite struct FormatTests {
    @Test(arguments: [
        (0.0, 2, "0.00"), (-0.0, 2, "0.00"), (1, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"),
        (-1.5, 0, "-2"), (0.5, 0, "1"), (-0.5, 0, "-1"), (0.125, 2, "0.13"), (-0.125, 2, "-0.13"),
        (0.004, 2, "0.00"), (-0.004, 2, "0.00"), (0.05, 1, "0.1"), (12.3456, 3, "12.346"),
        (999.999, 2, "1000.00"), (1234567.891, 1, "1234567.9"), (0.001, 4, "0.0010"),
        (1e16, 0, "1e+16"), (-1e300, 3, "-1e+300"), (.nan, 2, "n/a"), (.infinity, 2, "inf"),
        (-.infinity, 2, "-inf"), (.leastNonzeroMagnitude, 3, "0.000"),
    ])
    func fixedDecimals(_ value: Double, _ decimals: Int, _ expected: String) {
        #expect(Format.fixed(value, decimals: decimals) == expected)
    }

    @Test(arguments: 0...6)
    func fixedIsWithinHalfAStep(_ decimals: Int) throws {
        var random = SeededRandom(seed: UInt64(decimals))
        var step = 1.0
        for _ in 0..<decimals { step /= 10 }
        for _ in 0..<300 {
            let value = Double.random(in: -1e6...1e6, using: &random)
            let text = Format.fixed(value, decimals: decimals)
            let read = try #require(Double(text))
            #expect(abs(read - value) <= step * 0.500001)
            let digits = text.split(separator: ".")
            #expect(decimals == 0 ? digits.count == 1 : digits[1].count == decimals)
        }
    }

    @Test(arguments: [
        (0.1234, 2, "12.34 %", "+12.34 %"), (-0.1234, 1, "-12.3 %", "-12.3 %"),
        (0, 0, "0 %", "0 %"), (-0.0, 2, "0.00 %", "0.00 %"), (1, 0, "100 %", "+100 %"),
        (0.005, 0, "1 %", "+1 %"), (.nan, 2, "n/a", "n/a"), (.infinity, 2, "n/a", "n/a"),
        (-.infinity, 2, "n/a", "n/a"), (12.5, 2, "1250.00 %", "+1250.00 %"),
    ])
    func percentages(_ value: Double, _ decimals: Int, _ plain: String, _ signed: String) {
        #expect(Format.percent(value, decimals: decimals) == plain)
        #expect(Format.signedPercent(value, decimals: decimals) == signed)
    }

    @Test(arguments: [0.00001, -0.00001])
    func whatRoundsToZeroHasNoSign(_ value: Double) {
        #expect(Format.signedPercent(value) == "0.00 %")
    }

    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (58_320, "58,320"),
        (1_000_000, "1,000,000"), (-1, "-1"), (-999, "-999"), (-123_456, "-123,456"),
        (Int.max, "9,223,372,036,854,775,807"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func counts(_ value: Int, _ expected: String) {
        #expect(Format.count(value) == expected)
    }

    @Test(arguments: [
        (0, "0 bars"), (1, "1 bar"), (2, "2 bars"), (-1, "-1 bars"), (1_001, "1,001 bars"),
    ])
    func countedNouns(_ value: Int, _ expected: String) {
        #expect(Format.counted(value, "bar") == expected)
    }

    @Test(arguments: [
        (0, "0.00 s"), (0.314, "0.31 s"), (9.94, "9.94 s"), (9.96, "10 s"), (42, "42 s"),
        (59.4, "59 s"), (59.6, "1 min 0 s"), (185, "3 min 5 s"), (3_599.4, "59 min 59 s"),
        (3_599.6, "1 h 0 min"), (7_800, "2 h 10 min"), (90_000, "25 h 0 min"), (-1, "n/a"),
        (.nan, "n/a"), (.infinity, "n/a"), (1e300, "n/a"),
    ])
    func durations(_ value: Double, _ expected: String) {
        #expect(Format.seconds(value) == expected)
    }
}

@Suite struct TextTableTests {
    @Test func columnsAreAsWideAsTheirWidestCell() {
        var table = TextTable([("name", .left), ("n", .right), ("note", .left)])
        table.add(["a", "1", "x"])
        table.add(["longer", "12345", ""])
        #expect(
            table.lines() == [
                "  name        n  note",
                "  ------  -----  ----",
                "  a           1  x",
                "  longer  12345",
            ]
        )
        #expect(table.lines(indent: 0)[2] == "a           1  x")
    }

    @Test func aTableWithoutRowsIsItsHeader() {
        #expect(TextTable([("a", .left), ("bc", .right)]).lines() == ["  a  bc", "  -  --"])
    }

    @Test func charactersCountNotBytes() {
        var table = TextTable([("s", .left), ("n", .right)])
        table.add(["é…", "1"])
        table.add(["abc", "2"])
        #expect(table.lines(indent: 0) == ["s    n", "---  -", "é…   1", "abc  2"])
    }

    @Test func markdownIsPaddedAndEscaped() {
        var table = TextTable([("name", .left), ("n", .right)])
        table.add(["a|b|", "1"])
        table.add(["longer", "12345"])
        #expect(
            table.markdownLines == [
                #"| name   |     n |"#,
                #"| :----- | ----: |"#,
                #"| a\|b\| |     1 |"#,
                #"| longer | 12345 |"#,
            ]
        )
        let narrow = TextTable([("a", .left), ("b", .right)])
        #expect(narrow.markdownLines == ["| a  |  b |", "| :- | -: |"])
    }
}

@Suite struct WrappedTests {
    @Test func shortTextIsOneLine() {
        #expect(wrapped("a few words") == ["a few words"])
        #expect(wrapped("a few words", bullet: "- ") == ["- a few words"])
        #expect(wrapped("") == [""])
    }

    @Test func linesBreakBetweenWordsUnderTheBullet() {
        #expect(
            wrapped("one two three four", width: 11, bullet: "- ") == [
                "- one two", "  three", "  four",
            ]
        )
        #expect(wrapped("12345 78", width: 8) == ["12345 78"])
        #expect(wrapped("12345 789", width: 8) == ["12345", "789"])
    }

    @Test func aWordLongerThanTheLineIsKeptWhole() {
        #expect(
            wrapped("a incomprehensibilities b", width: 8) == ["a", "incomprehensibilities", "b"]
        )
    }

    @Test(arguments: 1...50)
    func nothingIsLostAndNoLineIsTooLong(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let words = (0..<Int.random(in: 1...60, using: &random)).map { _ in
            String(repeating: "w", count: Int.random(in: 1...12, using: &random))
        }
        let width = Int.random(in: 16...80, using: &random)
        let lines = wrapped(words.joined(separator: " "), width: width, bullet: "* ")
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(lines[0].hasPrefix("* ") && lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
        #expect(
            lines.map { String($0.dropFirst(2)) }.joined(separator: " ")
                == words.joined(separator: " ")
        )
    }
}
