import Backtesting
public import DataParallel
public import Optimization
import Synchronization

/// `results.csv`: one row per listed candidate, in id order.
///
/// The first 20 columns are fixed by the file format; further ones may be added behind them.
/// Numbers are in shortest round-trip form, so the bytes are equal exactly when the bits are.
public enum ResultsCSV {
    /// The columns, in order.
    public static let columns = [
        "config_id", "assets", "weights", "threshold", "method", "calendar_days",
        "min_interval_hours", "momentum_filter", "test_outperformance", "test_return",
        "test_sharpe", "test_drawdown", "test_win_rate", "test_consistency",
        "train_outperformance", "generalization_gap", "splits_tested", "train_return",
        "train_sharpe", "train_drawdown", "test_sortino", "test_calmar", "test_volatility",
        "test_turnover", "test_cost", "test_rebalances", "evaluated_as", "error",
    ]

    /// The whole file. Candidates that were not reached, when a run was stopped, have no row; where
    /// only the best were kept, only they have one; where a search chose what is evaluated, only that
    /// has, once for all ids that behave the same.
    ///
    /// - Parameters:
    ///   - result: What is written.
    ///   - executor: Where the rows are made.
    /// - Complexity: O(rows).
    public static func encode(
        _ result: OptimizationResult,
        on executor: some ParallelExecutor = SequentialExecutor()
    ) -> [UInt8] {
        let kept = result.evaluations.knownIDs
        let count = kept?.count ?? result.evaluations.listedCount
        let pieceCount = (count + rowsPerPiece - 1) / rowsPerPiece
        let pieces = Mutex(Array(repeating: [UInt8](), count: pieceCount))
        executor.forEach(count: pieceCount, cancellation: nil) { piece in
            let rows = piece * rowsPerPiece..<min((piece + 1) * rowsPerPiece, count)
            var bytes: [UInt8] = []
            bytes.reserveCapacity(rows.count * 360)
            if let kept {
                append(kept[rows], of: result, to: &bytes)
            } else {
                append(rows.lazy.map { $0 + 1 }, of: result, to: &bytes)
            }
            pieces.withLock { $0[piece] = bytes }
        }
        var names = columns
        if result.optimizer.space.policies.hasRules { names.append(ruleColumn) }
        if hasForecasts(result) { names.append(forecastColumn) }
        let header = names.joined(separator: ",") + "\n"
        return pieces.withLock { pieces in
            var bytes = Array(header.utf8)
            bytes.reserveCapacity(pieces.reduce(bytes.count) { $0 + $1.count })
            for piece in pieces { bytes.append(contentsOf: piece) }
            return bytes
        }
    }

    /// A further column, where the space lists trading rules or periods of the calendar: the rule in a few
    /// words, empty for the standard one.
    public static let ruleColumn = "rule"

    /// A further column, where candidates use forecasts: policy and model, empty for those that do not.
    public static let forecastColumn = "forecast"

    private static func hasForecasts(_ result: OptimizationResult) -> Bool {
        !result.optimizer.space.policies.models.isEmpty
    }

    private static let rowsPerPiece = 2_048

    private static func append(
        _ ids: some Sequence<Int>,
        of result: OptimizationResult,
        to bytes: inout [UInt8]
    ) {
        let space = result.optimizer.space
        let hasForecasts = hasForecasts(result)
        var figures: [Int: String] = [:]
        var portfolio: (allocation: Int, fields: String)?
        for id in ids {
            let canonical = result.evaluations.canonicalID(of: id)
            let text: String
            if let known = figures[canonical] {
                text = known
            } else {
                guard let made = figureFields(result.evaluations[id: id], canonical) else {
                    continue
                }
                figures[canonical] = made
                text = made
            }
            let (allocation, policy) = (id - 1).quotientAndRemainder(
                dividingBy: space.policies.count
            )
            if portfolio?.allocation != allocation {
                let fields = portfolioFields(
                    space.allocations.symbols(of: allocation),
                    space.allocations.weighting(of: allocation)
                )
                portfolio = (allocation, fields)
            }
            bytes += "\(id)".utf8
            bytes += (portfolio?.fields ?? "").utf8
            bytes += policyFields(space.policies[policy]).utf8
            bytes += text.utf8
            if space.policies.hasRules {
                bytes += ("," + quoted(space.policies[policy].rule.label)).utf8
            }
            if hasForecasts {
                let forecast = space.policies.forecastDescription(space.policies[policy])
                bytes += ("," + quoted(forecast)).utf8
            }
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    static func portfolioFields(_ symbols: [String], _ weighting: Weighting) -> String {
        let names = quoted(symbols.joined(separator: "|"))
        switch weighting {
        case .fixed(let weights):
            let shares = weights.map { Format.fixed($0, decimals: 4) }.joined(separator: "|")
            return ",\(names),\(shares)"
        case .estimated(let estimate):
            return ",\(names),\(estimate.label)"
        }
    }

    static func policyFields(_ policy: RebalancingPolicy) -> String {
        ",\(policy.threshold),\(policy.method.rawValue),\(policy.calendarDays)"
            + ",\(policy.minimumIntervalHours),\(policy.momentumVeto)"
    }

    /// The fields from `test_outperformance` to `error`; nil for a pending candidate.
    private static func figureFields(_ outcome: Evaluations.Outcome, _ canonical: Int) -> String? {
        switch outcome {
        case .pending, .notKept:
            return nil
        case .failed(let reason):
            let empty = String(repeating: ",", count: columns.count - 10)
            return "\(empty),\(canonical),\(quoted(reason))"
        case .finished(let summary):
            let head: [Double] = [
                summary.testOutperformance, summary.testReturn, summary.testSharpe,
                summary.testDrawdown, summary.testWinRate, summary.testConsistency,
                summary.trainOutperformance, summary.generalizationGap,
            ]
            let tail: [Double] = [
                summary.trainReturn, summary.trainSharpe, summary.trainDrawdown,
                summary.testSortino, summary.testCalmar, summary.testVolatility,
                summary.testTurnover, summary.testCost, summary.testRebalances,
            ]
            var text = ""
            for value in head { text += "," + number(value) }
            text += ",\(summary.splitsTested)"
            for value in tail { text += "," + number(value) }
            return text + ",\(canonical),"
        }
    }

    /// In shortest round-trip form. NaN has many bit patterns, which processors choose as they like, and one
    /// name.
    static func number(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }

    static func quoted(_ text: String) -> String {
        // By scalars: a comma or quote with an accent on it is another character, and CR LF is one.
        let scalars = text.unicodeScalars
        guard scalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else {
            return text
        }
        var result = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in scalars {
            if scalar == "\"" { result.append(scalar) }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}
