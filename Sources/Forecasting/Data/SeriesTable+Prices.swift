public import MarketData

extension SeriesTable {
    /// The closes of each symbol, as they are.
    public init(_ prices: PriceTable) {
        let (symbols, bars) = (prices.symbolCount, prices.barCount)
        var values: [Double] = []
        values.reserveCapacity(symbols * bars)
        for symbol in 0..<symbols {
            for bar in 0..<bars { values.append(prices.closes[bar * symbols + symbol]) }
        }
        self.init(
            unchecked: prices.symbols,
            count: bars,
            timestamps: prices.timestamps,
            values: values
        )
    }
}
