/// How the buffers of an Arrow file are compressed.
public enum ArrowCompression: String, Sendable, Hashable, CaseIterable {
    /// Not at all.
    case none
    /// Fast; by the system's liblz4.
    case lz4
    /// Small; by the system's libzstd.
    case zstd

    /// Debian's package of the library.
    var package: String {
        switch self {
        case .none: ""
        case .lz4: "liblz4-1"
        case .zstd: "libzstd1"
        }
    }

    /// Compresses a buffer.
    func compressed(_ bytes: UnsafeRawBufferPointer) throws(ArrowProblem) -> [UInt8] {
        switch self {
        case .none:
            return Array(bytes)
        case .lz4:
            guard let library = LZ4Library.shared else { throw missing }
            return library.compressed(bytes)
        case .zstd:
            guard let library = ZSTDLibrary.shared else { throw missing }
            return library.compressed(bytes)
        }
    }

    /// Decompresses a buffer.
    ///
    /// - Parameter count: The bytes that it comes to, as the file claims; see ``canHold(_:in:)``.
    func decompressed(
        _ bytes: UnsafeRawBufferPointer,
        count: Int
    ) throws(ArrowProblem) -> [UInt8] {
        let result: [UInt8]?
        switch self {
        case .none:
            result = Array(bytes)
        case .lz4:
            guard let library = LZ4Library.shared else { throw missing }
            result = library.decompressed(bytes, count: count)
        case .zstd:
            guard let library = ZSTDLibrary.shared else { throw missing }
            result = library.decompressed(bytes, count: count)
        }
        guard let result, result.count == count else {
            throw ArrowProblem("a compressed buffer is damaged")
        }
        return result
    }

    /// Whether some bytes can come to a number of them.
    func canHold(_ count: Int, in bytes: Int) -> Bool { count / largestRatio <= bytes + 1 }

    /// What a byte can come to: a match of LZ4 grows by 255 bytes a byte; a block of ZSTD of up to 128 KiB takes at
    /// least four.
    private var largestRatio: Int {
        switch self {
        case .none: 1
        case .lz4: 256
        case .zstd: 1 << 15
        }
    }

    private var missing: ArrowProblem { ArrowProblem("", library: self) }
}
