import Backtesting
import MarketData
public import Optimization
import Validation

/// `report.html`: a study as one page that needs nothing else, the most important first.
///
/// The same study gives the same bytes but for the lines of class `run`, which tell how long it took.
public struct StudyPage {
    let result: OptimizationResult
    let selection: Selection
    let digest: Digest
    let run: PageRun

    /// Creates the page of a complete study.
    ///
    /// - Parameters:
    ///   - result: The study.
    ///   - selection: Its selection.
    ///   - digest: The digest of its `results.csv`.
    ///   - run: How it was run.
    public init(result: OptimizationResult, selection: Selection, digest: Digest, run: PageRun) {
        self.result = result
        self.selection = selection
        self.digest = digest
        self.run = run
    }

    /// The whole page.
    public var html: String {
        get throws {
            try Page.html(
                .study,
                title: "\(scheme.phrase.capitalizedFirst) of \(result.optimizer.space.name)",
                context
            )
        }
    }

    var table: PriceTable { result.optimizer.table }
    var scheme: SplitScheme { result.optimizer.settings.splits }
    var objective: Objective { result.optimizer.settings.objective }

    private var context: [String: Any] {
        var context: [String: Any] = [
            "verdict": verdict, "searched": searched, "tiles": tiles, "equity": equity,
            "drawdown": drawdown, "folds": folds, "leaders": leaders, "factors": factors,
            "method": method, "objective": objective.name, "winner": winner, "took": took,
        ]
        if let landscape { context["landscape"] = landscape }
        if let odds = selection.odds {
            context["odds"] = self.odds(odds)
        } else {
            context["missingOdds"] = selection.missingOdds
        }
        return context
    }

    private var verdict: [String: Any] {
        let verdict = Verdict(result: result, selection: selection)
        return [
            "sentence": verdict.sentence, "level": verdict.level.rawValue,
            "class": verdict.level == .unsupported ? "unsupported" : verdict.level.rawValue,
            "rule": verdict.rule,
            "checks": verdict.checks.map { check -> [String: Any] in
                [
                    "question": check.question, "passed": check.passed, "evidence": check.evidence,
                ]
            },
        ]
    }

    /// What was searched on what, in a sentence.
    private var searched: String {
        let optimizer = result.optimizer
        return "\(Format.count(result.evaluations.evaluatedCount)) distinct candidates of"
            + " \(optimizer.space.name) on \(Format.count(table.barCount)) bars of"
            + " \(Format.counted(table.symbolCount, "symbol")), \(Describe.interval(table)), from"
            + " \(Describe.time(table.timestamps.first ?? 0)) to"
            + " \(Describe.time(table.timestamps.last ?? 0)); \(Describe.splits(scheme, optimizer.plan))."
    }

    /// How long it took, with how many workers.
    private var took: String {
        let unit = (result.evaluations.evaluatedCount, "distinct candidates")
        return run.timing?.sentence(unit: unit) ?? ""
    }

    private var tiles: [[String: Any]] {
        let record = selection.walkForward
        return [
            Page.tile(
                "Return of the record",
                Format.signedPercent(record.metrics.totalReturn, decimals: 1),
                "buying and holding \(Format.signedPercent(record.buyAndHold.totalReturn, decimals: 1))"
            ),
            Page.tile(
                "Sharpe ratio a year",
                Format.fixed(record.metrics.sharpeRatio, decimals: 2),
                "buying and holding \(Format.fixed(record.buyAndHold.sharpeRatio, decimals: 2))"
            ),
            Page.tile(
                "Largest drawdown",
                Format.percent(record.metrics.maxDrawdown, decimals: 1),
                "buying and holding \(Format.percent(record.buyAndHold.maxDrawdown, decimals: 1))"
            ),
            Page.tile(
                "Costs paid",
                Format.percent(
                    record.metrics.costPaid / result.optimizer.settings.capital,
                    decimals: 2
                ),
                "of the capital, in \(Format.counted(record.metrics.rebalanceCount, "rebalance"))"
            ),
        ]
    }

    private var method: [[String: Any]] {
        let optimizer = result.optimizer
        let settings = optimizer.settings
        var lines = [
            (
                "Space",
                "\(optimizer.space.name): \(Format.count(optimizer.space.count)) candidates,"
                    + " \(Format.count(optimizer.distinctCount)) of them distinct"
            ),
            ("Splits", Describe.splits(scheme, optimizer.plan)),
            ("Objective", settings.objective.name), ("Costs", Describe.costs(settings.costs)),
            (
                "Capital",
                "\(Format.compact(settings.capital)) at the start of every window"
            ),
            ("Seed", "\(settings.seed)"), ("Version", "apus \(run.version)"),
            ("Digest", "\(digest) (SHA-256 of results.csv)"), ("Run it again", run.command),
        ]
        if let search = result.search {
            lines.insert(("Search", Describe.search(search.settings)), at: 1)
        }
        for note in result.notes { lines.append(("Note", note)) }
        return lines.map { ["name": $0.0, "text": $0.1] }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
