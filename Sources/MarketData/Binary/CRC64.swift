/// The 64-bit checksum of XZ files: polynomial 42F0E1EBA9EA3693 of ECMA-182, reflected, all ones before and
/// after. The checksum of the text "123456789" is 995DC9BBDF1939FA.
///
/// Eight bytes at a time by eight tables: M. E. Kounavis, F. L. Berry, "Novel Table Lookup-Based
/// Algorithms for High-Performance CRC Generation", IEEE Transactions on Computers 57 (11), 2008.
package enum CRC64 {
    /// Table `k` holds what a byte makes of the checksum when `k` bytes follow it.
    private static let tables: [UInt64] = {
        var tables = [UInt64](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt64(byte)
            for _ in 0..<8 {
                value = value & 1 == 1 ? value >> 1 ^ 0xC96C_5795_D787_0F42 : value >> 1
            }
            tables[byte] = value
        }
        for place in 256..<(8 * 256) {
            let before = tables[place - 256]
            tables[place] = before >> 8 ^ tables[Int(before & 255)]
        }
        return tables
    }()

    /// The checksum of bytes.
    package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt64 {
        let found = bytes.withContiguousStorageIfAvailable { checksum(UnsafeRawBufferPointer($0)) }
        return found ?? Array(bytes).withUnsafeBytes { checksum($0) }
    }

    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        tables.withUnsafeBufferPointer { tables in
            var value = UInt64.max
            let whole = bytes.count & ~7
            var place = 0
            while place < whole {
                let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                let mixed = value ^ UInt64(littleEndian: word)
                value = 0
                for byte in 0..<8 {
                    value ^= tables[(7 - byte) << 8 | Int(mixed >> (8 * UInt64(byte)) & 255)]
                }
                place += 8
            }
            for byte in bytes[whole...] {
                value = value >> 8 ^ tables[Int((value ^ UInt64(byte)) & 255)]
            }
            return ~value
        }
    }
}
