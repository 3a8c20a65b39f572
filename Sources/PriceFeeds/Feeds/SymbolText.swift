import MarketData

/// Symbols as people write them.
enum SymbolText {
    /// The two parts of a pair such as `BTC/USDT`, `btc-usdt` or `BTC_USDT`, in capitals; nil for other text.
    static func pair(_ symbol: String) -> (base: String, quote: String)? {
        let parts = symbol.split(omittingEmptySubsequences: false) { "/-_".contains($0) }
        guard parts.count == 2, parts.allSatisfy(isAlphanumeric) else { return nil }
        return (parts[0].uppercased(), parts[1].uppercased())
    }

    /// Whether there are letters and digits of ASCII, one to 20, and nothing else.
    static func isAlphanumeric(_ text: some StringProtocol) -> Bool {
        (1...20).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte | 0x20)
            }
    }

    /// Whether a text is a ticker: letters, digits, and `.`, `-`, `^`, `=`, `_` or `&`, one to 30.
    static func isTicker(_ text: String) -> Bool {
        (1...30).contains(text.utf8.count)
            && text.allSatisfy { isAlphanumeric(String($0)) || ".-^=_&".contains($0) }
    }

    /// A value in the query of a URL: everything but unreserved characters is escaped.
    static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if isAlphanumeric(String(Character(scalar))) || "-._~".unicodeScalars.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }
}

/// The intervals with the given names.
func intervals(_ names: String...) -> [BarInterval] {
    names.map { name in
        guard let interval = BarInterval(name) else { preconditionFailure("no interval: \(name)") }
        return interval
    }
}
