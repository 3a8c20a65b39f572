/// The layout of a table as bytes, the same on every machine; numbers are little-endian.
///
/// | offset | bytes | |
/// |---:|---:|---|
/// | 0 | 8 | the mark `APUSBARS` |
/// | 8 | 4 | the version, 2 |
/// | 12 | 4 | 1 if the universe changes, else 0 |
/// | 16 | 8 | T, the number of bars |
/// | 24 | 8 | N, the number of symbols |
/// | 32 | 8 | the offset of the timestamps, a multiple of 64 |
/// | 40 | 8 | the offset of the closes, a multiple of 64 |
/// | 48 | 8 | the digest of all from the timestamps on: of the digests of blocks of 1 MiB |
/// | 56 | 8 | the digest of the first 56 bytes and of those from 64 up to the timestamps |
/// | 64 | | N names, each its length in 4 bytes and UTF-8; where the universe changes N listings: first bar and end in 8 bytes each; zeros up to the timestamps |
/// | | 8 T | timestamps |
/// | | 8 T N | closes, row-major |
///
/// Numbers lie at multiples of their size, so that a mapped file is used as it is.
struct BinaryTable {
    static let mark = Array("APUSBARS".utf8)
    static let version: UInt32 = 2
    static let headerSize = 64

    let bars: Int
    let symbols: [String]
    /// Nil where every symbol has all bars.
    let listings: [Range<Int>]?
    let timestampOffset: Int
    let closeOffset: Int
    /// Of the numbers.
    let digest: UInt64

    /// The size of the whole file.
    var size: Int { closeOffset + 8 * bars * symbols.count }

    /// Whether bytes begin like a table.
    static func isOne(_ head: UnsafeRawBufferPointer) -> Bool {
        head.prefix(mark.count).elementsEqual(mark)
    }

    /// Reads and checks all in front of the numbers.
    init(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Problem) {
        guard bytes.count >= Self.headerSize else { throw .init("it ends in the header") }
        guard Self.isOne(bytes) else { throw .init("it does not begin like a table") }
        func word(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        let version = UInt32(truncatingIfNeeded: word(8))
        guard version == Self.version else {
            throw .init(
                "it is of version \(version), and this program reads version \(Self.version)"
            )
        }
        let limit = UInt64(bytes.count)
        let (bars, width, timestamps, closes) = (word(16), word(24), word(32), word(40))
        // Compared before they are multiplied: wrong numbers must not overflow.
        guard timestamps >= 64, timestamps <= limit, timestamps % 64 == 0,
            width <= (timestamps - 64) / 4, bars <= (limit - timestamps) / 8,
            closes == Self.aligned(timestamps + 8 * bars), closes <= limit,
            width == 0 || bars <= (limit - closes) / 8 / width,
            limit - closes == 8 * bars * width
        else { throw .init("its size does not fit its \(bars) bars of \(width) symbols") }
        let head = Array(bytes[..<56]) + Array(bytes[64..<Int(timestamps)])
        guard head.withUnsafeBytes({ BlockDigest.digest($0, seed: 0) }) == word(56) else {
            throw .init("its header does not give its digest: it was altered or damaged")
        }
        var reader = ByteReader(Array(bytes[64..<Int(timestamps)]))
        var symbols: [String] = []
        for _ in 0..<width { symbols.append(try reader.text("symbol")) }
        var listings: [Range<Int>]?
        if word(8) >> 32 != 0 {
            var ranges: [Range<Int>] = []
            for _ in 0..<width { ranges.append(try reader.range("bars of a listing")) }
            listings = ranges
        }
        self.bars = Int(bars)
        self.symbols = symbols
        self.listings = listings
        timestampOffset = Int(timestamps)
        closeOffset = Int(closes)
        digest = word(48)
    }

    /// The bytes of a table up to its numbers, and where these begin.
    static func head(of table: PriceTable, digest: UInt64) -> (bytes: [UInt8], closeOffset: Int) {
        var names = ByteWriter()
        for symbol in table.symbols { names.write(symbol) }
        if table.isChanging {
            for listing in table.listings {
                names.write(UInt64(listing.lowerBound))
                names.write(UInt64(listing.upperBound))
            }
        }
        let timestamps = aligned(UInt64(headerSize + names.bytes.count))
        let closes = aligned(timestamps + 8 * UInt64(table.barCount))
        var writer = ByteWriter(reserving: Int(timestamps))
        writer.write(raw: mark)
        writer.write(version)
        writer.write(UInt32(table.isChanging ? 1 : 0))
        writer.write(UInt64(table.barCount))
        writer.write(UInt64(table.symbolCount))
        writer.write(timestamps)
        writer.write(closes)
        writer.write(digest)
        let padding = Int(timestamps) - headerSize - names.bytes.count
        let rest = names.bytes + [UInt8](repeating: 0, count: padding)
        let own = (writer.bytes + rest).withUnsafeBytes { BlockDigest.digest($0, seed: 0) }
        writer.write(own)
        writer.write(raw: rest)
        return (writer.bytes, Int(closes))
    }

    /// The next multiple of 64, a line of the processor's memory.
    static func aligned(_ offset: UInt64) -> UInt64 { (offset + 63) / 64 * 64 }
}
