import TestSupport
import Testing

@testable import MarketData

@Suite struct RowBufferTests {
    /// Pieces of any length come one after another, wherever the memory of a row ends.
    @Test(arguments: UInt64(1)...20)
    func piecesKeepTheirOrder(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var buffer = RowBuffer(header: [1, 2], estimate: 0)
        var expected: [UInt8] = [1, 2]
        while expected.count < 400_000 {
            switch UInt8.random(in: 0..<8, using: &random) {
            case 0:
                let length = Int.random(
                    in: 0...(expected.count % 3 == 0 ? 70_000 : 80),
                    using: &random
                )
                let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 + expected.count) }
                buffer.write(text)
                expected += text
            case 1..<5:
                let byte = UInt8.random(in: 0...255, using: &random)
                buffer.write(byte)
                expected.append(byte)
            default:
                let length = Int.random(in: 0...64, using: &random)
                buffer.write { target in
                    for place in 0..<length { target[place] = UInt8(place) }
                    return target + length
                }
                expected += (0..<length).map { UInt8($0) }
            }
        }
        #expect(buffer.finish() == expected)
    }

    /// A file much longer than a row's memory, of short pieces only.
    @Test func longFilesOfOneSymbol() throws {
        let table = SyntheticPrices.randomWalk(bars: 20_000, symbols: ["A"])
        let directory = try TemporaryDirectory()
        for layout in TableLayout.allCases {
            let path = directory.path + (layout == .perSymbol ? "/folder" : "/a.csv")
            let files = try PriceWriter.write(table, to: path, layout: layout)
            #expect(try PriceTable(contentsOf: files[0].path) == table)
        }
    }
}
