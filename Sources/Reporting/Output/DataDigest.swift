internal import Crypto
public import MarketData

extension Digest {
    /// The digest of a price table: symbols, timestamps and closes, whatever file they came from.
    ///
    /// - Complexity: O(T x N).
    public init(of table: PriceTable) {
        var hash = SHA256()
        hash.update(data: Array(table.symbols.joined(separator: "\n").utf8))
        table.timestamps.withUnsafeBytes { hash.update(bufferPointer: $0) }
        table.closes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        self.init(hexadecimalOf: Array(hash.finalize()))
    }
}
