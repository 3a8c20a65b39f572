/// What a file says about the candles of its symbols besides their closes.
struct CandleColumns: Sendable {
    let path: String
    let symbols: [String]
    /// The bars of the file.
    let timestamps: [Int64]
    /// Row-major, one row a bar, NaN where a value is missing or cannot be read; only what the file has.
    let values: [CandleField: [Double]]

    /// Reads the columns of a file, one at a time; nil if it has none.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - symbol: The symbol of a file that does not name it.
    ///   - preferred: Which of two rows of a bar counts.
    ///   - shouldStop: Asked before every chunk.
    init?(
        path: String,
        symbol: String?,
        preferred: Preference,
        shouldStop: (@Sendable () -> Bool)?
    ) throws(MarketDataError) {
        var values: [CandleField: [Double]] = [:]
        var bars: (symbols: [String], timestamps: [Int64])?
        for field in CandleField.allCases {
            let block = try PriceFile.read(
                path: path,
                symbol: symbol,
                rule: .number(columns: nil),
                field: field,
                repairs: RepairLog(preferred: preferred),
                shouldStop: shouldStop
            )
            if block.timestamps.isEmpty { continue }
            bars = (block.symbols, block.timestamps)
            values[field] = block.closes
        }
        guard let bars else { return nil }
        self.path = path
        (symbols, timestamps) = bars
        self.values = values
    }

    /// The values of one symbol, one a bar of the file; nil if the file lacks them.
    func column(_ field: CandleField, _ symbol: Int) -> [Double]? {
        values[field].map { values in
            timestamps.indices.map { values[$0 * symbols.count + symbol] }
        }
    }
}
