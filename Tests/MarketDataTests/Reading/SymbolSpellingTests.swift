import TestSupport
import Testing

@testable import MarketData

/// Symbols whose letters can be written in several ways, and bytes that are no letters.
@Suite struct SymbolSpellingTests {
    private let composed = "\u{E9}"
    private let decomposed = "e\u{301}"

    private func number(_ interner: inout SymbolInterner, _ bytes: [UInt8]) -> Int32? {
        bytes.withUnsafeBufferPointer { interner.number(of: $0) }
    }

    @Test func spellingsShareANumber() {
        // K, the unit kelvin, and again each; among many others, so that the table grows.
        var interner = SymbolInterner("K")
        var names = ["K"]
        for index in 0..<500 {
            names.append("S\(index)")
            #expect(number(&interner, Array("S\(index)".utf8)) == Int32(names.count - 1))
            if index == 100 {
                #expect(number(&interner, Array("\u{212A}".utf8)) == 0)
            }
            if index == 200 {
                names.append(decomposed)
                #expect(number(&interner, Array(decomposed.utf8)) == Int32(names.count - 1))
                #expect(number(&interner, Array(composed.utf8)) == Int32(names.count - 1))
            }
        }
        #expect(interner.names == names)
        for (index, name) in names.enumerated() {
            #expect(number(&interner, Array(name.utf8)) == Int32(index))
        }
        #expect(number(&interner, Array("\u{212A}".utf8)) == 0)
        #expect(number(&interner, Array(composed.utf8)) == 202)
        #expect(number(&interner, [0xE9]) == nil)
        #expect(interner.names == names)
    }

    @Test func aLongFileMaySpellASymbolInSeveralWays() throws {
        let text = """
            date,symbol,close
            2021-01-01,\(composed),1
            2021-01-02,\(decomposed),2
            2021-01-03,"\(composed)",3
            """
        let table = try load([("a.csv", text)]).table
        #expect(table.symbols == [composed])
        #expect(table.closes == [1, 2, 3])
        #expect(try PriceTable(bytes: table.bytes, path: "x") == table)
    }

    /// Replaced by a mark, two symbols would be one.
    @Test(
        arguments: [
            ("date,symbol,close\n2021-01-01,\u{1},1\n", "2:2"),
            ("date,symbol,close\n2021-01-01,\"\"\"\u{1}\",1\n", "2:2"),
            ("date,\u{1}\n2021-01-01,1\n", "1:2"),
            ("date;A;B\u{1}\n2021-01-01;1;2\n", "1:3"),
        ]
    )
    func namesThatAreNotUTF8(text: String, place: String) throws {
        let bytes = text.utf8.map { $0 == 1 ? 0xE9 : $0 }
        let directory = try TemporaryDirectory()
        let path = try directory.write(bytes, to: "a.csv")
        let error = #expect(throws: MarketDataError.self) { try PriceTable(contentsOf: path) }
        let message = try #require(error).description
        #expect(message.hasPrefix("\(path):\(place): the name is not UTF-8; convert the file"))
    }
}
