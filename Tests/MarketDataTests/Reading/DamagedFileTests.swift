import TestSupport
import Testing

@testable import MarketData

/// Files damaged at random either load as a valid table or fail with an error that names a place:
/// nothing traps, nothing invalid comes through.
@Suite struct DamagedFileTests {
    private static let originals = [
        "date,A,B\n2021-01-01,1.25,2\n2021-01-02,3,4.5\n2021-01-03,5,6\n",
        "time;symbol;close\n1609459200;A;1.5\n1609459200;B;2\n1609545600;A;3\n1609545600;B;4\n",
        "\u{FEFF}Date,Open,Close,\"Adj Close\"\r\n\"2021-01-01\",1,2,3\r\n\r\n2021-01-02,4,5,6.0e0\r\n",
        "1609459200000,9,9,9,1.5,7,1609462799999,1,2,3,4,0\n1609462800000,9,9,9,2,7,1,1,2,3,4,0\n",
    ]

    @Test(arguments: originals.indices)
    func loadsOrNamesThePlace(_ original: Int) throws {
        var random = SeededRandom(seed: UInt64(original) + 1)
        let alphabet = Array("0159.,;\t\"'\n\r -+:eETZnaxA#\u{0}é".utf8)
        let directory = try TemporaryDirectory()
        var outcomes = (loaded: 0, refused: 0)
        for _ in 0..<400 {
            var bytes = Array(Self.originals[original].utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch UInt8.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(alphabet.randomElement(using: &random)!, at: index)
                case 2: bytes.removeSubrange(index..<min(index + 5, bytes.count - 1))
                default: bytes[index] = alphabet.randomElement(using: &random)!
                }
            }
            let path = try directory.write(bytes, to: "prices.csv")
            do {
                let table = try PriceTable(contentsOf: path)
                #expect(throws: Never.self) {
                    try PriceTable(
                        symbols: table.symbols,
                        timestamps: table.timestamps,
                        closes: table.closes.asArray
                    )
                }
                outcomes.loaded += 1
            } catch {
                #expect(error.description.hasPrefix(path + ":") || error.category == .badData)
                outcomes.refused += 1
            }
        }
        // Both ways have been tried.
        #expect(outcomes.loaded > 20)
        #expect(outcomes.refused > 20)
    }

    @Test func everyPrefixOfAFileLoadsOrFails() throws {
        let directory = try TemporaryDirectory()
        for original in Self.originals {
            let bytes = Array(original.utf8)
            for length in 0..<bytes.count {
                let path = try directory.write(Array(bytes[..<length]), to: "prices.csv")
                do {
                    let table = try PriceTable(contentsOf: path)
                    #expect(table.barCount >= 1)
                } catch {
                    #expect(error.category == .badData)
                }
            }
        }
    }
}
