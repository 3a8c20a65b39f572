import TestSupport
import Testing

@testable import MarketData

@Suite struct PriceWriterTests {
    private static let grid = PriceGrid(
        ["BTC/USDT", "X,\"Y\""],
        [utc("2021-01-01"), utc("2021-01-02"), utc("2021-01-04")],
        [29_000.5, 1, .nan, 0.25, 30_000, .nan]
    )

    private static func text(_ grid: PriceGrid, _ layout: TableLayout) throws -> [String] {
        try PriceWriter.files(
            grid,
            at: layout == .perSymbol ? "folder" : "a.csv",
            layout: layout
        ).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func wideFile() throws {
        #expect(
            try Self.text(Self.grid, .wide) == [
                "timestamp,BTC/USDT,\"X,\"\"Y\"\"\"\n2021-01-01,29000.5,1\n2021-01-02,,0.25\n"
                    + "2021-01-04,30000,\n"
            ]
        )
    }

    @Test func longFile() throws {
        #expect(
            try Self.text(Self.grid, .long) == [
                "timestamp,symbol,close\n2021-01-01,BTC/USDT,29000.5\n"
                    + "2021-01-01,\"X,\"\"Y\"\"\",1\n2021-01-02,\"X,\"\"Y\"\"\",0.25\n"
                    + "2021-01-04,BTC/USDT,30000\n"
            ]
        )
    }

    @Test func longFileKeepsTheOrderOfSymbols() throws {
        let grid = PriceGrid(["B", "A"], [utc("2021-01-01"), utc("2021-01-02")], [.nan, 1, 2, 3])
        #expect(
            try Self.text(grid, .long) == [
                "timestamp,symbol,close\n2021-01-02,B,2\n2021-01-01,A,1\n2021-01-02,A,3\n"
            ]
        )
    }

    @Test func oneFileASymbol() throws {
        let grid = PriceGrid(
            ["BTC/USDT", "SPY_daily", "NONE"],
            [utc("2021-01-01"), utc("2021-01-01T04:05:06Z")],
            [1, 2, .nan, .nan, 0.5, .nan]
        )
        let files = try PriceWriter.files(grid, at: "folder/", layout: .perSymbol)
        #expect(files.map(\.path) == ["folder/BTC_USDT.csv", "folder/SPY_daily-1d.csv"])
        #expect(
            files.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "timestamp,close\n2021-01-01T00:00:00Z,1\n",
                "timestamp,close\n2021-01-01T00:00:00Z,2\n2021-01-01T04:05:06Z,0.5\n",
            ]
        )
    }

    /// What is written is read back to the same bits, in each layout and format.
    @Test(arguments: UInt64(1)...40)
    func randomTablesComeBack(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let names = ["BTC/USDT", "a b", "S;T", "#1", "\"q\"", "ÄÖ", "BRK-B", "7", "_"]
        let walk = SyntheticPrices.randomWalk(
            bars: Int.random(in: 1...80, using: &random),
            symbols: Array(
                names.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))
            ),
            interval: [60, 3600, 86_400].randomElement(using: &random)!,
            start: 1_577_836_800 + 60 * Int64.random(in: 0...10_000, using: &random),
            seed: seed
        )
        // Exact decimals beside doubles of all digits.
        let table = try PriceTable(
            symbols: walk.symbols,
            timestamps: walk.timestamps,
            closes: walk.closes.map {
                Bool.random(using: &random) ? max(($0 * 100).rounded() / 100, 0.01) : $0
            }
        )
        let directory = try TemporaryDirectory()
        for name in ["wide.csv", "wide.csv.gz", "table.apus"] {
            let path = directory.path + "/" + name
            try PriceWriter.write(table, to: path)
            #expect(try PriceTable(contentsOf: path) == table)
        }
        let long = directory.path + "/long.csv"
        try PriceWriter.write(table, to: long, layout: .long)
        #expect(try PriceTable(contentsOf: long) == table)
        let folder = directory.path + "/new/folder"
        let files = try PriceWriter.write(table, to: folder, layout: .perSymbol)
        let pieces = try PriceLoader.load(paths: files.map(\.path)).table
        let order = try table.symbols.map { try #require(pieces.symbols.firstIndex(of: $0)) }
        #expect(pieces.selecting(columns: order) == table)
    }

    @Test(arguments: UInt64(1)...20)
    func holesComeBack(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let walk = SyntheticPrices.randomWalk(bars: 30, symbols: ["A", "B", "C"], seed: seed)
        let closes = walk.closes.map { UInt8.random(in: 0..<4, using: &random) == 0 ? .nan : $0 }
        let grid = PriceGrid(walk.symbols, walk.timestamps, closes)
        let directory = try TemporaryDirectory()
        for layout in [TableLayout.wide, .long] {
            let path = directory.path + "/\(layout).csv"
            try OutputFile.write(PriceWriter.files(grid, at: path, layout: layout))
            let read = try PriceCleaner.read(paths: [path])
            #expect(read.repairs.isEmpty)
            #expect(read.grid.symbols == grid.symbols)
            // A bar that no symbol has is in a wide file alone.
            let kept = grid.timestamps.indices.filter { bar in
                layout == .wide || !(0..<3).allSatisfy { grid[bar: bar, symbol: $0].isNaN }
            }
            #expect(read.grid.timestamps == kept.map { grid.timestamps[$0] })
            let bits = kept.flatMap { bar in
                (0..<3).map { grid[bar: bar, symbol: $0].bitPattern }
            }
            #expect(read.grid.closes.map(\.bitPattern) == bits)
        }
    }

    @Test func rowsOfAnyLengthAreWrittenWhole() throws {
        let symbols = (0..<9000).map { "SYMBOL-\($0)" } + [String(repeating: "long", count: 20_000)]
        let table = SyntheticPrices.randomWalk(bars: 3, symbols: symbols)
        let directory = try TemporaryDirectory()
        for layout in [TableLayout.wide, .long] {
            let path = directory.path + "/a.csv"
            try PriceWriter.write(table, to: path, layout: layout)
            #expect(try PriceTable(contentsOf: path) == table)
        }
    }

    @Test(
        arguments: [
            (
                ["close"], TableLayout.wide,
                "the layout cannot be wide; it must be long, since the symbols \"close\""
            ),
            (["symbol", "price"], .wide, "the layout cannot be wide"),
            ([" A"], .long, "a symbol of a CSV file cannot be \" A\"; it must be text without"),
            (["A\nB"], .wide, "a symbol of a CSV file cannot be \"A\\nB\""),
            (
                ["BTC-USDT"], .perSymbol,
                "the layout cannot be per-symbol; it must be wide or long, since no"
            ),
            (
                ["a", "A"], .perSymbol,
                "the layout cannot be per-symbol; it must be wide or long, since \"a\" and"
            ),
            (["../A"], .perSymbol, "the layout cannot be per-symbol"),
        ] as [([String], TableLayout, String)]
    )
    func symbolsThatWouldNotComeBack(
        _ symbols: [String],
        _ layout: TableLayout,
        _ message: String
    ) throws {
        let table = SyntheticPrices.randomWalk(bars: 2, symbols: symbols)
        let path = layout == .perSymbol ? "folder" : "a.csv"
        let error = #expect(throws: MarketDataError.self) {
            try PriceWriter.files(PriceGrid(table), at: path, layout: layout)
        }
        #expect(try #require(error).description.hasPrefix(message))
    }

    @Test(
        arguments: [
            (
                "a.parquet", TableLayout.wide,
                "the name of an output cannot be \"a.parquet\"; it must be one that"
            ),
            ("a", .long, "the name of an output cannot be \"a\""),
            ("a.csv", .perSymbol, "the folder of one file a symbol cannot be \"a.csv\""),
        ] as [(String, TableLayout, String)]
    )
    func namesThatSayNoFormat(_ path: String, _ layout: TableLayout, _ message: String) throws {
        let error = #expect(throws: MarketDataError.self) {
            try PriceWriter.files(Self.grid, at: path, layout: layout)
        }
        #expect(try #require(error).description.hasPrefix(message))
    }

    @Test func timesAreThoseThatFilesCanHave() throws {
        let ends = [UTCTime.range.lowerBound, UTCTime.range.upperBound]
        let file = try PriceWriter.files(PriceGrid(try table(at: ends)), at: "a.csv")[0]
        #expect(
            String(decoding: file.bytes, as: UTF8.self)
                == "timestamp,A\n0000-01-01T00:00:00Z,1\n9999-12-31T23:59:59Z,2\n"
        )
        for time in [ends[0] - 1, ends[1] + 1, .min, .max] {
            #expect(throws: MarketDataError.badTable(.badTime(bar: 0, timestamp: time))) {
                try table(at: [time])
            }
        }
        // Sunday and Saturday.
        #expect(throws: MarketDataError.self) {
            try table(at: ends).resampled(to: .init(seconds: 604_800))
        }
    }

    @Test func holesDoNotFitIntoABinaryTable() {
        let grid = PriceGrid(["A"], [0, 1, 2], [1, .nan, 3])
        #expect(throws: MarketDataError.self) { try PriceWriter.files(grid, at: "a.apus") }
    }
}
