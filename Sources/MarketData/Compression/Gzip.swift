import _Zlib

/// Compression with gzip by the system's zlib.
package enum Gzip {
    /// Bytes as one member of gzip data, without a name or a time: equal bytes give equal bytes.
    ///
    /// - Parameter level: From 1, fast, to 9, small.
    package static func compressed(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
        precondition(1...9 ~= level)
        var stream = z_stream()
        let status = deflateInit2_(
            &stream,
            Int32(level),
            Z_DEFLATED,
            15 + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        precondition(status == Z_OK, "zlib cannot begin (\(status)): out of memory")
        defer { deflateEnd(&stream) }
        var output: [UInt8] = []
        let piece = 1 << 20
        bytes.withUnsafeBufferPointer { bytes in
            var place = 0
            var isDone = false
            while !isDone {
                if stream.avail_in == 0, place < bytes.count {
                    let count = min(piece, bytes.count - place)
                    // zlib does not write to its input, but its declaration does not say so.
                    stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress! + place)
                    stream.avail_in = UInt32(count)
                    place += count
                }
                let start = output.count
                output.append(contentsOf: repeatElement(0, count: piece))
                output.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress! + start
                    stream.avail_out = UInt32(piece)
                    let flush = place == bytes.count ? Z_FINISH : Z_NO_FLUSH
                    let status = deflate(&stream, flush)
                    precondition(status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR)
                    isDone = status == Z_STREAM_END
                }
                output.removeLast(Int(stream.avail_out))
            }
        }
        return output
    }
}
