/// What can go wrong while prices are read, joined or resampled.
///
/// Each case says what is wrong and where; ``description`` adds what to do about it, in one
/// sentence or two, ready to be shown to a person. Values echoed from a file are cut to 40
/// characters and have their non-printing characters made visible.
public enum MarketDataError: Error, Equatable, Sendable {
    /// No path was given.
    case noFiles

    /// The same path was given more than once.
    case repeatedFile(path: String)

    /// There is no file at the path.
    case missingFile(path: String)

    /// The path names a directory.
    case directory(path: String)

    /// The file cannot be opened or read; `reason` is the system's own message.
    case unreadable(path: String, reason: String)

    /// The file is not plain text; `format` names what it looks like.
    case notText(path: String, format: String)

    /// The file holds nothing but blank lines and comments.
    case emptyFile(path: String)

    /// The file has a header but no bars.
    case noBars(path: String)

    /// The header does not describe prices.
    case badHeader(FileLocation, HeaderProblem)

    /// A line is longer than `limit` bytes.
    case lineTooLong(FileLocation, limit: Int)

    /// A quoted field is not closed on its line, or text follows the closing quote.
    case badQuote(FileLocation)

    /// A row has more or fewer fields than the header.
    case fieldCount(FileLocation, expected: Int, found: Int)

    /// A field is not a timestamp in one of the accepted forms.
    case badTimestamp(FileLocation, value: String)

    /// A field is not a finite price > 0.
    case badPrice(FileLocation, symbol: String, value: String, problem: PriceProblem)

    /// A field is neither a finite number nor missing.
    case badNumber(FileLocation, column: String, value: String)

    /// The name of a symbol or column is not UTF-8.
    case notUTF8(FileLocation)

    /// A row of a long file does not name its symbol.
    case missingSymbol(FileLocation)

    /// A symbol has two closes for the same bar. `symbol` is nil where the row holds all symbols.
    case duplicateBar(symbol: String?, timestamp: Int64, first: FileLocation, second: FileLocation)

    /// Two files have different closes of a symbol for the same bar.
    case conflictingBar(
        symbol: String,
        timestamp: Int64,
        first: FileLocation,
        second: FileLocation,
        closes: [Double]
    )

    /// The series have no bar in common; `ranges` says what each of them covers.
    case noCommonBars(ranges: [String])

    /// The rows of a long file name so many times and symbols that hardly a bar of a symbol is there.
    case tooSparse(path: String, rows: Int, bars: Int, symbols: Int)

    /// None of a symbol's bars is one that all symbols listed then have.
    case noBarsOfSymbol(symbol: String)

    /// The values do not form a price table.
    case badTable(TableProblem)

    /// A file of a binary format is damaged, cut short, or holds what a table cannot; `format` names the format
    /// and `reason` ends the sentence.
    case badContent(path: String, format: String, reason: String)

    /// What a file needs is in a system library that is not installed; `package` is Debian's name of it.
    case missingLibrary(path: String, needed: String, package: String)

    /// A file cannot be written; `reason` is the system's own message.
    case unwritable(path: String, reason: String)

    /// The timeframe asked for is finer than the bars of the table.
    case timeframeTooFine(requested: BarInterval, interval: Int64)

    /// An option has a value outside its range.
    case badOption(name: String, value: String, allowed: String)

    /// The caller asked to stop.
    case cancelled
}

/// Why a header was refused.
public enum HeaderProblem: Sendable, Equatable {
    /// The first line is already data.
    case absent

    /// No column holds timestamps.
    case noTimestampColumn

    /// The timestamps of a wide file are in this column (counted from 1), not in the first.
    case timestampNotFirst(name: String, column: Int)

    /// No column holds prices; `found` lists the columns there are.
    case noPriceColumn(found: [String])

    /// No column of a long file holds values; `found` lists the columns there are.
    case noValueColumn(found: [String])

    /// Two columns have the same name; `first` is the column (counted from 1) that had it before.
    case duplicateColumn(name: String, first: Int)

    /// A column has no name.
    case unnamedColumn
}

/// Why a value is not a price.
public enum PriceProblem: String, Sendable, Equatable {
    /// The field is empty.
    case empty
    /// The field is not a decimal number.
    case notANumber
    /// The field is infinite, or not a number by name.
    case notFinite
    /// The field is zero or negative, or too small for a double.
    case notPositive
}

/// Why values do not form a ``PriceTable``.
public enum TableProblem: Sendable, Equatable {
    /// There is no symbol.
    case noSymbols
    /// There is no bar.
    case noBars
    /// The number of closes is not bars x symbols.
    case shape(bars: Int, symbols: Int, closes: Int)
    /// Two columns have the same symbol.
    case duplicateSymbol(String)
    /// A bar is not in the years 0 to 9999.
    case badTime(bar: Int, timestamp: Int64)
    /// A bar is not later than the one before it.
    case notIncreasing(bar: Int, timestamp: Int64)
    /// There are not as many listings as symbols.
    case listings(symbols: Int, listings: Int)
    /// A symbol's listing is empty or goes beyond the table's bars.
    case badListing(symbol: String, bars: Int)
    /// A close is not finite or not > 0, or there is one outside of the symbol's listing.
    case badClose(symbol: String, bar: Int, timestamp: Int64, value: String)
}
