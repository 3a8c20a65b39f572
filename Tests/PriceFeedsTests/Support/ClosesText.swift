import MarketData

/// The closes of series as a CSV file has them.
func closesText(_ series: [CandleSeries]) -> [UInt8] {
    do {
        return try PriceWriter.files(PriceGrid(series), at: "prices.csv")[0].bytes
    } catch {
        fatalError("\(error)")
    }
}
