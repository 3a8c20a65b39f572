extension MarketDataError: CustomStringConvertible {
    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .noFiles:
            "no price file was given; name at least one CSV file"
        case .repeatedFile(let path):
            "\(path): the file is named more than once; name each file once"
        case .missingFile(let path):
            "\(path): no such file; check the path"
        case .directory(let path):
            "\(path): this is a directory; name the CSV files in it"
        case .unreadable(let path, let reason):
            "\(path): cannot be read: \(reason); check the file and its permissions"
        case .notText(let path, let format):
            "\(path): this looks like \(format), not like plain text; convert it to UTF-8 CSV first"
        case .emptyFile(let path):
            "\(path): the file is empty; it needs a header line and at least one bar"
        case .noBars(let path):
            "\(path): the file has a header but no bars; check that its download was complete"
        case .badHeader(let location, let problem):
            "\(location): \(problem.description)"
        case .lineTooLong(let location, let limit):
            "\(location): the line is longer than \(grouped(limit)) bytes; is this a CSV file?"
        case .badQuote(let location):
            "\(location): a quoted field does not end properly; close it on the same line and "
                + "double the quotes inside it"
        case .fieldCount(let location, let expected, let found):
            "\(location): the row has \(count(found, "field")) where the header has "
                + "\(grouped(expected)); \(found < expected ? "complete" : "correct") or remove it"
        case .badTimestamp(let location, let value):
            "\(location): \(quoted(value)) is not a timestamp; write 2021-12-31, 20211231, "
                + "2021-12-31T23:00:00Z, or the seconds, ms, µs or ns since 1970 in at least 9 digits"
        case .badPrice(let location, let symbol, let value, let problem):
            "\(location): \(echo(symbol)): \(problem.description(of: value))"
        case .badNumber(let location, let column, let value):
            "\(location): \(echo(column)): \(quoted(value)) is not a finite number; correct it, or "
                + "leave the cell empty if the value is missing"
        case .notUTF8(let location):
            "\(location): the name is not UTF-8; convert the file, for instance by iconv -f LATIN1 -t UTF-8"
        case .missingSymbol(let location):
            "\(location): the row names no symbol; fill it in or remove the row"
        case .duplicateBar(let symbol, let timestamp, let first, let second):
            "\(second): \(symbol.map { "\(echo($0)) has" } ?? "the file has") a second close for "
                + "\(UTCTime.format(timestamp)); the first is at \(first); remove one of the two"
        case .conflictingBar(let symbol, let timestamp, let first, let second, let closes):
            "\(second): \(echo(symbol)) closes at \(closes[1]) on \(UTCTime.format(timestamp)), and at "
                + "\(closes[0]) in \(first); prefer the first or the last file, or correct one of the two"
        case .noCommonBars(let ranges):
            "the series have no bar in common: \(ranges.joined(separator: "; ")); "
                + "choose series that overlap, or fill gaps with the last close"
        case .tooSparse(let path, let rows, let bars, let symbols):
            "\(path): \(count(rows, "row")) for \(count(bars, "time")) and \(count(symbols, "symbol")) are too "
                + "few to make a table of; give all symbols the same times, or split the file"
        case .noBarsOfSymbol(let symbol):
            "\(echo(symbol)) has no bar that all the other symbols listed at its times have too; fill gaps "
                + "with the last close, or leave it out"
        case .badContent(let path, let format, let reason):
            "\(path): cannot be read as \(format): \(reason); make or fetch the file again"
        case .missingLibrary(let path, let needed, let package):
            "\(path): \(needed) needs a system library that is not installed here; install "
                + "\(package) or another system's package of it"
        case .unwritable(let path, let reason):
            "\(path): cannot be written: \(reason); check the folder, its permissions and free space"
        case .badTable(let problem):
            problem.description
        case .timeframeTooFine(let requested, let interval):
            "timeframe \(requested) is finer than the bars, which are "
                + "\(BarInterval(seconds: interval)) apart; ask for "
                + "\(BarInterval(seconds: interval)) or coarser, or load finer data"
        case .badOption(let name, let value, let allowed):
            "\(name) cannot be \(value); it must be \(allowed)"
        case .cancelled:
            "loading was cancelled"
        }
    }
}

extension HeaderProblem: CustomStringConvertible {
    /// What is wrong with the header and what to do about it.
    public var description: String {
        switch self {
        case .absent:
            "the first line is data, not a header; add a line with the column names, such as "
                + "date,BTC,ETH"
        case .noTimestampColumn:
            "no column holds timestamps; name one of them timestamp, date or time"
        case .timestampNotFirst(let name, let column):
            "the timestamps (\(quoted(echo(name)))) are in column \(column) of a file with one column a "
                + "symbol; move them to the first column"
        case .noPriceColumn(let found):
            "no column holds prices (found \(listed(found))); "
                + "name the column of closes close, or give one column a symbol"
        case .noValueColumn(let found):
            "no column holds values (found \(listed(found))); name the column of values value"
        case .duplicateColumn(let name, let first):
            "the column name \(quoted(echo(name))) is already that of column \(first); rename or remove "
                + "one of the two"
        case .unnamedColumn:
            "the column has no name; name it, or remove it (and the delimiter at the line's end)"
        }
    }
}

extension PriceProblem {
    /// A sentence about `value`, which has this problem.
    func description(of value: String) -> String {
        switch self {
        case .empty:
            "the close is empty; fill it in or remove the row"
        case .notANumber:
            "\(quoted(value)) is not a number; write the close with digits and a decimal point, "
                + "or remove the row"
        case .notFinite:
            "\(quoted(value)) is not a finite price; correct it or remove the row"
        case .notPositive:
            "\(quoted(value)) is not a price > 0; correct it or remove the row"
        }
    }
}

extension TableProblem: CustomStringConvertible {
    /// What is wrong with the values and what to do about it.
    public var description: String {
        switch self {
        case .noSymbols:
            "a price table needs at least one symbol"
        case .noBars:
            "a price table needs at least one bar"
        case .shape(let bars, let symbols, let closes):
            "\(grouped(bars)) bars of \(count(symbols, "symbol")) need \(grouped(bars * symbols)) "
                + "closes, not \(grouped(closes)); pass them bar by bar"
        case .duplicateSymbol(let symbol):
            "the symbol \(quoted(echo(symbol))) occurs twice; give every column its own"
        case .badTime(let bar, let timestamp):
            "bar \(bar) is at \(timestamp) s since 1970; it must be in the years 0 to 9999"
        case .notIncreasing(let bar, let timestamp):
            "bar \(bar) (\(UTCTime.format(timestamp))) is not later than the bar before it; sort "
                + "the bars and remove duplicates"
        case .listings(let symbols, let listings):
            "\(count(symbols, "symbol")) need as many listings, not \(grouped(listings))"
        case .badListing(let symbol, let bars):
            "the listing of \(echo(symbol)) must be a range of the \(count(bars, "bar")) with at least "
                + "one of them"
        case .badClose(let symbol, let bar, let timestamp, let value):
            "\(echo(symbol)) at bar \(bar) (\(UTCTime.format(timestamp))): the close \(value) is not a "
                + "finite price > 0"
        }
    }
}
