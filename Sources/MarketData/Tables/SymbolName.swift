/// A symbol taken apart for comparison.
struct SymbolName: Equatable {
    /// The letters and digits, in lower case.
    let letters: String
    /// The base of a pair with a well-known quote, in lower case, or nil if this is not a pair.
    let base: String?

    init(_ symbol: String) {
        letters = Self.normalized(symbol)
        base = Self.split(symbol).map { Self.normalized($0.base) } ?? Self.base(ofJoined: letters)
    }

    /// Currencies that prices of pairs are usually quoted in.
    static let quotes = ["USDT", "USDC", "USD", "BUSD", "EUR", "BTC", "ETH"]

    /// Base and quote of a pair written with a separator, such as `BTC_USDT`; nil for a quote that
    /// is not a well-known one.
    static func split(_ symbol: String) -> (base: String, quote: String)? {
        guard let separator = symbol.lastIndex(where: { "/-_:".contains($0) }) else { return nil }
        let quote = symbol[symbol.index(after: separator)...].uppercased()
        let base = symbol[..<separator]
        guard quotes.contains(quote), !normalized(base).isEmpty else { return nil }
        return (String(base), quote)
    }

    /// The base of a pair written without separator, such as `btcusdt`.
    ///
    /// Only quotes in money count, and a base of one letter does not: too many plain tickers end
    /// in a quote otherwise.
    private static func base(ofJoined letters: String) -> String? {
        for quote in ["usdt", "usdc", "busd", "usd", "eur"] where letters.hasSuffix(quote) {
            let base = letters.dropLast(quote.count)
            return base.count >= 2 ? String(base) : nil
        }
        return nil
    }

    private static func normalized(_ text: some StringProtocol) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
