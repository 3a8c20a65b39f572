/// How a price file arranges its values.
public enum FileLayout: String, Sendable, Hashable, CaseIterable {
    /// A timestamp column, then one column of closes a symbol.
    case wide
    /// One row a bar and symbol, with columns for timestamp, symbol and close.
    case long
    /// One file a symbol, with a close among other columns; the file name gives the symbol.
    case perSymbol = "per symbol"
    /// A Binance kline dump without header: twelve columns, one file a symbol.
    case kline
}

/// What a row parser needs to know about a file, taken from its first lines.
struct FileFormat {
    /// Which columns hold what, counted from 0.
    enum Columns: Equatable {
        case wide(symbols: [String])
        case records(Records)
    }

    /// The columns of a file with one close a row.
    struct Records: Equatable {
        var timestamp: Int
        var close: Int
        /// The column of the symbol, or nil if the file has a single one.
        var symbol: Int?
        /// The number of columns.
        var width: Int
        /// The columns of what else a candle has.
        var fields: [CandleField: Int] = [:]
    }

    let layout: FileLayout
    let columns: Columns
    let delimiter: UInt8
}
