public import Backtesting
public import Validation

/// What keeps a study from being described or run.
public enum OptimizationError: Error, Equatable, CustomStringConvertible {
    /// A search space that cannot be used; the text says what is wrong and what to do.
    case invalidSpace(String)
    /// A space file that cannot be used: where, and what to do.
    case spaceFile(path: String, line: Int?, problem: String)
    /// The space's symbols are not in the prices.
    case symbolsMissing(wanted: [String], available: [String])
    /// Prices with fewer than two symbols give nothing to rebalance.
    case tooFewSymbols(available: [String])
    /// Every candidate failed; the first one's error.
    case everyCandidateFailed(count: Int, first: String)
    /// The run was asked to stop before anything was finished.
    case cancelled
    /// The data cannot be split.
    case validation(ValidationError)
    /// A setting of the backtest cannot be used.
    case backtest(BacktestError)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .invalidSpace(let problem):
            return "search space: \(problem)"
        case .spaceFile(let path, let line, let problem):
            return "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)"
        case .symbolsMissing(let wanted, let available):
            return "no portfolio of the search space can be made from these prices: it wants"
                + " \(Self.list(wanted)), and the data has \(Self.list(available)); use prices that"
                + " have them, or leave --space out to search over the symbols of the data"
        case .tooFewSymbols(let available):
            return "rebalancing needs at least two symbols, and the data has only"
                + " \(Self.list(available)); add more price files or columns"
        case .everyCandidateFailed(let count, let first):
            return "all \(count) candidates failed; the first with: \(first)"
        case .cancelled:
            return "stopped before anything was finished"
        case .validation(let error):
            return error.description
        case .backtest(let error):
            return error.description
        }
    }

    private static func list(_ symbols: [String]) -> String {
        let shown = symbols.prefix(12).joined(separator: ", ")
        return symbols.count > 12 ? "\(shown) and \(symbols.count - 12) more" : shown
    }
}
