/// What keeps a backtest from running or from giving figures.
public enum BacktestError: Error, Equatable, CustomStringConvertible {
    /// Weights or symbols that do not make a portfolio.
    case invalidAllocation(symbols: [String], reason: String)
    /// A setting outside its range.
    case invalidSetting(name: String, value: Double, requirement: String)
    /// A symbol that the prices do not have.
    case unknownSymbol(symbol: String, available: [String])
    /// A window with too few bars for metrics.
    case windowTooShort(bars: Int, minimum: Int)
    /// Signals that cannot be used, or are missing; the text says why.
    case invalidSignals(String)
    /// Too few bars before the one that weights are estimated for.
    case historyTooShort(bars: Int, needed: Int)
    /// Weights that cannot be estimated; the text says why.
    case noWeights(String)
    /// Dividends or funding that cannot be used; the text says why.
    case invalidIncome(String)
    /// The portfolio's value stopped being a positive number at a bar.
    case equityNotPositive(timestamp: Int64, value: Double)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .invalidAllocation(let symbols, let reason):
            let name = symbols.isEmpty ? "" : " of \(symbols.joined(separator: ", "))"
            return "allocation\(name): \(reason)"
        case .invalidSetting(let name, let value, let requirement):
            return "\(name): \(value) cannot be used; give a value \(requirement)"
        case .unknownSymbol(let symbol, let available):
            let shown = available.prefix(12).joined(separator: ", ")
            let more = available.count > 12 ? ", and \(available.count - 12) more" : ""
            return "no prices for the symbol '\(symbol)'; the data has \(shown)\(more)"
        case .windowTooShort(let bars, let minimum):
            return "the window has \(bars) bars and metrics need \(minimum); use a longer window"
        case .invalidSignals(let reason):
            return "forecasts: \(reason)"
        case .historyTooShort(let bars, let needed):
            return "estimating weights needs \(needed) bars before, and there are \(bars);"
                + " begin later or look back less far"
        case .noWeights(let reason):
            return "weights: \(reason)"
        case .invalidIncome(let reason):
            return reason
        case .equityNotPositive(let timestamp, let value):
            // Fees can eat a portfolio up, but not let it grow.
            let fees = value <= 0 ? ", and fees that are not shares of what is traded" : ""
            return "the portfolio's value became \(value) at time \(timestamp);"
                + " check the prices there\(fees)"
        }
    }
}
