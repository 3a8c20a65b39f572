import TestSupport
import Testing

@testable import MarketData

@Suite struct GzipTests {
    private static let text =
        "date,A,B\n"
        + (0..<4_000).map {
            "\(UTCTime.format(Int64($0) * 86_400)),\(Double($0 + 1) / 8),\($0 * $0 + 1)\n"
        }.joined()

    /// "date,A\n2021-01-01,2\n", as gzip itself compresses it (`printf … | gzip -9n | od -An -tu1`).
    private static let small: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 73, 44, 73, 213, 113, 228, 50, 50, 48,
        50, 212, 53, 0, 33, 29, 35, 46, 0, 79, 110, 217, 148, 20, 0, 0, 0,
    ]

    private func read(_ bytes: [UInt8], _ name: String = "prices.csv.gz") throws -> PriceTable {
        let directory = try TemporaryDirectory()
        return try PriceTable(contentsOf: directory.write(bytes, to: name))
    }

    @Test func readsWhatGzipWrote() throws {
        let table = try read(Self.small)
        #expect(table.symbols == ["A"])
        #expect(table.closes == [2])
    }

    @Test(arguments: [1, 6, 9]) func readsTheSameAsThePlainFile(level: Int) throws {
        let plain = try read(Array(Self.text.utf8), "prices.csv")
        let packed = Gzip.compressed(Array(Self.text.utf8), level: level)
        #expect(packed.count < Self.text.utf8.count / 2)
        #expect(try read(packed) == plain)
        // The name says nothing; the content does.
        #expect(try read(packed, "prices.csv") == plain)
    }

    @Test func readsMembersThatFollowOneAnother() throws {
        let bytes = Array(Self.text.utf8)
        let plain = try read(bytes, "prices.csv")
        var random = SeededRandom(seed: 9)
        for _ in 0..<10 {
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let members =
                Gzip.compressed(Array(bytes[..<cut])) + Gzip.compressed(Array(bytes[cut...]))
            #expect(try read(members) == plain)
            #expect(try read(members + [0, 0, 0]) == plain)
        }
    }

    @Test func largeTextsComeInPieces() throws {
        // Far more than is read or written at a time.
        let rows = (0..<200_000).map { "\(1_600_000_000 + $0 * 60),\(Double($0 % 977 + 1))\n" }
        let text = Array(("time,A\n" + rows.joined()).utf8)
        #expect(text.count > 3 << 20)
        #expect(try read(Gzip.compressed(text)) == read(text, "prices.csv"))
    }

    @Test func everyCutIsFound() throws {
        for count in 2..<Self.small.count {
            let error = #expect(throws: MarketDataError.self) {
                try read(Array(Self.small[..<count]))
            }
            #expect(error?.category == .badData)
        }
    }

    @Test func damageIsFoundOrGivesTheSame() throws {
        let whole = try read(Self.small)
        for place in Self.small.indices.dropFirst(2) {
            var bytes = Self.small
            bytes[place] ^= 0x10
            // A few bytes of the header mean nothing: time, system, level.
            let table = try? read(bytes)
            #expect(table == nil || table == whole)
        }
    }

    @Test func equalTextsGiveEqualBytes() {
        let bytes = Array(Self.text.utf8)
        #expect(Gzip.compressed(bytes) == Gzip.compressed(bytes))
        #expect(Array(Gzip.compressed([]).prefix(2)) == GzipReader.mark)
    }
}
