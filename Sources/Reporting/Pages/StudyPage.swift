import Backtesting
import MarketData
public import Optimization
import Validation

/// `report.html`: a study as one page that needs nothing else, the most important first.
///
/// The same study gives the same bytes but for the lines of class `run`, which tell how long it took.
public struct StudyPage {
    /// What the page says of how the study was run.
    public struct Run: Sendable {
        /// The command that runs it again.
        public let command: String
        /// The version of the program.
        public let version: String
        /// How long it took; nil says nothing of it.
        public let timing: Timing?

        /// Describes a run.
        public init(command: String, version: String, timing: Timing? = nil) {
            self.command = command
            self.version = version
            self.timing = timing
        }
    }

    /// How long a study took, which differs from run to run.
    public struct Timing: Sendable {
        /// From the start to the end, in seconds.
        public let seconds: Double
        /// What all processors together worked for it, in seconds; nil if that is not known.
        public let processorSeconds: Double?
        /// How many workers there were.
        public let workers: Int
        /// How many candidates an earlier run had finished.
        public let finishedBefore: Int

        /// Describes how long a study took.
        public init(
            seconds: Double,
            processorSeconds: Double?,
            workers: Int,
            finishedBefore: Int = 0
        ) {
            self.seconds = seconds
            self.processorSeconds = processorSeconds
            self.workers = workers
            self.finishedBefore = finishedBefore
        }
    }

    let result: OptimizationResult
    let selection: Selection
    let digest: Digest
    let run: Run

    /// Creates the page of a complete study.
    ///
    /// - Parameters:
    ///   - result: The study.
    ///   - selection: Its selection.
    ///   - digest: The digest of its `results.csv`.
    ///   - run: How it was run.
    public init(result: OptimizationResult, selection: Selection, digest: Digest, run: Run) {
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
        guard let timing = run.timing else { return "" }
        let evaluated = Double(result.evaluations.evaluatedCount - timing.finishedBefore)
        var text =
            "Took \(Format.seconds(timing.seconds)) with \(Format.counted(timing.workers, "worker")):"
            + " \(Format.count(Int(evaluated / max(timing.seconds, 1e-9)))) distinct candidates a second"
        if let busy = timing.processorSeconds {
            text +=
                "; \(Format.seconds(busy)) of processor time,"
                + " \(Format.fixed(busy / max(timing.seconds, 1e-9), decimals: 2)) processors busy on average"
        }
        if timing.finishedBefore > 0 {
            text += "; \(Format.count(timing.finishedBefore)) were finished by an earlier run"
        }
        return text + "."
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
                "\(Format.fixed(settings.capital, decimals: 2)) at the start of every window"
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
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
