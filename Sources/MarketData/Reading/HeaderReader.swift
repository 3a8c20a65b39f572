/// Finds out from the column names which column holds what.
struct HeaderReader {
    private let names: [String]
    /// The names in lower case, without spaces, underscores, hyphens and points.
    private let plain: [String]
    private let location: FileLocation

    /// A header of at least one column, on the line at `location`.
    init(names: [String], location: FileLocation) {
        self.names = names
        self.location = location
        plain = names.map { $0.lowercased().filter { !" _-.".contains($0) } }
    }

    private static let timestampNames: Set = [
        "timestamp", "time", "date", "datetime", "opentime", "ts", "ds", "unix", "unixtime",
        "unixtimestamp", "epoch",
    ]
    private static let symbolNames: Set = ["symbol", "ticker", "asset", "uniqueid"]
    /// What else names the series of a file that need not hold prices.
    private static let seriesNames: Set = ["series", "channel", "id", "itemid"]
    private static let adjustedNames = ["adjclose", "adjustedclose", "closeadj", "closeadjusted"]
    private static let barNames: Set = ["open", "high", "low", "volume"]

    /// The layout of the file and its columns.
    func columns(
        _ rule: CellRule = .price
    ) throws(MarketDataError) -> (FileLayout, FileFormat.Columns) {
        try checkNames()
        if case .number = rule { return try numberColumns() }
        if let symbol = firstColumn(of: Self.symbolNames) {
            let close = firstColumn(inOrder: Self.adjustedNames + ["close", "price", "value", "y"])
            guard let close else { throw .badHeader(location, .noPriceColumn(found: names)) }
            return (.long, .records(try records(close: close, symbol: symbol)))
        }
        if let close = closeColumn() {
            return (.perSymbol, .records(try records(close: close, symbol: nil)))
        }
        // The tickers OPEN, HIGH and LOW exist, but hardly side by side.
        let hasBars = plain.contains("open") && plain.contains("high")
        if names.count < 2 || hasBars {
            throw .badHeader(location, .noPriceColumn(found: names))
        }
        return try wide()
    }

    /// The layout of a file of any numbers: long if a column names the series, else wide.
    private func numberColumns() throws(MarketDataError) -> (FileLayout, FileFormat.Columns) {
        guard let series = firstColumn(of: Self.symbolNames.union(Self.seriesNames)) else {
            if names.count < 2 { throw .badHeader(location, .noPriceColumn(found: names)) }
            return try wide()
        }
        var value = firstColumn(inOrder: ["value", "y"] + Self.adjustedNames + ["close", "price"])
        if value == nil, names.count == 3, let time = firstColumn(of: Self.timestampNames) {
            value = 3 - series - time
        }
        guard let value else { throw .badHeader(location, .noValueColumn(found: names)) }
        return (.long, .records(try records(close: value, symbol: series)))
    }

    private func wide() throws(MarketDataError) -> (FileLayout, FileFormat.Columns) {
        if !Self.timestampNames.contains(plain[0]),
            let column = firstColumn(of: ["timestamp", "date", "datetime", "time", "opentime"])
        {
            throw .badHeader(
                location.at(column: column + 1),
                .timestampNotFirst(name: names[column], column: column + 1)
            )
        }
        return (.wide, .wide(symbols: Array(names.dropFirst())))
    }

    /// The column of closes of a file that holds a single symbol, or nil for a wide file.
    private func closeColumn() -> Int? {
        if let close = firstColumn(inOrder: Self.adjustedNames + ["close", "price"]) {
            return close
        }
        // Among several columns these would be tickers.
        return names.count == 2 && (plain[1] == "value" || names[1] == "y") ? 1 : nil
    }

    private func records(
        close: Int,
        symbol: Int?
    ) throws(MarketDataError) -> FileFormat.Records {
        var timestamp = firstColumn(of: Self.timestampNames)
        if timestamp == nil, close != 0, symbol != 0, !Self.barNames.contains(plain[0]) {
            timestamp = 0
        }
        guard let timestamp else { throw .badHeader(location, .noTimestampColumn) }
        var fields: [CandleField: Int] = [:]
        for field in CandleField.allCases { fields[field] = plain.firstIndex(of: field.rawValue) }
        // Some name what it is counted in: "Volume BTC".
        let volumes = [plain.firstIndex(of: "vol"), plain.firstIndex { $0.hasPrefix("volume") }]
        fields[.volume] = fields[.volume] ?? volumes.compactMap(\.self).first
        return .init(
            timestamp: timestamp,
            close: close,
            symbol: symbol,
            width: names.count,
            fields: fields
        )
    }

    /// Every column needs its own name, but the first may have none, as pandas writes an index.
    private func checkNames() throws(MarketDataError) {
        var columns: [String: Int] = [:]
        for (column, name) in names.enumerated() {
            if name.isEmpty, column > 0 || names.count == 1 {
                throw .badHeader(location.at(column: column + 1), .unnamedColumn)
            }
            if let first = columns.updateValue(column, forKey: name) {
                throw .badHeader(
                    location.at(column: column + 1),
                    .duplicateColumn(name: name, first: first + 1)
                )
            }
        }
    }

    private func firstColumn(of wanted: Set<String>) -> Int? {
        plain.firstIndex { wanted.contains($0) }
    }

    private func firstColumn(inOrder wanted: [String]) -> Int? {
        for name in wanted {
            if let column = plain.firstIndex(of: name) { return column }
        }
        return nil
    }
}
