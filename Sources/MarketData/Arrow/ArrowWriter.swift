/// Writes prices as an Arrow file: a column of times in milliseconds, UTC, and one of doubles for each symbol, in
/// batches of 131,072 rows. What is not there is missing (null). Equal prices give equal bytes.
struct ArrowWriter {
    private static let rowsOfBatch = 1 << 17
    /// Buffers begin at multiples of this.
    private static let alignment = 64

    private let prices: PriceGrid
    /// Whether each symbol lacks closes.
    private let mayMiss: [Bool]
    private let compression: ArrowCompression
    private var bytes: [UInt8] = []
    /// Where batches begin, the sizes of their descriptions and of their bodies.
    private var blocks: [Int64] = []

    private init(_ prices: PriceGrid, _ compression: ArrowCompression) {
        self.prices = prices
        var mayMiss = prices.symbols.map { _ in false }
        for place in prices.closes.indices where prices.closes[place].isNaN {
            mayMiss[place % prices.symbolCount] = true
        }
        self.mayMiss = mayMiss
        self.compression = compression
    }

    /// The bytes of a file.
    ///
    /// - Parameter path: Where they go, for errors.
    static func bytes(
        of prices: PriceGrid,
        _ compression: ArrowCompression,
        path: String
    ) throws(MarketDataError) -> [UInt8] {
        var writer = ArrowWriter(prices, compression)
        do throws(ArrowProblem) {
            return try writer.file()
        } catch {
            throw error.error(path: path)
        }
    }

    private mutating func file() throws(ArrowProblem) -> [UInt8] {
        bytes = ArrowMessages.mark + [0, 0]
        var schema = FlatWriter()
        let header = startMessage(&schema, kind: 1, bodySize: 0)
        writeSchema(&schema, pointedToAt: header)
        writeMessage(schema.bytes, body: [])
        for first in stride(from: 0, to: prices.barCount, by: Self.rowsOfBatch) {
            try writeBatch(first..<min(first + Self.rowsOfBatch, prices.barCount))
        }
        // The end of the stream, the footer, its size.
        bytes += [255, 255, 255, 255, 0, 0, 0, 0]
        var footer = FlatWriter()
        let places = footer.table([.short(4), .offset, .none, .offset])
        writeSchema(&footer, pointedToAt: places[0])
        footer.words(blocks, wordsEach: 3, pointedToAt: places[1])
        bytes += footer.bytes
        append(Int32(footer.bytes.count))
        bytes += ArrowMessages.mark
        return bytes
    }

    /// Begins a message of version 5.
    ///
    /// - Returns: The place that points to its content.
    private func startMessage(_ writer: inout FlatWriter, kind: UInt8, bodySize: Int64) -> Int {
        writer.table([.short(4), .byte(kind), .offset, .long(bodySize)])[0]
    }

    private func writeSchema(_ writer: inout FlatWriter, pointedToAt place: Int) {
        let fields = writer.table([.none, .offset], pointedToAt: place)[0]
        let names = ["timestamp"] + prices.symbols
        let places = writer.offsets(count: names.count, pointedToAt: fields)
        for (column, name) in names.enumerated() {
            let isTime = column == 0
            let mayMiss = !isTime && mayMiss[column - 1]
            let parts = writer.table(
                // Timestamps are type 10, floating-point numbers type 3.
                [.offset, .byte(mayMiss ? 1 : 0), .byte(isTime ? 10 : 3), .offset, .none, .offset],
                pointedToAt: places[column]
            )
            writer.text(name, pointedToAt: parts[0])
            if isTime {
                let zone = writer.table([.short(1), .offset], pointedToAt: parts[1])[0]
                writer.text("UTC", pointedToAt: zone)
            } else {
                _ = writer.table([.short(2)], pointedToAt: parts[1])
            }
            _ = writer.offsets(count: 0, pointedToAt: parts[2])
        }
    }

