/// The symbol that the name of a file with a single symbol stands for.
enum SymbolFileName {
    /// The symbol in a path: without directory, extensions and a timeframe with what follows it;
    /// `BTC_USDT` and `BTC-USDT` become `BTC/USDT` if the quote is a well-known one.
    static func symbol(ofPath path: String) -> String {
        var stem = path[...]
        if let slash = stem.lastIndex(of: "/") { stem = stem[stem.index(after: slash)...] }
        while let dot = stem.lastIndex(of: "."), dot > stem.startIndex,
            extensions.contains(stem[stem.index(after: dot)...].lowercased())
        {
            stem = stem[..<dot]
        }
        return pair(String(withoutTimeframe(stem)))
    }

    private static let extensions: Set = [
        "csv", "tsv", "txt", "dat", "data", "ohlcv", "gz", "feather", "arrow", "arrows", "ipc",
        "apus",
    ]

    /// Cuts off `-1h`, `_1d`, `-1h-2024-01`, `_1d-futures` and the like.
    private static func withoutTimeframe(_ stem: Substring) -> Substring {
        var rest = stem
        while let separator = rest.lastIndex(where: { "-_ ".contains($0) }),
            separator > rest.startIndex
        {
            let token = rest[rest.index(after: separator)...]
            rest = rest[..<separator]
            if isTimeframe(token) { return rest }
            let isDatePart = !token.isEmpty && token.allSatisfy { ("0"..."9").contains($0) }
            guard isDatePart || ["futures", "spot"].contains(token.lowercased()) else { break }
        }
        return stem
    }

    private static func isTimeframe(_ token: Substring) -> Bool {
        let digits = token.prefix { ("0"..."9").contains($0) }
        let unit = token[digits.endIndex...]
        if digits.isEmpty { return ["daily", "hourly", "weekly"].contains(unit.lowercased()) }
        return ["s", "m", "min", "h", "H", "d", "D", "w", "W", "mo", "M"].contains(unit)
    }

    /// `BTC_USDT` as `BTC/USDT`; `BTC_USDT_USDT`, a perpetual future, too.
    private static func pair(_ symbol: String) -> String {
        guard let (base, quote) = SymbolName.split(symbol) else { return symbol }
        let inner = SymbolName.split(base)
        if let inner, inner.quote == quote { return "\(inner.base)/\(quote)" }
        return "\(base)/\(quote)"
    }
}
