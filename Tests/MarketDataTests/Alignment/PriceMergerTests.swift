import TestSupport
import Testing

@testable import MarketData

@Suite struct PriceMergerTests {
    private static func merge(
        _ files: [(name: String, text: String)],
        join: TimeJoin = .inner,
        overlap: OverlapRule = .agree
    ) throws -> MergedPrices {
        let directory = try TemporaryDirectory()
        let paths = try files.map { try directory.write($0.text, to: $0.name) }
        return try PriceMerger.merge(paths: paths, join: join, overlap: overlap)
    }

    private static let files = [
        (name: "a.csv", text: "date,A,B\n2021-01-01,1,10\n2021-01-02,2,20\n2021-01-03,3,30\n"),
        (name: "b.csv", text: "date,C,A\n2021-01-02,7,2\n2021-01-04,8,4\n"),
    ]

    @Test func innerAndOuter() throws {
        let inner = try Self.merge(Self.files)
        #expect(inner.grid.symbols == ["A", "B", "C"])
        #expect(inner.grid.timestamps == [utc("2021-01-02")])
        #expect(inner.grid.closes == [2, 20, 7])
        #expect(inner.overlaps.equal == 1 && inner.overlaps.different == 0)
        #expect(inner.droppedBars == 3)
        let outer = try Self.merge(Self.files, join: .outer)
        #expect(outer.droppedBars == 0)
        #expect(outer.files.map(\.bars) == [3, 2])
        let expected: [Double] = [1, 10, .nan, 2, 20, 7, 3, 30, .nan, 4, .nan, 8]
        #expect(outer.grid.closes.map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test func whatDiffersIsRefusedUnlessOneIsPreferred() throws {
        let files = Self.files + [(name: "c.csv", text: "date,A\n2021-01-03,5\n2021-01-04,4\n")]
        let directory = try TemporaryDirectory()
        let paths = try files.map { try directory.write($0.text, to: $0.name) }
        let error = #expect(throws: MarketDataError.self) { try PriceMerger.merge(paths: paths) }
        #expect(
            try #require(error).description.replacing(directory.path + "/", with: "")
                == "c.csv:2: A closes at 5.0 on 2021-01-03, and at 3.0 in a.csv:4; prefer the first "
                + "or the last file, or correct one of the two"
        )
        for (preferred, close) in [(Preference.first, 3.0), (.last, 5.0)] {
            let merged = try Self.merge(files, join: .outer, overlap: .prefer(preferred))
            #expect(merged.overlaps.equal == 2 && merged.overlaps.different == 1)
            #expect(merged.grid[bar: 2, symbol: 0] == close)
        }
        #expect(throws: MarketDataError.self) { try Self.merge(Self.files, overlap: .refuse) }
    }

    /// Lines of long files are looked up again, for they are not kept.
    @Test func longFilesNameTheirLines() throws {
        let long =
            "# made by hand\nsymbol;date;close\n\nB;2021-01-01;1\nA;2021-01-01;2\n A;2021-01-02;3\n"
        let directory = try TemporaryDirectory()
        let paths = [
            try directory.write(long, to: "a.csv"),
            try directory.write("date,A\n2021-01-02,4\n", to: "b.csv"),
        ]
        let error = #expect(throws: MarketDataError.self) { try PriceMerger.merge(paths: paths) }
        #expect(try #require(error).description.contains(", and at 3.0 in \(paths[0]):6; prefer"))
        let compressed = directory.path + "/a.csv.gz"
        try OutputFile.write([.init(path: compressed, bytes: Gzip.compressed(Array(long.utf8)))])
        let other = #expect(throws: MarketDataError.self) {
            try PriceMerger.merge(paths: [compressed, paths[1]])
        }
        #expect(try #require(other).description.contains("\(compressed):6; prefer"))
    }

    /// A table cut into files that overlap at random comes together again.
    @Test(arguments: UInt64(1)...30)
    func piecesOfATable(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let table = SyntheticPrices.randomWalk(bars: 60, symbols: ["A", "B", "C"], seed: seed)
        var files: [(name: String, text: String)] = []
        var (cells, written) = (Set<Int>(), 0)
        for piece in 0..<6 {
            let first = Int.random(in: 0..<50, using: &random)
            let bars = piece == 0 ? 0..<60 : first..<Int.random(in: first + 1...60, using: &random)
            let columns = Array(
                [0, 1, 2].shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
            )
            let part = try PriceTable(
                symbols: columns.map { table.symbols[$0] },
                timestamps: Array(table.timestamps[bars]),
                closes: bars.flatMap { bar in columns.map { table[bar: bar, symbol: $0] } }
            )
            for bar in bars {
                for column in columns {
                    cells.insert(bar * 3 + column)
                    written += 1
                }
            }
            files.append((name: "\(piece).csv", text: TableText(part).wide()))
        }
        let merged = try Self.merge(files, join: .outer)
        #expect(merged.overlaps.different == 0)
        #expect(merged.overlaps.equal == written - cells.count)
        for bar in 0..<60 {
            for (column, symbol) in merged.grid.symbols.enumerated() {
                let own = table.symbols.firstIndex(of: symbol)!
                let value = merged.grid[bar: bar, symbol: column]
                #expect(
                    value.isNaN
                        ? !cells.contains(bar * 3 + own) : value == table[bar: bar, symbol: own]
                )
            }
        }
    }
}
