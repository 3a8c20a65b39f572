/// Zstandard by the system's library.
struct ZSTDLibrary: Sendable {
    typealias Bound = @convention(c) (Int) -> Int
    typealias Compress =
        @convention(c) (UnsafeMutableRawPointer, Int, UnsafeRawPointer?, Int, Int32) -> Int
    typealias Decompress =
        @convention(c) (UnsafeMutableRawPointer, Int, UnsafeRawPointer?, Int) -> Int
    typealias IsError = @convention(c) (Int) -> UInt32

    /// The library; nil if the system has none.
    static let shared = ZSTDLibrary()

    private let bound: Bound
    private let compress: Compress
    private let decompress: Decompress
    private let isError: IsError

    private init?() {
        guard
            let library = DynamicLibrary([
                // Where Homebrew installs on Apple's processors its loader does not look.
                "libzstd.so.1", "libzstd.1.dylib", "/opt/homebrew/lib/libzstd.1.dylib",
                "/usr/local/lib/libzstd.1.dylib",
            ]),
            let bound = library.function("ZSTD_compressBound", Bound.self),
            let compress = library.function("ZSTD_compress", Compress.self),
            let decompress = library.function("ZSTD_decompress", Decompress.self),
            let isError = library.function("ZSTD_isError", IsError.self)
        else { return nil }
        self.bound = bound
        self.compress = compress
        self.decompress = decompress
        self.isError = isError
    }

    /// A frame of some bytes, at the level that is zstd's own choice.
    func compressed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let room = bound(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: room) { output, count in
            count = compress(output.baseAddress!, room, bytes.baseAddress, bytes.count, 3)
            precondition(isError(count) == 0, "ZSTD needs no more room than it said")
        }
    }

    /// What a frame holds; nil if it is damaged or holds more than `count` bytes.
    func decompressed(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt8]? {
        var isRight = false
        let result = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { output, filled in
            let found = decompress(output.baseAddress!, count, bytes.baseAddress, bytes.count)
            isRight = isError(found) == 0
            filled = isRight ? found : 0
        }
        return isRight ? result : nil
    }
}
