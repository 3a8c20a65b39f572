/// The frame format of LZ4 by the system's library.
struct LZ4Library: Sendable {
    typealias CompressBound = @convention(c) (Int, UnsafeRawPointer?) -> Int
    typealias Compress =
        @convention(c) (
            UnsafeMutableRawPointer, Int, UnsafeRawPointer?, Int, UnsafeRawPointer?
        ) -> Int
    typealias IsError = @convention(c) (Int) -> UInt32
    typealias Create =
        @convention(c) (UnsafeMutablePointer<OpaquePointer?>, UInt32) -> Int
    typealias Free = @convention(c) (OpaquePointer?) -> Int
    typealias Decompress =
        @convention(c) (
            OpaquePointer?, UnsafeMutableRawPointer, UnsafeMutablePointer<Int>, UnsafeRawPointer?,
            UnsafeMutablePointer<Int>, UnsafeRawPointer?
        ) -> Int

    /// The library; nil if the system has none.
    static let shared = LZ4Library()

    private let bound: CompressBound
    private let compress: Compress
    private let isError: IsError
    private let create: Create
    private let free: Free
    private let decompress: Decompress

    private init?() {
        guard
            // Where Homebrew installs on Apple's processors its loader does not look.
            let library = DynamicLibrary([
                "liblz4.so.1", "liblz4.1.dylib", "/opt/homebrew/lib/liblz4.1.dylib",
                "/usr/local/lib/liblz4.1.dylib",
            ]),
            let bound = library.function("LZ4F_compressFrameBound", CompressBound.self),
            let compress = library.function("LZ4F_compressFrame", Compress.self),
            let isError = library.function("LZ4F_isError", IsError.self),
            let create = library.function("LZ4F_createDecompressionContext", Create.self),
            let free = library.function("LZ4F_freeDecompressionContext", Free.self),
            let decompress = library.function("LZ4F_decompress", Decompress.self)
        else { return nil }
        self.bound = bound
        self.compress = compress
        self.isError = isError
        self.create = create
        self.free = free
        self.decompress = decompress
    }

    /// A frame of some bytes.
    func compressed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let room = bound(bytes.count, nil)
        return [UInt8](unsafeUninitializedCapacity: room) { output, count in
            count = compress(output.baseAddress!, room, bytes.baseAddress, bytes.count, nil)
            precondition(isError(count) == 0, "LZ4 needs no more room than it said")
        }
    }

    /// What a frame holds; nil if it is damaged or holds more than `count` bytes.
    func decompressed(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt8]? {
        var context: OpaquePointer?
        // The version of the interface, 1.0.0.
        guard isError(create(&context, 100)) == 0 else { return nil }
        defer { _ = free(context) }
        var isWhole = false
        let result = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { output, filled in
            filled = 0
            var used = 0
            while used < bytes.count {
                var room = count - filled
                var taken = bytes.count - used
                let status = decompress(
                    context,
                    output.baseAddress! + filled,
                    &room,
                    bytes.baseAddress! + used,
                    &taken,
                    nil
                )
                filled += room
                used += taken
                if isError(status) != 0 { return }
                isWhole = status == 0
                if isWhole || (room == 0 && taken == 0) { return }
            }
        }
        return isWhole ? result : nil
    }
}
