public import MarketData

/// Price tables written out in a test.
public enum HandmadePrices {
    /// A table from one list of closes for each symbol.
    ///
    /// - Parameters:
    ///   - columns: The symbols in order, each with its T closes.
    ///   - interval: Seconds between bars.
    ///   - start: The first timestamp in UTC seconds; 2020-01-01 by default.
    public static func table(
        _ columns: KeyValuePairs<String, [Double]>,
        interval: Int64 = 86_400,
        start: Int64 = 1_577_836_800
    ) -> PriceTable {
        let bars = columns[0].value.count
        return table(columns, timestamps: (0..<bars).map { start + Int64($0) * interval })
    }

    /// A table from one list of closes for each symbol, at given times.
    public static func table(
        _ columns: KeyValuePairs<String, [Double]>,
        timestamps: [Int64]
    ) -> PriceTable {
        let closes = timestamps.indices.flatMap { bar in columns.map { $0.value[bar] } }
        do {
            return try PriceTable(
                symbols: columns.map(\.key),
                timestamps: timestamps,
                closes: closes
            )
        } catch {
            fatalError("handmade prices need to be valid: \(error)")
        }
    }
}
