import Testing

@testable import MarketData

@Suite struct MarketDataErrorTests {
    private static let place = FileLocation(path: "prices.csv", line: 1042, column: 7)

    @Test func locationIsWrittenAsEditorsReadIt() {
        #expect(Self.place.description == "prices.csv:1042:7")
        #expect(FileLocation(path: "a.csv", line: 3).description == "a.csv:3")
    }

    @Test(arguments: [
        (MarketDataError.noFiles, MarketDataError.Category.usage),
        (.repeatedFile(path: "a"), .usage),
        (.directory(path: "a"), .usage),
        (.timeframeTooFine(requested: BarInterval(seconds: 60), interval: 3600), .usage),
        (.badOption(name: "a", value: "b", allowed: "c"), .usage),
        (.missingFile(path: "a"), .missingInput),
        (.unreadable(path: "a", reason: "b"), .unreadable),
        (.notText(path: "a", format: "b"), .badData),
        (.emptyFile(path: "a"), .badData),
        (.noBars(path: "a"), .badData),
        (.badHeader(place, .absent), .badData),
        (.fieldCount(place, expected: 2, found: 3), .badData),
        (.badTimestamp(place, value: "x"), .badData),
        (.badPrice(place, symbol: "A", value: "x", problem: .notANumber), .badData),
        (.noCommonBars(ranges: []), .badData),
        (.badTable(.noBars), .badData),
        (.cancelled, .cancelled),
    ])
    func everyErrorHasACategory(_ error: MarketDataError, _ category: MarketDataError.Category) {
        #expect(error.category == category)
        #expect(error.description.count > 10)
    }

    @Test func descriptionsSayWhatWhereAndWhatToDo() {
        let badPrice = MarketDataError.badPrice(
            Self.place,
            symbol: "DOT/USDT",
            value: "n/a",
            problem: .notANumber
        )
        #expect(
            badPrice.description
                == "prices.csv:1042:7: DOT/USDT: \"n/a\" is not a number; write the close with "
                + "digits and a decimal point, or remove the row"
        )
        let fields = MarketDataError.fieldCount(
            FileLocation(path: "a.csv", line: 2),
            expected: 1000,
            found: 1
        )
        #expect(
            fields.description == "a.csv:2: the row has 1 field where the header has 1,000; "
                + "complete or remove it"
        )
        let fine = MarketDataError.timeframeTooFine(
            requested: BarInterval(seconds: 60),
            interval: 3600
        )
        #expect(fine.description.contains("timeframe 1m is finer than the bars, which are 1h"))
        #expect(fine.description.contains("ask for 1h or coarser"))
    }

    @Test(arguments: [
        ("abc", "abc"),
        ("a\tb\u{0}", "a\\tb\\0"),
        ("\u{1B}[31m", "\\u{1b}[31m"),
        ("1\u{A0}000", "1\\u{a0}000"),
        ("\u{202E}x", "\\u{202e}x"),
        (String(repeating: "x", count: 40), String(repeating: "x", count: 40)),
        (String(repeating: "x", count: 41), String(repeating: "x", count: 40) + "…"),
        (String(repeating: "€", count: 900), String(repeating: "€", count: 40) + "…"),
    ])
    func echoIsShortAndVisible(_ value: String, _ shown: String) {
        var value = value
        let echoed = value.withUTF8 { echo($0) }
        #expect(echoed == shown)
    }

    @Test func echoReplacesInvalidUTF8() {
        let echoed = [UInt8]([0x31, 0xFF]).withUnsafeBufferPointer { echo($0) }
        #expect(echoed == "1\u{FFFD}")
    }

    @Test func namesFromFilesAreShortAndVisibleToo() {
        let long = String(repeating: "n", count: 100)
        let header = HeaderProblem.noPriceColumn(found: (1...11).map { "c\($0)" } + ["\u{7}"])
        #expect(header.description.contains("\"c7\", \"c8\" and 4 more); name"))
        let duplicate = HeaderProblem.duplicateColumn(name: "\u{7}" + long, first: 2)
        #expect(duplicate.description.contains("\"\\u{7}" + long.prefix(39) + "…\""))
        let price = MarketDataError.badPrice(
            Self.place,
            symbol: "A\nB",
            value: "",
            problem: .empty
        )
        #expect(price.description.hasPrefix("prices.csv:1042:7: A\\nB: the close is empty"))
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (100_000, "100,000"),
    ])
    func numbersAreGrouped(_ value: Int, _ text: String) {
        #expect(grouped(value) == text)
    }

    @Test func countsAgreeWithTheirNouns() {
        #expect(count(1, "bar") == "1 bar")
        #expect(count(8760, "bar") == "8,760 bars")
    }
}
