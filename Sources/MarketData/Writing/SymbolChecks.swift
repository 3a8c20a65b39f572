/// Whether symbols come back from a file as they are.
enum SymbolChecks {
    /// Refuses symbols that text cannot hold in a layout.
    ///
    /// - Throws: ``MarketDataError/badOption(name:value:allowed:)`` naming the first of them.
    static func check(
        _ symbols: [String],
        _ layout: TableLayout
    ) throws(MarketDataError) {
        for symbol in symbols where !isPlain(symbol) {
            throw .badOption(
                name: "a symbol of a CSV file",
                value: quoted(echo(symbol)),
                allowed: "text without line ends, and without spaces at its beginning or end"
            )
        }
        switch layout {
        case .long: return
        case .wide:
            let header = HeaderReader(
                names: ["timestamp"] + symbols,
                location: FileLocation(path: "", line: 1)
            )
            // A header that reads as another layout, as that of a symbol named `close`, is none.
            if let (found, _) = try? header.columns(), found == .wide { return }
            throw .badOption(
                name: "the layout",
                value: "wide",
                allowed: "long, since the symbols \(listed(symbols)) read as names of other columns"
            )
        case .perSymbol:
            var paths: [String: String] = [:]
            for symbol in symbols {
                guard let name = SymbolFileName.name(of: symbol) else {
                    throw .badOption(
                        name: "the layout",
                        value: "per-symbol",
                        allowed: "wide or long, since no file name stands for the symbol "
                            + quoted(echo(symbol))
                    )
                }
                // Some file systems do not tell capitals from small letters.
                if let other = paths.updateValue(symbol, forKey: name.lowercased()) {
                    throw .badOption(
                        name: "the layout",
                        value: "per-symbol",
                        allowed: "wide or long, since \(quoted(echo(other))) and "
                            + "\(quoted(echo(symbol))) would have the same file"
                    )
                }
            }
        }
    }

    private static func isPlain(_ symbol: String) -> Bool {
        let bytes = Array(symbol.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        let spaces = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        return !spaces.contains(first) && !spaces.contains(last)
            && !bytes.contains { $0 == 10 || $0 == 13 || $0 == 0 }
    }
}

extension SymbolFileName {
    /// The name, without extension, of a file that stands for a symbol; nil if there is none.
    static func name(of symbol: String) -> String? {
        let name = symbol.replacing("/", with: "_")
        // A timeframe at the end is cut off on reading, and what is before it is kept as it is.
        return [name, name + "-1d"].first {
            !$0.hasPrefix(".") && $0.utf8.count <= 200 && self.symbol(ofPath: $0 + ".csv") == symbol
        }
    }
}
