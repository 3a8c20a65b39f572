import TestSupport
import Testing

@testable import MarketData

@Suite struct ArrowFileTests {
    private static func randomTable(_ seed: UInt64, bars: Int? = nil) throws -> PriceTable {
        var random = SeededRandom(seed: seed &+ 50)
        let count = bars ?? Int.random(in: 1...300, using: &random)
        let width = Int.random(in: 1...6, using: &random)
        let isChanging = Bool.random(using: &random)
        let listings = (0..<width).map { column in
            // The first is there all the time, so that every bar has somebody.
            let isWhole = column == 0 || !isChanging
            let first = isWhole ? 0 : Int.random(in: 0..<count, using: &random)
            return first..<(isWhole ? count : Int.random(in: first + 1...count, using: &random))
        }
        var time: Int64 = .random(in: -5_000...2_000_000_000, using: &random)
        return try PriceTable(
            symbols: (0..<width).map { "S\($0)/é" },
            timestamps: (0..<count).map { _ in
                time += .random(in: 1...100_000, using: &random)
                return time
            },
            closes: (0..<count * width).map { place in
                listings[place % width].contains(place / width)
                    ? .random(in: 1e-12...1e12, using: &random) : .nan
            },
            listings: listings
        )
    }

    private static func read(_ bytes: [UInt8]) throws -> PriceTable {
        let block = try bytes.withUnsafeBytes { bytes in
            try ArrowFile.read(bytes, path: "x.arrow", symbol: nil, rule: .price)
        }
        return try SeriesJoin.join([block], fill: .none, universe: .changing).table
    }

    @Test(arguments: 0..<40, ArrowCompression.allCases)
    func comesBackWithTheSameBits(seed: UInt64, compression: ArrowCompression) throws {
        let table = try Self.randomTable(seed)
        let bytes = try table.arrowBytes(compression: compression, path: "x")
        #expect(try Self.read(bytes) == table)
        #expect(try table.arrowBytes(compression: compression, path: "x") == bytes)
    }

    @Test(arguments: ArrowCompression.allCases)
    func manyBatchesComeBack(compression: ArrowCompression) throws {
        // More than two batches of 131,072 rows.
        let table = try Self.randomTable(3, bars: 300_000)
        let bytes = try table.arrowBytes(compression: compression, path: "x")
        #expect(try Self.read(bytes) == table)
    }

    @Test func buffersLieWhereProcessorsLikeThem() throws {
        let bytes = try Self.randomTable(1).arrowBytes(path: "x")
        let messages = try bytes.withUnsafeBytes { bytes in
            try ArrowMessages(bytes).batches.map { part in
                bytes.baseAddress!.distance(to: part.body.baseAddress!)
            }
        }
        #expect(messages.allSatisfy { $0 % 64 == 0 })
        #expect(messages.count == 1)
    }

    /// NaN has many bit patterns; a missing close has one.
    @Test func anyNaNIsMissing() throws {
        let table = try PriceTable(
            symbols: ["A", "B"],
            timestamps: [0, 60, 120],
            closes: [1, 2, 3, 4, 5, 6]
        )
        var bytes = try table.arrowBytes(path: "x")
        let two = withUnsafeBytes(of: (2.0).bitPattern.littleEndian) { Array($0) }
        let place = try #require(bytes.indices.last { bytes[$0...].starts(with: two) })
        let other: UInt64 = 0xFFF8_0000_0000_1234
        bytes.replaceSubrange(place..<place + 8, with: withUnsafeBytes(of: other) { Array($0) })
        let read = try Self.read(bytes)
        #expect(read.closes == [1, .nan, 3, 4, 5, 6])
        #expect(try PriceTable(bytes: read.bytes, path: "x") == read)
    }

    @Test func everyCutIsFound() throws {
        let bytes = try Self.randomTable(7, bars: 5).arrowBytes(path: "x")
        for count in 0..<bytes.count {
            #expect(throws: MarketDataError.self) { try Self.read(Array(bytes[..<count])) }
        }
    }

    /// Damaged at random, a file is read as some table or refused: nothing traps, nothing takes long.
    @Test(
        arguments: [
            ArrowGoldenFiles.pandasUncompressed, ArrowGoldenFiles.pandasLz4,
            ArrowGoldenFiles.pandasZstd, ArrowGoldenFiles.pyarrowStream,
            ArrowGoldenFiles.polarsViews, ArrowGoldenFiles.polarsCategoriesLz4,
            ArrowGoldenFiles.polarsLargeTextZstd, ArrowGoldenFiles.pyarrowBars,
            ArrowGoldenFiles.pyarrowReplacedDictionaries, ArrowGoldenFiles.pyarrowAddedInFile,
            ArrowGoldenFiles.pyarrowNested,
        ]
    )
    func damageIsSurvived(original: [UInt8]) throws {
        var random = SeededRandom(seed: UInt64(original.count))
        var outcomes = (read: 0, refused: 0)
        for _ in 0..<3_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = .random(in: 0...255, using: &random)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 2: bytes[place] = [0, 1, 127, 128, 255].randomElement(using: &random)!
                default:
                    let end = min(place + 8, bytes.count)
                    bytes.replaceSubrange(
                        place..<end,
                        with: repeatElement(
                            Bool.random(using: &random) ? 255 : 0,
                            count: end - place
                        )
                    )
                }
            }
            do {
                let table = try Self.read(bytes)
                #expect(throws: Never.self) {
                    try PriceTable(
                        symbols: table.symbols,
                        timestamps: table.timestamps,
                        closes: table.closes.asArray,
                        listings: table.listings
                    )
                }
                outcomes.read += 1
            } catch {
                #expect(error is MarketDataError)
                outcomes.refused += 1
            }
        }
        // Both ways have been tried.
        #expect(outcomes.read > 20)
        #expect(outcomes.refused > 20)
    }

    @Test func saysWhatIsWrong() throws {
        let table = try PriceTable(symbols: ["A"], timestamps: [0, 60], closes: [1, 2])
        let bytes = try table.arrowBytes(path: "x")
        func message(_ bytes: [UInt8]) -> String {
            do {
                _ = try Self.read(bytes)
                return "nothing"
            } catch {
                return "\(error)"
            }
        }
        #expect(
            message(Array(bytes.dropLast()))
                == "x.arrow: cannot be read as Arrow data: it ends early; make or fetch the file again"
        )
        // A close of 0, found where its bits are.
        let two = withUnsafeBytes(of: (2.0).bitPattern.littleEndian) { Array($0) }
        let place = try #require(bytes.indices.last { bytes[$0...].starts(with: two) })
        var zero = bytes
        zero.replaceSubrange(place..<place + 8, with: repeatElement(0, count: 8))
        #expect(
            message(zero)
                == "x.arrow:2: A: \"0.0\" is not a price > 0; correct it or remove the row"
        )
        var infinite = bytes
        infinite.replaceSubrange(
            place..<place + 8,
            with: withUnsafeBytes(of: Double.infinity.bitPattern.littleEndian) { Array($0) }
        )
        #expect(message(infinite).hasPrefix("x.arrow:2: A: \"inf\" is not a finite price"))
    }
}
