/// How a text file of prices is laid out when it is written.
public enum TableLayout: String, Sendable, Hashable, CaseIterable {
    /// `timestamp` and one column of closes a symbol.
    case wide
    /// `timestamp,symbol,close`: one row a bar and symbol.
    case long
    /// A folder with one file of `timestamp,close` a symbol, named after it.
    case perSymbol = "per-symbol"
}
