/// Makes closes missing that are sound as numbers and yet no prices.
struct PriceRemoval {
    private let source: PriceGrid
    private var closes: [Double]
    private(set) var spikes: [CleanedPrices.RemovedSpike] = []
    private(set) var staleRuns: [CleanedPrices.RemovedStaleRun] = []

    init(_ grid: PriceGrid) {
        source = grid
        closes = grid.closes
    }

    /// What is left.
    var grid: PriceGrid { PriceGrid(source.symbols, source.timestamps, closes) }

    /// Removes closes that jump by more than `deviations` and back with the next bar.
    mutating func removeSpikes(beyond deviations: Double) {
        let grid = grid
        for (column, symbol) in grid.symbols.enumerated() {
            let outliers = ReturnOutliers(SymbolSeries(grid, column), beyond: deviations)
            for outlier in outliers.all where outlier.isSpike {
                closes[outlier.bar * grid.symbolCount + column] = .nan
                spikes.append(.init(symbol: symbol, outlier: outlier))
            }
        }
    }

    /// Removes all but the first close of runs of at least `bars` equal ones.
    mutating func removeStaleCloses(bars: Int) {
        let grid = grid
        for (column, symbol) in grid.symbols.enumerated() {
            for run in SymbolSeries(grid, column).staleRuns(bars: bars) {
                for bar in run.firstBar + 1...run.lastBar {
                    closes[bar * grid.symbolCount + column] = .nan
                }
                staleRuns.append(.init(symbol: symbol, run: run))
            }
        }
    }
}
