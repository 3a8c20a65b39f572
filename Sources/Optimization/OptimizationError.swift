public import Backtesting
public import Validation

/// What keeps a study from being described or run.
public enum OptimizationError: Error, Equatable, CustomStringConvertible {
    /// A search space that cannot be used; the text says what is wrong and what to do.
    case invalidSpace(String)
    /// A search that cannot be made; the text says what is wrong and what to do.
    case invalidSearch(String)
    /// A space file that cannot be used: where, and what to do.
    case spaceFile(path: String, line: Int?, problem: String)
    /// The space's symbols are not in the prices.
    case symbolsMissing(wanted: [String], available: [String])
    /// Prices with fewer than two symbols give nothing to rebalance.
    case tooFewSymbols(available: [String])
    /// What a journal gave back is not of this study, or damaged.
    case journalUnusable(String)
    /// Every candidate failed; the first one's error.
    case everyCandidateFailed(count: Int, first: String)
    /// No candidate meets the requirements in any training window, or in all test windows; the text says
    /// how close they came.
    case requirementsNotMet(String)
    /// The run was asked to stop before anything was finished.
    case cancelled
    /// Candidates use forecasts, and training also uses bars after those it is judged on.
    case forecastsNeedWalkForward
    /// Symbols come and go, and models of forecasts need prices of all at all bars.
    case forecastsNeedCommonUniverse(symbol: String)
    /// Successive halving looks at growing beginnings of a training window, which other schemes do not have.
    case halvingNeedsWalkForward
    /// The data cannot be split.
    case validation(ValidationError)
    /// A setting of the backtest cannot be used.
    case backtest(BacktestError)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .invalidSpace(let problem):
            return "search space: \(problem)"
        case .invalidSearch(let problem):
            return "search: \(problem)"
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
        case .journalUnusable(let problem):
            return "what was kept of the study cannot be used (\(problem)); start it anew"
        case .requirementsNotMet(let closest):
            return "no candidate meets the requirements \(closest); ask for less with --require"
        case .cancelled:
            return "stopped before anything was finished"
        case .halvingNeedsWalkForward:
            return
                "successive halving looks at growing beginnings of a training window, which folds and"
                + " combinations of groups do not have; use walk-forward splits or another --search"
        case .forecastsNeedCommonUniverse(let symbol):
            return
                "the space has policies that use forecasts, whose models need prices of all symbols at"
                + " all bars, and \(symbol) is not listed all the time; use a common universe, or a"
                + " space without forecasts"
        case .forecastsNeedWalkForward:
            return
                "the space has policies that use forecasts, whose models learn from the bars before"
                + " every forecast: that needs training ranges that end before the test; use"
                + " walk-forward splits, or a space without forecasts"
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
