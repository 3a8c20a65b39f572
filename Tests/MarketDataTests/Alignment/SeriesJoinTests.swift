import TestSupport
import Testing

@testable import MarketData

@Suite struct SeriesJoinTests {
    private let days = (1...9).map { "2021-01-0\($0)" }

    /// A file of one symbol with a close on some days of January 2021: the day's number.
    private func file(_ symbol: String, days: [Int]) -> (name: String, text: String) {
        let rows = days.map { "2021-01-0\($0),\($0)\n" }
        return ("\(symbol).csv", "date,close\n" + rows.joined())
    }

    @Test func innerJoinKeepsCommonBars() throws {
        let loaded = try load([file("A", days: [1, 2, 3, 5]), file("B", days: [2, 3, 4, 5, 6])])
        #expect(loaded.table.symbols == ["A", "B"])
        #expect(loaded.table.timestamps == [2, 3, 5].map { utc(days[$0 - 1]) })
        #expect(loaded.table.closes == [2, 2, 3, 3, 5, 5])
        #expect(loaded.report.droppedBars == 3)
        #expect(loaded.report.filledValues == 0)
        #expect(
            loaded.report.notes == [
                "A lacks 2 of the 6 bars from 2021-01-01 to 2021-01-06.",
                "B lacks 1 of the 6 bars from 2021-01-01 to 2021-01-06.",
                "Dropped 3 of 6 bars, which not all symbols have; 3 are left.",
            ]
        )
    }

    @Test func forwardFillsShortGapsOnly() throws {
        let files = [file("A", days: [1, 2, 5, 6]), file("B", days: [1, 2, 3, 4, 5, 6, 7, 8])]
        let two = try load(files, options: PriceLoadOptions(fill: .forward(maxGap: 2)))
        #expect(two.table.barCount == 8)
        #expect((0..<8).map { two.table[bar: $0, symbol: 0] } == [1, 2, 2, 2, 5, 6, 6, 6])
        #expect(two.report.filledValues == 4)
        #expect(two.report.droppedBars == 0)
        #expect(two.report.notes.first?.hasSuffix("; 4 filled with the last close.") == true)
        let one = try load(files, options: PriceLoadOptions(fill: .forward(maxGap: 1)))
        #expect(one.table.timestamps == [1, 2, 5, 6].map { utc(days[$0 - 1]) })
        #expect(one.report.filledValues == 0)
        #expect(one.report.droppedBars == 4)
    }

    @Test func leadingBarsStayMissing() throws {
        let files = [file("A", days: [3, 4]), file("B", days: [2, 3, 4])]
        let loaded = try load(files, options: PriceLoadOptions(fill: .forward(maxGap: 9)))
        #expect(loaded.table.timestamps == [3, 4].map { utc(days[$0 - 1]) })
        #expect(loaded.report.droppedBars == 1)
    }

    @Test func filesOfOneSymbolContinueEachOther() throws {
        let later = ("x/A.csv", file("A", days: [4, 5]).text)
        let loaded = try load([later, file("A", days: [1, 2]), file("B", days: [1, 2, 4, 5])])
        #expect(loaded.table.symbols == ["A", "B"])
        #expect(loaded.table.closes == [1, 1, 2, 2, 4, 4, 5, 5])
        #expect(loaded.report.notes.isEmpty)
    }

    @Test func wideFilesContinueEachOtherToo() throws {
        let loaded = try load([
            ("1.csv", "date,A,B\n2021-01-01,1,2\n2021-01-02,3,\n"),
            ("2.csv", "date,B,A\n2021-01-02,4,\n2021-01-03,6,5\n"),
        ])
        #expect(loaded.table.closes == [1, 2, 3, 4, 5, 6])
    }

    @Test func sameBarOfASymbolInTwoFilesIsAnError() throws {
        let directory = try TemporaryDirectory()
        let first = try directory.write("date,close\n2021-01-02,2\n\n2021-01-01,1\n", to: "A.csv")
        let second = try directory.write("date,B,A\n2021-01-01,9,1\n", to: "wide.csv")
        let error = #expect(throws: MarketDataError.self) {
            try PriceLoader.load(paths: [first, second])
        }
        let expected = MarketDataError.duplicateBar(
            symbol: "A",
            timestamp: utc("2021-01-01"),
            first: FileLocation(path: first, line: 4),
            second: FileLocation(path: second, line: 2)
        )
        #expect(error == expected)
    }

    @Test func nothingInCommonIsAnErrorWithTheRanges() throws {
        let error = #expect(throws: MarketDataError.self) {
            try load([file("A", days: [1, 2]), file("B", days: [3, 4])])
        }
        let description = try #require(error).description
        #expect(description.contains("/A.csv (A) 2021-01-01 to 2021-01-02"))
        #expect(description.contains("/B.csv (B) 2021-01-03 to 2021-01-04"))
        #expect(description.contains("choose series that overlap"))
    }

    @Test(arguments: UInt64(1)...80)
    func fillingAgreesWithANaiveReference(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let (bars, width) = (30, Int.random(in: 1...4, using: &random))
        let maxGap = Int.random(in: 1...4, using: &random)
        let density = Double.random(in: 0.5...0.95, using: &random)
        var cells = (0..<bars).map { bar in
            (0..<width).map { column -> Double? in
                Double.random(in: 0..<1, using: &random) < density
                    ? Double(bar * width + column + 1) : nil
            }
        }
        cells[0] = (0..<width).map { Double($0 + 1) }
        let rows = cells.enumerated().map { bar, row in
            "\(1_600_000_000 + bar * 60),"
                + row.map { $0.map { "\($0)" } ?? "" }.joined(separator: ",")
        }
        let header = "t," + (0..<width).map { "S\($0)" }.joined(separator: ",")
        let text = ([header] + rows).joined(separator: "\n")
        let filled = try load(
            [("a.csv", text)],
            options: PriceLoadOptions(fill: .forward(maxGap: maxGap))
        )
        let joined = try load([("a.csv", text)])

        var expected: [Double] = []
        var expectedFills = 0
        for bar in 0..<bars {
            var row: [Double] = []
            var fills = 0
            for column in 0..<width {
                if let close = cells[bar][column] {
                    row.append(close)
                    continue
                }
                let before = (0..<bar).last { cells[$0][column] != nil }
                let after = (bar..<bars).first { cells[$0][column] != nil } ?? bars
                guard let before, after - before - 1 <= maxGap else { continue }
                row.append(cells[before][column]!)
                fills += 1
            }
            guard row.count == width else { continue }
            expected += row
            expectedFills += fills
        }
        #expect(filled.table.closes.asArray == expected)
        #expect(filled.report.filledValues == expectedFills)
        #expect(filled.report.droppedBars == bars - expected.count / width)
        let complete = cells.filter { !$0.contains(nil) }
        #expect(joined.table.closes.asArray == complete.flatMap { $0.compactMap { $0 } })
        #expect(joined.report.droppedBars == bars - complete.count)
    }

    @Test(arguments: UInt64(1)...40, [GapFill.none, .forward(maxGap: 2)])
    func filesOfOneSymbolEachJoinAsTheSameCellsOfAWideFile(_ seed: UInt64, _ fill: GapFill) throws {
        var random = SeededRandom(seed: seed)
        let symbols = ["A", "B", "C"]
        var wide = "time,A,B,C\n"
        var files = symbols.map { (name: $0 + ".csv", text: "time,close\n") }
        for bar in 0..<40 {
            // Every bar has at least one symbol; the first and the last have all.
            let certain = Int.random(in: 0..<3, using: &random)
            wide += "\(1_600_000_000 + bar * 60)"
            for column in 0..<3 {
                wide += ","
                let isThere =
                    column == certain || bar % 39 == 0
                    || Int.random(in: 0..<4, using: &random) > 0
                guard isThere else { continue }
                let close = Double.random(in: 1..<2, using: &random)
                wide += "\(close)"
                files[column].text += "\(1_600_000_000 + bar * 60),\(close)\n"
            }
            wide += "\n"
        }
        // One symbol comes in two pieces.
        let lines = files[1].text.split(separator: "\n").map(String.init)
        let middle = lines.count / 2
        files[1].text = lines[..<middle].joined(separator: "\n")
        let rest = [lines[0]] + lines[middle...]
        files.append(("rest/B.csv", rest.joined(separator: "\n")))

        let options = PriceLoadOptions(fill: fill)
        let expected = try load([("wide.csv", wide)], options: options)
        let joined = try load(files, options: options)
        #expect(joined.table == expected.table)
        #expect(joined.report.droppedBars == expected.report.droppedBars)
        #expect(joined.report.filledValues == expected.report.filledValues)
        #expect(joined.report.notes == expected.report.notes)
        #expect(expected.report.droppedBars + expected.report.filledValues > 0)
    }
}