    private mutating func writeBatch(_ rows: Range<Int>) throws(ArrowProblem) {
        var body: [UInt8] = []
        var nodes: [Int64] = []
        var buffers: [Int64] = []
        func add(_ buffer: [UInt8]) throws(ArrowProblem) {
            let packed = try packed(buffer)
            buffers += [Int64(body.count), Int64(packed.count)]
            body += packed
            body.append(contentsOf: repeatElement(0, count: Self.padding(body.count)))
        }
        nodes += [Int64(rows.count), 0]
        try add([])
        try add(Self.bytes(rows.map { prices.timestamps[$0] * 1_000 }))
        for column in prices.symbols.indices {
            let closes = rows.map { prices[bar: $0, symbol: column] }
            let missing = mayMiss[column] ? closes.count { $0.isNaN } : 0
            nodes += [Int64(rows.count), Int64(missing)]
            try add(missing == 0 ? [] : Self.bits(closes.map { !$0.isNaN }))
            // What is missing is 0, which nobody looks at.
            try add(Self.bytes(closes.map { $0.isNaN ? 0 : Int64(bitPattern: $0.bitPattern) }))
        }
        var writer = FlatWriter()
        let header = startMessage(&writer, kind: 3, bodySize: Int64(body.count))
        let isPacked = compression != .none
        let parts = writer.table(
            [.long(Int64(rows.count)), .offset, .offset] + (isPacked ? [.offset] : []),
            pointedToAt: header
        )
        writer.words(nodes, wordsEach: 2, pointedToAt: parts[0])
        writer.words(buffers, wordsEach: 2, pointedToAt: parts[1])
        if isPacked {
            _ = writer.table([.byte(compression == .zstd ? 1 : 0)], pointedToAt: parts[2])
        }
        let start = bytes.count
        let size = writeMessage(writer.bytes, body: body)
        blocks += [Int64(start), Int64(size), Int64(body.count)]
    }

    /// Writes a message, its description filled up so that its body begins at a multiple of 64.
    ///
    /// - Returns: The size of the description with all in front of the body.
    @discardableResult
    private mutating func writeMessage(_ description: [UInt8], body: [UInt8]) -> Int {
        let start = bytes.count
        let padding = Self.padding(start + 8 + description.count)
        bytes += [255, 255, 255, 255]
        append(Int32(description.count + padding))
        bytes += description
        bytes.append(contentsOf: repeatElement(0, count: padding))
        let size = bytes.count - start
        bytes += body
        return size
    }

    /// A buffer as it is stored: its length in front of what is compressed, or -1 where that would not help.
    private func packed(_ buffer: [UInt8]) throws(ArrowProblem) -> [UInt8] {
        if compression == .none || buffer.isEmpty { return buffer }
        let (compression, count) = (compression, buffer.count)
        let packed = try buffer.withUnsafeBufferPointer { (buffer) throws(ArrowProblem) in
            try compression.compressed(UnsafeRawBufferPointer(buffer))
        }
        let isSmaller = packed.count < count
        return Self.bytes([isSmaller ? Int64(count) : -1]) + (isSmaller ? packed : buffer)
    }

    private mutating func append(_ value: Int32) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func padding(_ count: Int) -> Int { (alignment - count % alignment) % alignment }

    private static func bytes(_ words: [Int64]) -> [UInt8] {
        words.withUnsafeBytes { Array($0) }
    }

    private static func bits(_ flags: [Bool]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (flags.count + 7) / 8)
        for (place, flag) in flags.enumerated() where flag {
            bytes[place / 8] |= 1 << UInt8(place % 8)
        }
        return bytes
    }
}

extension PriceTable {
    /// The table as an Arrow file (Feather version 2), which pandas, polars and others read: a column `timestamp`
    /// of milliseconds in UTC and a column of doubles for each symbol, null where it is not listed.
    ///
    /// - Parameters:
    ///   - compression: How buffers are compressed.
    ///   - path: Where they go, for errors.
    /// - Throws: ``MarketDataError/missingLibrary(path:needed:package:)``.
    /// - Complexity: O(T x N).
    public func arrowBytes(
        compression: ArrowCompression = .none,
        path: String
    ) throws(MarketDataError) -> [UInt8] {
        try ArrowWriter.bytes(of: PriceGrid(self), compression, path: path)
    }
}
