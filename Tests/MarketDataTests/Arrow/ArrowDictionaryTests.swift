import TestSupport
import Testing

@testable import MarketData

/// Dictionaries of symbols that change between the batches of rows.
@Suite struct ArrowDictionaryTests {
    private static func read(_ bytes: [UInt8]) throws -> SeriesBlock {
        try bytes.withUnsafeBytes { bytes in
            try ArrowFile.read(bytes, path: "x.arrow", symbol: nil, rule: .price)
        }
    }

    private static func close(_ block: SeriesBlock, _ symbol: String, _ bar: Int) throws -> Double {
        let column = try #require(block.symbols.firstIndex(of: symbol))
        return block.closes[bar * block.symbols.count + column]
    }

    /// AAA; AAA, BBB; CCC, AAA: place 0 is AAA at first and CCC in the end.
    @Test func rowsUseTheDictionaryThatHeldWhenTheyCame() throws {
        let block = try Self.read(ArrowGoldenFiles.pyarrowReplacedDictionaries)
        #expect(block.symbols == ["AAA", "BBB", "CCC"])
        #expect(block.timestamps == (1...4).map { utc("2021-01-0\($0)") })
        let closes: [String: [Double]] = [
            "AAA": [1, 3, 5, 6], "BBB": [.nan, 2, .nan, .nan], "CCC": [.nan, .nan, 4, 7],
        ]
        for (symbol, closes) in closes {
            for (bar, close) in closes.enumerated() {
                let found = try Self.close(block, symbol, bar)
                #expect(found == close || found.isNaN && close.isNaN)
            }
        }
    }

    @Test(
        arguments: [
            ArrowGoldenFiles.pyarrowAddedDictionaries, ArrowGoldenFiles.pyarrowAddedInFile,
        ]
    )
    func dictionariesThatGrow(bytes: [UInt8]) throws {
        let block = try Self.read(bytes)
        #expect(block.symbols == ["AAA", "BBB", "CCC"])
        #expect(try Self.close(block, "AAA", 0) == 1)
        #expect(try Self.close(block, "BBB", 1) == 2)
        #expect(try Self.close(block, "AAA", 1) == 3)
        #expect(try Self.close(block, "CCC", 2) == 4)
        #expect(try Self.close(block, "AAA", 2) == 5)
        #expect(block.missing == 4)
    }

    @Test func spellingsOfASymbolAreOne() throws {
        let block = try Self.read(ArrowGoldenFiles.pyarrowTwoSpellings)
        #expect(block.symbols.map { Array($0.unicodeScalars) } == [["\u{E9}"]])
        #expect(block.closes == [1, 2, 3])
    }
}
