/// What is in price files, and what is wrong with it.
public struct PriceInspection: Sendable {
    /// What was read, leniently.
    public let prices: LenientPrices
    /// The bars that all symbols have, which is what a strict reading of sound files gives; nil if there is none.
    public let common: PriceTable?
    /// T, the number of bars that any symbol has.
    public let barCount: Int
    /// The label of the first bar, in UTC seconds.
    public let first: Int64
    /// The label of the last bar, in UTC seconds.
    public let last: Int64
    /// Bars in a year; see ``PriceTable/barsPerYear``.
    public let barsPerYear: Double
    /// Whether any bar is on a Saturday or Sunday.
    public let hasWeekendBars: Bool
    /// How regularly the bars follow each other.
    public let regularity: BarRegularity
    /// The bars that no symbol has.
    public let gaps: GapSummary
    /// The length from which on a run of equal closes is stale.
    public let staleBars: Int
    /// Symbol by symbol, in the order of columns.
    public let symbols: [SymbolInspection]
    /// How returns move together; nil for too few common bars, a single symbol or too many.
    public let correlation: CorrelationMatrix?
    /// From when on something was worth telling.
    public let options: InspectionOptions

    /// Inspects prices.
    ///
    /// - Parameters:
    ///   - prices: What was read.
    ///   - candles: What the files have besides closes.
    ///   - options: From when on something is worth telling.
    /// - Throws: ``MarketDataError/badOption(name:value:allowed:)``.
    /// - Complexity: O(N T log T + N^2 T).
    init(
        _ prices: LenientPrices,
        candles: [CandleColumns] = [],
        options: InspectionOptions = .init()
    ) throws(MarketDataError) {
        try options.check()
        let grid = prices.grid
        // A table of the bars alone, which knows about intervals and gaps.
        let bars = PriceTable(
            unchecked: ["bars"],
            grid.timestamps,
            PriceValues([Double](repeating: 1, count: grid.barCount))
        )
        self.prices = prices
        self.options = options
        common = try? grid.completed().table
        barCount = grid.barCount
        first = grid.timestamps[0]
        last = grid.timestamps[grid.barCount - 1]
        barsPerYear = bars.barsPerYear
        hasWeekendBars = bars.hasWeekendBars
        regularity = BarRegularity(grid.timestamps, interval: bars.interval)
        gaps = bars.gaps
        let staleBars = options.staleBars ?? bars.suspiciousStaleBars
        self.staleBars = staleBars
        let volumes = Self.volumes(candles)
        let consistencies = Self.consistencies(candles)
        let barsPerYear = bars.barsPerYear
        symbols = zip(grid.symbols.indices, grid.coverage).map { column, coverage in
            SymbolInspection(
                SymbolSeries(grid, column),
                coverage: coverage,
                barsPerYear: barsPerYear,
                options: options,
                staleBars: staleBars,
                zeroVolume: volumes[coverage.symbol],
                candles: consistencies[coverage.symbol]
            )
        }
        let isCorrelated = grid.symbolCount >= 2 && grid.symbolCount <= options.mostCorrelated
        correlation = isCorrelated ? CorrelationMatrix(grid) : nil
    }

    /// Reads files leniently and inspects what is in them.
    ///
    /// - Parameters:
    ///   - paths: At least one file.
    ///   - options: From when on something is worth telling.
    ///   - reading: How the files are read.
    /// - Throws: ``MarketDataError`` if a file as a whole cannot be read, or an option is out of range.
    public init(
        paths: [String],
        options: InspectionOptions = .init(),
        reading: CleaningOptions = .init()
    ) throws(MarketDataError) {
        let prices = try PriceCleaner.read(paths: paths, options: reading)
        var candles: [CandleColumns] = []
        for path in paths {
            let columns = try CandleColumns(
                path: path,
                symbol: reading.symbolNames[path],
                preferred: reading.preferred,
                shouldStop: reading.shouldStop
            )
            if let columns { candles.append(columns) }
        }
        try self.init(prices, candles: candles, options: options)
    }

    private static func volumes(_ candles: [CandleColumns]) -> [String: ZeroVolume] {
        var all: [String: ZeroVolume] = [:]
        for file in candles {
            for (column, symbol) in file.symbols.enumerated() {
                guard let volumes = file.column(.volume, column) else { continue }
                let found = ZeroVolume(volumes: volumes, timestamps: file.timestamps)
                all[symbol] = all[symbol]?.adding(found) ?? found
            }
        }
        return all
    }

    private static func consistencies(_ candles: [CandleColumns]) -> [String: CandleConsistency] {
        var all: [String: CandleConsistency] = [:]
        for file in candles {
            for (column, symbol) in file.symbols.enumerated() {
                guard let found = CandleConsistency(file, symbol: column) else { continue }
                all[symbol] = all[symbol]?.adding(found) ?? found
            }
        }
        return all
    }
}
