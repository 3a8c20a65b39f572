extension PriceTable {
    /// The column of a symbol, found however it is spelled.
    ///
    /// Three attempts, the first that succeeds: the exact name; a single symbol that is equal when
    /// case and everything but letters and digits is ignored (`BTCUSDT`, `BTC/USDT`, `btc-usdt`);
    /// a single symbol where one of the two is the base of the other, a pair with a well-known
    /// quote (`BTC` finds `BTC/USDT`, and the reverse).
    ///
    /// - Parameter symbol: The symbol sought.
    /// - Returns: The column, or nil if no symbol or more than one matches.
    /// - Complexity: O(N).
    public func index(ofSymbol symbol: String) -> Int? {
        if let exact = symbols.firstIndex(of: symbol) { return exact }
        let wanted = SymbolName(symbol)
        if wanted.letters.isEmpty { return nil }
        let names = symbols.map(SymbolName.init)
        let spelled = names.indices.filter { names[$0].letters == wanted.letters }
        if !spelled.isEmpty { return spelled.count == 1 ? spelled[0] : nil }
        let related = names.indices.filter { column in
            wanted.base == names[column].letters || names[column].base == wanted.letters
        }
        return related.count == 1 ? related[0] : nil
    }

    /// The first bar that starts at or after a time.
    ///
    /// - Parameter timestamp: UTC seconds.
    /// - Returns: The bar, or ``barCount`` if all bars start earlier.
    /// - Complexity: O(log T).
    public func firstBar(atOrAfter timestamp: Int64) -> Int {
        var (low, high) = (0, barCount)
        while low < high {
            let middle = (low + high) / 2
            if timestamps[middle] < timestamp {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The bars that start in the half-open span `[start, end)`.
    ///
    /// - Parameters:
    ///   - start: UTC seconds, included.
    ///   - end: UTC seconds, excluded; an end before the start gives an empty range.
    /// - Returns: Bar indices, empty where no bar starts in the span.
    /// - Complexity: O(log T).
    public func bars(from start: Int64, to end: Int64) -> Range<Int> {
        let first = firstBar(atOrAfter: start)
        return first..<max(first, firstBar(atOrAfter: end))
    }
}
