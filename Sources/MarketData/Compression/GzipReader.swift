import _Zlib

/// Takes gzip data apart as it is read, by the system's zlib: members that follow one another are one text.
final class GzipReader {
    /// What the first bytes of gzip data are.
    static let mark: [UInt8] = [0x1F, 0x8B]

    private let path: String
    private var stream = z_stream()
    /// Compressed bytes that were read and not yet used.
    private let input: UnsafeMutableBufferPointer<UInt8>
    private var isInMember = true
    /// Whether anything has come of the data.
    private var isOpen = false

    /// A reader that has been given the first bytes already.
    ///
    /// - Parameters:
    ///   - first: What was read, at most `capacity` bytes.
    ///   - capacity: Compressed bytes that are read at a time.
    init(path: String, first: UnsafeRawBufferPointer, capacity: Int) throws(MarketDataError) {
        precondition(first.count <= capacity)
        self.path = path
        input = .allocate(capacity: capacity)
        input.initialize(repeating: 0)
        UnsafeMutableRawBufferPointer(input).copyMemory(from: first)
        // 15 bits of window, and 16 for the header of gzip.
        let status = inflateInit2_(
            &stream,
            15 + 16,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard status == Z_OK else { throw failure("zlib cannot begin (\(status))") }
        isOpen = true
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(first.count)
    }

    deinit {
        if isOpen { inflateEnd(&stream) }
        input.deallocate()
    }

    /// Decompresses into free memory, at least a byte unless the data has ended.
    ///
    /// - Parameters:
    ///   - output: Where to.
    ///   - refill: Reads more compressed bytes; 0 at the end of the file.
    /// - Returns: The number of bytes; 0 at the end.
    func read(
        into output: UnsafeMutableRawBufferPointer,
        refill: (UnsafeMutableRawBufferPointer) throws(MarketDataError) -> Int
    ) throws(MarketDataError) -> Int {
        let room = UInt32(clamping: output.count)
        stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = room
        while stream.avail_out == room {
            if stream.avail_in == 0 {
                let count = try refill(UnsafeMutableRawBufferPointer(input))
                guard count > 0 else {
                    if isInMember { throw failure("it ends in the middle") }
                    return 0
                }
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(count)
            }
            if !isInMember {
                // Files may be filled up with zeros behind the last member.
                while stream.avail_in > 0, stream.next_in.pointee == 0 {
                    stream.next_in += 1
                    stream.avail_in -= 1
                }
                if stream.avail_in == 0 { continue }
                inflateReset(&stream)
                isInMember = true
            }
            switch inflate(&stream, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: continue
            case Z_STREAM_END: isInMember = false
            default:
                throw failure(stream.msg.map { String(cString: $0) } ?? "its data is damaged")
            }
        }
        return Int(room - stream.avail_out)
    }

    private func failure(_ reason: String) -> MarketDataError {
        .badContent(path: path, format: "gzip data", reason: reason)
    }
}
