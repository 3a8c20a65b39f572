/// A digest of 64 bits for large blocks of numbers: it finds damage, and no more than that; who wants to
/// deceive can.
///
/// Eight chains take a word of 64 bits each in turn: `h = rotate((h ^ word) * odd, 29)`. Every step is a
/// bijection of the word, so that a change of one word always changes the digest; the chance that
/// others do not is about 2^-64. The chains do not wait for one another, so that memory is what it takes.
enum BlockDigest {
    /// The bytes that are digested on their own: pieces can be digested side by side.
    static let blockSize = 1 << 20

    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The digest of bytes, in words of eight; the last one is filled up with zeros.
    static func digest(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var (a, b, c, d) = (seed, seed &+ 1, seed &+ 2, seed &+ 3)
        var (e, f, g, h) = (seed &+ 4, seed &+ 5, seed &+ 6, seed &+ 7)
        let whole = bytes.count & ~63
        var place = 0
        while place < whole {
            a = step(a, word(bytes, place))
            b = step(b, word(bytes, place &+ 8))
            c = step(c, word(bytes, place &+ 16))
            d = step(d, word(bytes, place &+ 24))
            e = step(e, word(bytes, place &+ 32))
            f = step(f, word(bytes, place &+ 40))
            g = step(g, word(bytes, place &+ 48))
            h = step(h, word(bytes, place &+ 56))
            place &+= 64
        }
        var value = step(UInt64(bytes.count), a)
        for chain in [b, c, d, e, f, g, h] { value = step(value, chain) }
        while place < bytes.count {
            var last: UInt64 = 0
            for byte in 0..<min(8, bytes.count - place) {
                last |= UInt64(bytes[place + byte]) << UInt64(8 * byte)
            }
            value = step(value, last)
            place += 8
        }
        return value
    }

    /// The digest of the digests of blocks.
    static func combined(_ digests: [UInt64]) -> UInt64 {
        digests.reduce(UInt64(digests.count)) { step($0, $1) }
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(
            littleEndian: bytes.baseAddress!.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        )
    }

    @inline(__always)
    private static func step(_ value: UInt64, _ word: UInt64) -> UInt64 {
        let product = (value ^ word) &* factor
        return product << 29 | product >> 35
    }
}
