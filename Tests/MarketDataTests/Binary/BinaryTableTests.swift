import DataParallel
import Foundation
import TestSupport
import Testing

@testable import MarketData

@Suite struct BinaryTableTests {
    private static func randomTable(_ seed: UInt64) throws -> PriceTable {
        var random = SeededRandom(seed: seed &+ 5)
        let (bars, width) = (
            Int.random(in: 1...200, using: &random), Int.random(in: 1...9, using: &random)
        )
        let isChanging = Bool.random(using: &random)
        let listings = (0..<width).map { _ in
            let first = isChanging ? Int.random(in: 0..<bars, using: &random) : 0
            return first..<(isChanging ? Int.random(in: first + 1...bars, using: &random) : bars)
        }
        var time: Int64 = .random(in: -5_000...2_000_000_000, using: &random)
        return try PriceTable(
            symbols: (0..<width).map { "S\($0)" + String(repeating: "ä", count: $0) },
            timestamps: (0..<bars).map { _ in
                time += .random(in: 1...100_000, using: &random)
                return time
            },
            closes: (0..<bars * width).map { place in
                listings[place % width].contains(place / width)
                    ? .random(in: 1e-12...1e12, using: &random) : .nan
            },
            listings: listings
        )
    }

    @Test(arguments: 0..<40) func comesBackFromBytesAndFiles(seed: UInt64) throws {
        let table = try Self.randomTable(seed)
        #expect(try PriceTable(bytes: table.bytes, path: "x") == table)
        let directory = try TemporaryDirectory()
        let path = try directory.write(table.bytes, to: "prices.apus")
        #expect(try PriceTable(binaryFile: path) == table)
        let options = PriceLoadOptions(universe: .changing)
        let loaded = try PriceLoader.load(paths: [path], options: options)
        #expect(loaded.table == table)
        #expect(loaded.report.files.map(\.symbols) == [table.symbols])
    }

