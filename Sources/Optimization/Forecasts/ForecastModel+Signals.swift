public import Backtesting
public import DataParallel
public import MarketData

extension ForecastModel {
    /// The signals of this model over a table: those of a study whose training range begins at `start`.
    ///
    /// - Parameters:
    ///   - table: The prices.
    ///   - symbols: What the model is fitted on; in the order of the table's columns.
    ///   - bars: From the first bar of the training range to the last that is forecast from.
    ///   - seed: The study's seed.
    ///   - maker: Makes the model; that of the catalog by default.
    ///   - executor: Where it is fitted; the signals do not depend on it.
    ///   - cancellation: When it is cancelled, this throws ``OptimizationError/cancelled``.
    /// - Throws: ``OptimizationError/backtest(_:)`` for a symbol without prices, or what kept the model from
    ///   being fitted.
    public func signals(
        of table: PriceTable,
        symbols: [String],
        bars: Range<Int>,
        seed: UInt64,
        maker: @escaping Maker = ForecastModel.catalog,
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil
    ) throws(OptimizationError) -> SignalTable {
        var columns: [Int] = []
        for symbol in symbols {
            guard let column = table.index(ofSymbol: symbol) else {
                throw .backtest(.unknownSymbol(symbol: symbol, available: table.symbols))
            }
            columns.append(column)
        }
        let signals = SignalMaker(table: table, columns: columns.sorted(), seed: seed, maker: maker)
        guard
            let made = signals.signals(
                of: [SignalMaker.Study(model: self, bars: bars)],
                on: executor,
                cancellation: cancellation
            )
        else { throw .cancelled }
        do {
            return try made[0].get()
        } catch {
            throw .backtest(error)
        }
    }
}
