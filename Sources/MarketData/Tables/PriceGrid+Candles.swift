extension PriceGrid {
    /// The closes of fetched bars, on the union of their times.
    ///
    /// - Parameter series: At least one, of different symbols.
    /// - Throws: ``MarketDataError/badTable(_:)`` if a symbol occurs twice, there is no series or no bar, or one is
    ///   not in the years 0 to 9999.
    /// - Complexity: O(bars log bars) for the bars of all series together, and their grid.
    public init(_ series: [CandleSeries]) throws(MarketDataError) {
        guard !series.isEmpty else { throw .badTable(.noSymbols) }
        var symbols: Set<String> = []
        for one in series where !symbols.insert(one.symbol).inserted {
            throw .badTable(.duplicateSymbol(one.symbol))
        }
        let times = SeriesRecords.distinct(series.flatMap { $0.candles.map(\.timestamp) })
        guard !times.isEmpty else { throw .badTable(.noBars) }
        for bar in [0, times.count - 1] where !UTCTime.range.contains(times[bar]) {
            throw .badTable(.badTime(bar: bar, timestamp: times[bar]))
        }
        var closes = [Double](repeating: .nan, count: times.count * series.count)
        for (column, one) in series.enumerated() {
            var bar = 0
            for candle in one.candles {
                while times[bar] < candle.timestamp { bar += 1 }
                closes[bar * series.count + column] = candle.close
            }
        }
        self.init(series.map(\.symbol), times, closes)
    }
}