    /// The layout, decoded by hand: other programs may write it.
    @Test func hasTheLayoutThatIsDocumented() throws {
        let table = try PriceTable(
            symbols: ["AB", "C"],
            timestamps: [60, 120, 180],
            closes: [1, .nan, 2, 0.5, 3, 0.25],
            listings: [0..<3, 1..<3]
        )
        let bytes = table.bytes
        func word(_ offset: Int) -> UInt64 {
            bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        #expect(Array(bytes[..<8]) == Array("APUSBARS".utf8))
        #expect(word(8) == 1 << 32 | 2)
        #expect([16, 24, 32, 40].map(word) == [3, 2, 128, 192])
        #expect(Array(bytes[64..<75]) == [2, 0, 0, 0, 65, 66, 1, 0, 0, 0, 67])
        #expect([75, 83, 91, 99].map(word) == [0, 3, 1, 3])
        #expect([128, 136, 144].map(word) == [60, 120, 180])
        #expect(bytes[152..<192].allSatisfy { $0 == 0 })
        #expect(word(192) == 0x3FF0_0000_0000_0000)
        #expect(Double(bitPattern: word(200)).isNaN)
        #expect(bytes.count == 192 + 48)
        // The digest of 112 bytes of numbers, by its definition.
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        func step(_ value: UInt64, _ word: UInt64) -> UInt64 {
            let product = (value ^ word) &* factor
            return product << 29 | product >> 35
        }
        var chains = (0..<8).map { UInt64($0) }
        for place in 0..<8 { chains[place] = step(chains[place], word(128 + 8 * place)) }
        var digest: UInt64 = 112
        for chain in chains { digest = step(digest, chain) }
        for place in 0..<6 { digest = step(digest, word(192 + 8 * place)) }
        #expect(word(48) == step(1, digest))
    }

    @Test func everyCutAndEveryFlippedBitIsFound() throws {
        let bytes = try Self.randomTable(3).bytes
        for count in 0..<bytes.count {
            #expect(throws: MarketDataError.self) {
                try PriceTable(bytes: Array(bytes[..<count]), path: "x")
            }
        }
        #expect(throws: MarketDataError.self) { try PriceTable(bytes: bytes + [0], path: "x") }
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(place % 8)
            #expect(throws: MarketDataError.self) {
                try PriceTable(bytes: damaged, path: "x")
            }
        }
    }

    @Test func saysWhatIsWrong() throws {
        let bytes = try Self.randomTable(3).bytes
        func message(_ change: (inout [UInt8]) -> Void) -> String {
            var bytes = bytes
            change(&bytes)
            do {
                _ = try PriceTable(bytes: bytes, path: "p.apus")
                return "nothing"
            } catch {
                return error.description
            }
        }
        #expect(
            message { $0[8] = 7 }
                == "p.apus: cannot be read as a binary table of prices: it is of version 7, and this "
                + "program reads version 2; make or fetch the file again"
        )
        #expect(message { $0[$0.count - 1] ^= 1 }.contains("do not give its digest"))
        #expect(message { $0.removeLast() }.contains("its size does not fit"))
        #expect(message { $0[70] ^= 1 }.contains("its header does not give its digest"))
        #expect(
            message {
                $0[16] = 255; $0[23] = 255
            }.contains("its size does not fit")
        )
    }

    /// Numbers that no table has, with the right digests.
    @Test(arguments: [-1.0, 0, -0.0, .infinity, .nan]) func refusesWhatIsNoPrice(value: Double)
        throws
    {
        let table = PriceTable(unchecked: ["A"], [1, 2], [1, 2])
        var bytes = table.bytes
        let closes = bytes.count - 16
        withUnsafeBytes(of: value.bitPattern.littleEndian) {
            bytes.replaceSubrange(closes..<closes + 8, with: $0)
        }
        Self.seal(&bytes, numbersFrom: 128)
        #expect { try PriceTable(bytes: bytes, path: "x") } throws: { error in
            "\(error)".contains("prices > 0")
        }
    }

    @Test func refusesTimesThatDoNotIncrease() throws {
        // One that is the first of the second block of 1 MiB.
        let bars = (1 << 17) + 10
        let table = PriceTable(
            unchecked: ["A"],
            (0..<bars).map { Int64($0) },
            PriceValues(Array(repeating: 1, count: bars))
        )
        for bar in [1, (1 << 17) - 1, 1 << 17, (1 << 17) + 1, bars - 1] {
            var bytes = table.bytes
            let place = 128 + 8 * bar
            withUnsafeBytes(of: Int64(bar - 1).littleEndian) {
                bytes.replaceSubrange(place..<place + 8, with: $0)
            }
            Self.seal(&bytes, numbersFrom: 128)
            #expect { try PriceTable(bytes: bytes, path: "x") } throws: { error in
                "\(error)".contains("increasing times")
            }
        }
    }

    @Test(
        arguments: [
            (0, Int64.min), (0, UTCTime.range.lowerBound - 1), (2, .max), (2, 253_402_300_800),
        ]
    )
    func refusesTimesThatNoBarHas(bar: Int, time: Int64) throws {
        let table = try PriceTable(symbols: ["A"], timestamps: [0, 1, 2], closes: [1, 2, 3])
        var bytes = table.bytes
        let place = 128 + 8 * bar
        withUnsafeBytes(of: time.littleEndian) {
            bytes.replaceSubrange(place..<place + 8, with: $0)
        }
        Self.seal(&bytes, numbersFrom: 128)
        #expect { try PriceTable(bytes: bytes, path: "x") } throws: { error in
            "\(error)".contains("its times are not in the years 0 to 9999")
        }
    }

    /// Gives altered bytes the digests they ought to have.
    private static func seal(_ bytes: inout [UInt8], numbersFrom start: Int) {
        func put(_ value: UInt64, at place: Int) {
            withUnsafeBytes(of: value.littleEndian) {
                bytes.replaceSubrange(place..<place + 8, with: $0)
            }
        }
        let numbers = Array(bytes[start...])
        put(numbers.withUnsafeBytes { BinaryTable.digest(of: $0) }, at: 48)
        let head = Array(bytes[..<56] + bytes[64..<start])
        put(head.withUnsafeBytes { BlockDigest.digest($0, seed: 0) }, at: 56)
    }

    @Test(arguments: [1, 2, 3, 8]) func isTheSameOnAnyNumberOfThreads(workers: Int) throws {
        let table = SyntheticPrices.randomWalk(
            bars: 60_000,
            symbols: (0..<7).map { "S\($0)" },
            interval: 3_600,
            seed: 4
        )
        let directory = try TemporaryDirectory()
        let path = try directory.write(table.bytes, to: "prices.apus")
        let pool = ThreadPool(workerCount: workers)
        #expect(try PriceTable(binaryFile: path, on: pool) == table)
        var damaged = table.bytes
        damaged[damaged.count / 2] ^= 4
        let other = try directory.write(damaged, to: "damaged.apus")
        #expect(throws: MarketDataError.self) { try PriceTable(binaryFile: other, on: pool) }
    }

    @Test func aChangingTableIsCutToWhatAllHaveUnlessAskedOtherwise() throws {
        let table = try PriceTable(
            symbols: ["A", "B"],
            timestamps: [0, 86_400, 172_800],
            closes: [1, .nan, 2, 5, 3, 6],
            listings: [0..<3, 1..<3]
        )
        let directory = try TemporaryDirectory()
        let path = try directory.write(table.bytes, to: "prices.apus")
        let loaded = try PriceLoader.load(paths: [path])
        #expect(loaded.table.closes == [2, 5, 3, 6])
        #expect(loaded.report.droppedBars == 1)
    }

    @Test func aMappedTableOutlivesItsFile() throws {
        let table = try Self.randomTable(8)
        let directory = try TemporaryDirectory()
        let path = try directory.write(table.bytes, to: "prices.apus")
        let mapped = try PriceTable(binaryFile: path)
        try FileManager.default.removeItem(atPath: path)
        #expect(mapped == table)
    }
}
