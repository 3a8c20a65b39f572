import TestSupport
import Testing

@testable import MarketData

@Suite struct PriceCleanerTests {
    /// What a lenient reading of some text gives, and its places without the folder.
    private static func read(
        _ files: [(name: String, text: String)],
        options: CleaningOptions = .init()
    ) throws -> (prices: LenientPrices, places: [String]) {
        let directory = try TemporaryDirectory()
        let paths = try files.map { try directory.write($0.text, to: $0.name) }
        let prices = try PriceCleaner.read(paths: paths, options: options)
        let places = prices.repairs.map { repair in
            let place = repair.first?.description.replacing(directory.path + "/", with: "")
            return "\(repair.kind.rawValue) x \(repair.count) from \(place ?? "-")"
        }
        return (prices, places)
    }

    private static func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

    @Test func mistakesOfAWideFile() throws {
        let text = """
            date,A,B,C
            2021-01-03,5,6,
            2021-01-01,1,abc,

            2021-01-02,0,-1,nan
            tomorrow,1,1,1
            2021-01-04,7
            2021-01-05,9,10,"
            2021-01-06,1e999,8,
            2021-01-01,1,2,
            2021-01-03,50,,
            2021-01-06,11,8,

            """
        let (prices, places) = try Self.read([("a.csv", text)])
        #expect(
            places == [
                "unreadable price x 1 from a.csv:3:3",
                "infinite or NaN price x 2 from a.csv:5:4",
                "zero or negative price x 2 from a.csv:5:2",
                "unreadable timestamp x 1 from a.csv:6:1",
                "broken row x 2 from a.csv:7",
                "repeated row x 2 from a.csv:10",
                "conflicting row x 1 from a.csv:11",
                "unsorted file x 1 from -",
                "empty symbol x 1 from -",
            ]
        )
        #expect(prices.grid.symbols == ["A", "B"])
        #expect(
            prices.grid.timestamps == ["01", "02", "03", "06"].map { utc("2021-01-" + $0) }
        )
        #expect(
            Self.bits(prices.grid.closes)
                == Self.bits([1, 2, .nan, .nan, 50, 6, 11, 8])
        )
        #expect(!prices.isStrictlyReadable)
        #expect(prices.repairs[6].example.contains("the close is 50.0, and 5.0 in an earlier row"))
        let (first, _) = try Self.read([("a.csv", text)], options: .init(preferred: .first))
        #expect(Self.bits(first.grid.closes) == Self.bits([1, 2, .nan, .nan, 5, 6, 11, 8]))
    }

    @Test func mistakesOfALongFile() throws {
        let text = """
            symbol,time,close
            A,2021-01-01,1
            B,2021-01-01,
            A,2021-01-02,2
            ,2021-01-02,3
            A,2021-01-02,2
            A,2021-01-02,4
            A,2021-01-03
            C,2021-01-03,x
            B,2021-01-02,5
            A,2021-01-01,
            """
        let (prices, places) = try Self.read([("a.csv", text)])
        #expect(
            places == [
                "empty price x 2 from a.csv:3:3", "unreadable price x 1 from a.csv:9:3",
                "broken row x 1 from a.csv:8", "missing symbol x 1 from a.csv:5:1",
                "repeated row x 1 from a.csv:6", "conflicting row x 1 from a.csv:7",
                "unsorted file x 1 from -", "empty symbol x 1 from -",
            ]
        )
        #expect(prices.grid.symbols == ["A", "B"])
        #expect(
            Self.bits(prices.grid.closes) == Self.bits([1, .nan, 4, 5, .nan, .nan])
        )
    }

    @Test func mistakesOfAFileOfOneSymbol() throws {
        let text = """
            open_time,open,close
            2021-01-02,1,2
            2021-01-01,1,1
            2021-01-02,1,3
            2021-01-03,1,0
            2021-01-04,,4
            """
        let (prices, places) = try Self.read([("BTC_USDT-1d.csv", text)])
        #expect(
            places == [
                "zero or negative price x 1 from BTC_USDT-1d.csv:5:3",
                "conflicting row x 1 from BTC_USDT-1d.csv:4",
                "unsorted file x 1 from -",
            ]
        )
        #expect(Self.bits(prices.grid.closes) == Self.bits([1, 3, .nan, 4]))
    }

    @Test func filesThatOverlap() throws {
        let files = [
            ("a.csv", "date,A\n2021-01-01,1\n2021-01-02,2\n2021-01-03,3\n"),
            ("b.csv", "date,A\n2021-01-02,2\n2021-01-03,4\n2021-01-04,5\n"),
        ]
        let (last, places) = try Self.read(files)
        #expect(places == [])
        #expect(last.grid.closes == [1, 2, 4, 5])
        #expect(last.overlaps.equal == 1)
        #expect(last.overlaps.different == 1)
        #expect(!last.isStrictlyReadable)
        let (first, _) = try Self.read(files, options: .init(preferred: .first))
        #expect(first.grid.closes == [1, 2, 3, 5])
    }

    /// What is right is read as the strict reader reads it.
    @Test(arguments: UInt64(1)...20)
    func rightFilesStayAsTheyAre(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let table = SyntheticPrices.randomWalk(bars: 50, symbols: ["A", "B", "C"], seed: seed)
        var text = TableText(table)
        text.randomizeForm(using: &random)
        let (wide, _) = try Self.read([("a.csv", text.wide())])
        #expect(wide.repairs.isEmpty && wide.isStrictlyReadable)
        #expect(try wide.grid.completed().table == table)
        let (long, _) = try Self.read([("a.csv", text.long(shuffled: &random))])
        #expect(long.repairs.allSatisfy { $0.kind == .unsortedFile } && long.isStrictlyReadable)
    }

    /// Mistakes sprinkled over a file cost what they touch and nothing else.
    @Test(arguments: UInt64(1)...40)
    func sprinkledMistakes(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let table = SyntheticPrices.randomWalk(bars: 60, symbols: ["A", "B"], seed: seed)
        var lines = ["time,A,B"]
        var expected: [UInt64] = []
        var (badCells, badRows, repeated) = (0, 0, 0)
        for bar in 0..<table.barCount {
            var cells = (0..<2).map { "\(table[bar: bar, symbol: $0])" }
            var kept = (0..<2).map { table[bar: bar, symbol: $0] }
            var time = UTCTime.format(table.timestamps[bar])
            switch UInt8.random(in: 0..<8, using: &random) {
            case 0:
                let column = Int.random(in: 0..<2, using: &random)
                cells[column] = ["0", "-3", "x", "inf", "NaN"].randomElement(using: &random)!
                kept[column] = .nan
                badCells += 1
            case 1:
                time = ["", "2021-13-01", "17"].randomElement(using: &random)!
                kept = []
                badRows += 1
            case 2:
                cells.append("1")
                kept = []
                badRows += 1
            case 3:
                lines.append(([time] + cells).joined(separator: ","))
                repeated += 1
            default: break
            }
            lines.append(([time] + cells).joined(separator: ","))
            expected += kept.map(\.bitPattern)
        }
        lines = [lines[0]] + lines.dropFirst().shuffled(using: &random)
        let (prices, _) = try Self.read([("a.csv", lines.joined(separator: "\r\n"))])
        #expect(Self.bits(prices.grid.closes) == expected)
        func count(_ kinds: RepairKind...) -> Int {
            prices.repairs.filter { kinds.contains($0.kind) }.reduce(0) { $0 + $1.count }
        }
        #expect(count(.unreadablePrice, .notFinitePrice, .notPositivePrice) == badCells)
        #expect(count(.unreadableTimestamp, .brokenRow) == badRows)
        #expect(count(.repeatedRow) == repeated)
        #expect(count(.conflictingRow, .emptyPrice) == 0)
    }

    @Test(arguments: [
        ("date,open,high,low\n", "no column holds prices"),
        ("date,A\nx,1\n", "the file has a header but no bars"),
        ("date,A,B\n2021-01-01,0,\n", "the file has a header but no bars"),
        ("", "the file is empty"),
    ])
    func whatCannotBeRepaired(_ text: String, _ message: String) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(text, to: "a.csv")
        let error = #expect(throws: MarketDataError.self) { try PriceCleaner.read(paths: [path]) }
        #expect(try #require(error).description.contains(message))
    }

    @Test func spikesAndStaleClosesAreRemovedOnRequest() throws {
        // Returns alternate by 1 %; bar 10 is ten times too high, and bars 20 to 24 do not move.
        var closes = (0..<40).map { $0 % 2 == 0 ? 100.0 : 101 }
        closes[10] = 1000
        for bar in 20...24 { closes[bar] = 100 }
        let text =
            "date,A\n"
            + closes.indices.map { "\(UTCTime.format(86_400 * Int64($0))),\(closes[$0])\n" }
            .joined()
        let directory = try TemporaryDirectory()
        let path = try directory.write(text, to: "a.csv")
        let plain = try PriceCleaner.clean(paths: [path])
        #expect(plain.table.closes.asArray == closes)
        #expect(plain.spikes.isEmpty && plain.staleRuns.isEmpty)

        let options = CleaningOptions(
            spikeDeviations: 10,
            staleBars: 5,
            fill: .forward(maxGap: 2)
        )
        let cleaned = try PriceCleaner.clean(paths: [path], options: options)
        #expect(cleaned.spikes.map(\.outlier.bar) == [10])
        #expect(cleaned.staleRuns.map(\.run.firstBar) == [20])
        #expect(cleaned.staleCloses == 4)
        #expect(cleaned.join.filledValues == 1)
        #expect(cleaned.join.droppedBars == 4)
        var expected = closes
        expected[10] = 101
        expected.removeSubrange(21...24)
        #expect(cleaned.table.closes.asArray == expected)
        let longer = CleaningOptions(staleBars: 6)
        #expect(try PriceCleaner.clean(paths: [path], options: longer).staleRuns.isEmpty)
    }

    @Test(arguments: [
        CleaningOptions(spikeDeviations: 0), CleaningOptions(spikeDeviations: .nan),
        CleaningOptions(staleBars: 1), CleaningOptions(fill: .forward(maxGap: 0)),
    ])
    func optionsOutOfRange(_ options: CleaningOptions) {
        let error = #expect(throws: MarketDataError.self) {
            try PriceCleaner.clean(paths: ["missing.csv"], options: options)
        }
        #expect(error?.category == .usage)
    }
}
