/// What was forecast for every symbol at every bar: a return, and the risk it is held against.
///
/// The forecasts are made elsewhere. Row `t` may use prices up to bar `t` and nothing later; there is
/// NaN where nothing is forecast.
public struct SignalTable: Sendable, Equatable {
    /// The symbols, all different.
    public let symbols: [String]
    /// The number of bars; row `t` belongs to bar `t` of the price table.
    public let barCount: Int
    /// Forecast log returns over the forecast's horizon, row-major: all symbols of one bar side by side.
    public let returns: [Double]
    /// The risk of each, in the same unit and layout: the standard deviation of such returns.
    public let risks: [Double]

    /// Makes a table.
    ///
    /// - Throws: ``BacktestError/invalidSignals(_:)`` when a symbol is there twice, or the numbers of
    ///   values are not bars times symbols.
    public init(
        symbols: [String],
        barCount: Int,
        returns: [Double],
        risks: [Double]
    ) throws(BacktestError) {
        guard !symbols.isEmpty, Set(symbols).count == symbols.count else {
            throw .invalidSignals("they need symbols that are all different")
        }
        for (name, values) in [("returns", returns), ("risks", risks)]
        where values.count != symbols.count * barCount {
            throw .invalidSignals(
                "\(barCount) bars of \(symbols.count) symbols need \(symbols.count * barCount)"
                    + " \(name), not \(values.count)"
            )
        }
        self.symbols = symbols
        self.barCount = barCount
        self.returns = returns
        self.risks = risks
    }

    /// The forecast return of a symbol at a bar.
    public func predictedReturn(bar: Int, symbol: Int) -> Double {
        returns[bar * symbols.count + symbol]
    }

    /// The risk of a symbol at a bar.
    public func risk(bar: Int, symbol: Int) -> Double { risks[bar * symbols.count + symbol] }
}
