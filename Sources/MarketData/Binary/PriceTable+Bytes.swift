/// A table as bytes that are the same on every machine: a mark, the version, the sizes, the symbols, the
/// timestamps and closes side by side, and a checksum of all before it. Numbers are little-endian.
extension PriceTable {
    /// The table as bytes.
    ///
    /// - Complexity: O(T x N).
    public var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 64 + 8 * (timestamps.count + closes.count))
        writer.write(raw: Self.mark)
        writer.write(Self.bytesVersion)
        writer.write(UInt64(barCount))
        writer.write(UInt64(symbolCount))
        for symbol in symbols { writer.write(symbol) }
        for timestamp in timestamps { writer.write(timestamp) }
        writer.write(closes)
        writer.write(CRC64.checksum(writer.bytes))
        return writer.bytes
    }

    /// The table that bytes hold, with the same bits.
    ///
    /// - Parameters:
    ///   - bytes: What ``bytes`` gave.
    ///   - path: Where they are from, for errors.
    /// - Throws: ``MarketDataError/badBinary(path:reason:)`` if they are not a whole table.
    public init(bytes: [UInt8], path: String) throws(MarketDataError) {
        do throws(ByteReader.Problem) {
            var reader = ByteReader(bytes)
            guard bytes.starts(with: Self.mark) else {
                throw ByteReader.Problem("it does not begin like a table")
            }
            reader.skip(Self.mark.count)
            let version = try reader.integer(UInt32.self, "version")
            guard version == Self.bytesVersion else {
                throw ByteReader.Problem(
                    "it is of version \(version), and this program reads version \(Self.bytesVersion)"
                )
            }
            try reader.takeChecksum()
            let bars = try reader.count("bars", bytesEach: 8)
            let width = try reader.count("symbols", bytesEach: 4)
            var symbols: [String] = []
            for _ in 0..<width { symbols.append(try reader.text("symbol")) }
            let timestamps = try reader.words(Int64.self, count: bars, "timestamps") { $0 }
            let (cells, overflow) = bars.multipliedReportingOverflow(by: width)
            guard !overflow else { throw ByteReader.Problem("it has too many closes") }
            let closes = try reader.doubles(cells, "closes")
            guard reader.remaining == 0 else {
                throw ByteReader.Problem("\(reader.remaining) bytes lie behind the closes")
            }
            self = try Self.checked(symbols, timestamps, closes)
        } catch {
            throw .badBinary(path: path, reason: error.reason)
        }
    }

    private static func checked(
        _ symbols: [String],
        _ timestamps: [Int64],
        _ closes: [Double]
    ) throws(ByteReader.Problem) -> PriceTable {
        do throws(MarketDataError) {
            return try PriceTable(symbols: symbols, timestamps: timestamps, closes: closes)
        } catch {
            throw ByteReader.Problem("\(error)")
        }
    }

    private static let mark = Array("APUSPRICE".utf8)
    private static let bytesVersion: UInt32 = 1
}
