public import DataParallel

extension PriceTable {
    /// The table as a binary file has it; see ``init(binaryFile:on:)``.
    ///
    /// - Complexity: O(T x N).
    public var bytes: [UInt8] {
        let numbers = 8 * (barCount + closes.count)
        let size = BinaryTable.head(of: self, digest: 0)
        var bytes = [UInt8]()
        bytes.reserveCapacity(size.bytes.count + numbers + 64)
        bytes += size.bytes
        timestamps.withUnsafeBytes { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: repeatElement(0, count: size.closeOffset - bytes.count))
        closes.withUnsafeBytes { bytes.append(contentsOf: $0) }
        let digest = bytes.withUnsafeBytes {
            BinaryTable.digest(of: UnsafeRawBufferPointer(rebasing: $0[size.bytes.count...]))
        }
        let head = BinaryTable.head(of: self, digest: digest).bytes
        bytes.replaceSubrange(..<head.count, with: head)
        return bytes
    }

    /// The table that bytes hold, with the same bits.
    ///
    /// - Parameters:
    ///   - bytes: What ``bytes`` gave.
    ///   - path: Where they are from, for errors.
    /// - Throws: ``MarketDataError/badContent(path:format:reason:)`` if they are not a whole table.
    public init(bytes: [UInt8], path: String) throws(MarketDataError) {
        let table = bytes.withUnsafeBytes { bytes in
            Result { () throws(MarketDataError) in
                try Self.table(bytes, path: path, on: SequentialExecutor()) { layout in
                    PriceValues(
                        Self.numbers(
                            Double.self,
                            bytes[layout.closeOffset...],
                            count: layout.bars * layout.symbols.count
                        )
                    )
                }
            }
        }
        self = try table.get()
    }

    /// Maps a binary file of a table into memory. Its closes are never copied, and processes that map
    /// the same file share its memory.
    ///
    /// All of the file is checked: its digest, that times increase, that closes are finite and above 0. A mapped
    /// file must not be written in place: replace it by renaming.
    ///
    /// - Parameters:
    ///   - path: A file of what ``bytes`` gives.
    ///   - executor: What its blocks are checked by, side by side.
    /// - Throws: ``MarketDataError/badContent(path:format:reason:)`` if it is not a whole table, or
    ///   that it cannot be read.
    /// - Complexity: O(T x N), at the speed of memory.
    public init(
        binaryFile path: String,
        on executor: some ParallelExecutor = SequentialExecutor()
    ) throws(MarketDataError) {
        let file = try MappedFile(path: path, isWholeWanted: true)
        self = try Self.table(file, path: path, on: executor)
    }

    /// As the other form, with a look at the whole file before anything is made of it.
    package init(
        binaryFile path: String,
        on executor: some ParallelExecutor,
        checking check: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let file = try MappedFile(path: path, isWholeWanted: true)
        try check(file.bytes)
        self = try Self.table(file, path: path, on: executor)
    }

    private static func table(
        _ file: MappedFile,
        path: String,
        on executor: some ParallelExecutor
    ) throws(MarketDataError) -> PriceTable {
        try table(file.bytes, path: path, on: executor) { layout in
            PriceValues(
                MappedDoubles(
                    file,
                    offset: layout.closeOffset,
                    count: layout.bars * layout.symbols.count
                )
            )
        }
    }

    /// Checks bytes and makes a table of them.
    private static func table(
        _ bytes: UnsafeRawBufferPointer,
        path: String,
        on executor: some ParallelExecutor,
        closes: (BinaryTable) -> PriceValues
    ) throws(MarketDataError) -> PriceTable {
        do throws(ByteReader.Problem) {
            let layout = try BinaryTable(bytes)
            guard layout.bars > 0, !layout.symbols.isEmpty else {
                throw .init("it has no bars or no symbols")
            }
            guard Set(layout.symbols).count == layout.symbols.count else {
                throw .init("a symbol occurs twice")
            }
            try layout.checkNumbers(bytes, on: executor)
            let timestamps = Self.numbers(
                Int64.self,
                bytes[layout.timestampOffset...],
                count: layout.bars
            )
            return PriceTable(
                unchecked: layout.symbols,
                timestamps,
                closes(layout),
                layout.listings
            )
        } catch {
            throw .badContent(path: path, format: "a binary table of prices", reason: error.reason)
        }
    }

    /// Numbers of eight bytes, copied.
    private static func numbers<Number>(
        _ type: Number.Type,
        _ bytes: Slice<UnsafeRawBufferPointer>,
        count: Int
    ) -> [Number] {
        [Number](unsafeUninitializedCapacity: count) { numbers, initialized in
            UnsafeMutableRawBufferPointer(numbers).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes.prefix(8 * count))
            )
            initialized = count
        }
    }
}
