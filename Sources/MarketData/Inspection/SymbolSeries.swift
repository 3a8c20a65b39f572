/// The closes of one symbol, without the bars that it lacks.
struct SymbolSeries {
    /// The bars of the grid, increasing.
    let bars: [Int]
    /// The labels of the bars, in UTC seconds.
    let timestamps: [Int64]
    /// One close a bar.
    let closes: [Double]

    init(_ grid: PriceGrid, _ column: Int) {
        bars = (0..<grid.barCount).filter { !grid[bar: $0, symbol: column].isNaN }
        timestamps = bars.map { grid.timestamps[$0] }
        closes = bars.map { grid[bar: $0, symbol: column] }
    }
}
