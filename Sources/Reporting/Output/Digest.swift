internal import Crypto

/// The SHA-256 of bytes, as `sha256sum` shows it.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let description: String

    /// Computes the digest.
    ///
    /// - Complexity: O(n).
    public init(of bytes: [UInt8]) {
        self.init(hexadecimalOf: Array(SHA256.hash(data: bytes)))
    }

    /// Computes the digest of memory.
    ///
    /// - Complexity: O(n).
    public init(of bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        self.init(hexadecimalOf: Array(hash.finalize()))
    }

    init(hexadecimalOf bytes: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        description = String(decoding: text, as: UTF8.self)
    }

    /// The first 12 digits, enough to tell runs apart by eye.
    public var short: String { String(description.prefix(12)) }
}
