public import Forecasting
import MarketData
import Validation

/// `report.html` of a comparison of forecasting models: one page that needs nothing else, the most important
/// first. The same comparison gives the same bytes but for the lines of class `run`.
public struct ForecastPage {
    /// What was compared on what.
    public struct Subject: Sendable {
        /// Where the series come from, in words.
        public let source: String
        /// What there is to know of data, windows and models: names and texts.
        public let facts: [(name: String, text: String)]
        /// The series, on the scale of the forecasts.
        public let table: SeriesTable
        /// The place of the model that the others are compared with.
        public let baseline: Int
        /// The coverages of the intervals in percent, as texts.
        public let levels: [String]
        /// The rows of a season.
        public let season: Int
        /// The seed of everything random.
        public let seed: UInt64
        /// The steps of a forecast.
        public let horizon: Int

        /// Describes a comparison.
        public init(
            source: String,
            facts: [(name: String, text: String)],
            table: SeriesTable,
            baseline: Int,
            levels: [String],
            season: Int,
            seed: UInt64,
            horizon: Int
        ) {
            self.source = source
            self.facts = facts
            self.table = table
            self.baseline = baseline
            self.levels = levels
            self.season = season
            self.seed = seed
            self.horizon = horizon
        }
    }

    let subject: Subject
    let result: ComparisonResult
    let diagnostics: ForecastDiagnostics
    let digest: Digest
    let run: PageRun
    /// The models' places from the lowest MSE to the highest.
    let order: [Int]

    /// Creates the page of a complete comparison.
    ///
    /// - Parameters:
    ///   - subject: What was compared.
    ///   - result: What came out.
    ///   - diagnostics: Has been handed all forecasts of it.
    ///   - digest: The digest of its `cv.csv`.
    ///   - run: How it was run.
    public init(
        subject: Subject,
        result: ComparisonResult,
        diagnostics: ForecastDiagnostics,
        digest: Digest,
        run: PageRun
    ) {
        self.subject = subject
        self.result = result
        self.diagnostics = diagnostics
        self.digest = digest
        self.run = run
        let errors = result.models.map(\.total.meanSquaredError)
        order = errors.indices.sorted {
            let (a, b) = (errors[$0], errors[$1])
            if a.isNaN || b.isNaN { return a.isNaN == b.isNaN ? $0 < $1 : b.isNaN }
            return (a, $0) < (b, $1)
        }
    }

    /// The whole page.
    public var html: String {
        get throws {
            try Page.html(
                .forecasts,
                title:
                    "Forecasts of \(Format.counted(subject.table.channelCount, "series", "series"))",
                context
            )
        }
    }

    var winner: Int { order[0] }
    var table: SeriesTable { subject.table }

    private var context: [String: Any] {
        var context: [String: Any] = [
            "finding": finding, "level": isAhead ? "robust" : "unsupported", "tiles": tiles,
            "compared": compared, "models": rows, "levels": subject.levels, "steps": stepCharts,
            "windows": windowChart, "residuals": residuals, "method": method,
            "took": run.timing?.sentence(unit: nil) ?? "", "notes": notes,
        ]
        if let forecasts { context["forecasts"] = forecasts }
        return context
    }

    /// Whether a model has a lower error than the baseline, beyond doubt.
    private var isAhead: Bool {
        winner != subject.baseline && (advantage(winner)?.upper ?? 1) < 1
    }

    private var finding: String {
        let best = result.models[winner]
        let base = result.models[subject.baseline]
        guard winner != subject.baseline else {
            return result.models.count == 1
                ? "\(base.name) alone: nothing was compared with it."
                : "No model has a lower MSE than \(base.name), which costs nothing."
        }
        let ratio = relative(winner) { $0.meanSquaredError }
        guard ratio < 1 else {
            return
                "\(best.name) forecast other windows than \(base.name), and is no better in them."
        }
        let share = wins(winner)
        var text =
            "\(best.name) has the lowest MSE: \(Format.fixed(ratio, decimals: 3)) of that of"
            + " \(base.name), which it beats in \(Format.count(share.won)) of"
            + " \(Format.counted(share.of, "window"))"
        if let advantage = advantage(winner) {
            text +=
                advantage.upper < 1
                ? "; the lead is beyond what windows differ by chance."
                : "; chance alone makes such a lead between windows."
        } else {
            text += "."
        }
        return text
    }

    private var tiles: [[String: Any]] {
        let best = result.models[winner].total
        var tiles = [
            Page.tile(
                "MSE, of the baseline's",
                Format.fixed(relative(winner) { $0.meanSquaredError }, decimals: 3),
                advantage(winner).map {
                    "95 % interval \(Format.fixed($0.lower, decimals: 3)) to"
                        + " \(Format.fixed($0.upper, decimals: 3)), blocks of windows resampled"
                } ?? "too few windows to say how sure that is"
            ),
            Page.tile(
                "MAE, of the baseline's",
                Format.fixed(relative(winner) { $0.meanAbsoluteError }, decimals: 3),
                "\(Format.significant(best.meanAbsoluteError)) on the data's scale"
            ),
            Page.tile(
                "MASE",
                Format.significant(best.meanAbsoluteScaledError),
                subject.season > 1
                    ? "1 is repeating the last season within training"
                    : "1 is repeating the last value within training"
            ),
        ]
        if let level = subject.levels.first, let interval = best.intervals.first {
            tiles.append(
                Page.tile(
                    "In the \(level) % interval",
                    Format.percent(interval.coverage, decimals: 1),
                    "of what came; mean width \(Format.significant(interval.meanWidth))"
                )
            )
        }
        return tiles
    }

    private var compared: String {
        let windows = result.plan.windows
        return "\(Format.counted(result.models.count, "model")) on \(subject.source):"
            + " \(Format.counted(table.count, "row")) of"
            + " \(Format.counted(table.channelCount, "series", "series")), \(time(0)) to"
            + " \(time(table.count - 1)); \(Format.counted(windows.count, "window")) of"
            + " \(Format.counted(subject.horizon, "step")), tests from \(time(windows[0].test.lowerBound))."
    }

    private var notes: [String] {
        result.models.compactMap { model in
            model.failures.first.map {
                "\(model.name) failed in \(Format.count(model.failures.count)) of"
                    + " \(Format.counted(result.plan.windows.count, "window")); the first is window"
                    + " \($0.window + 1): \($0.error)"
            }
        }
    }

    private var method: [[String: Any]] {
        let lines =
            subject.facts + [
                ("Season", Format.counted(subject.season, "row")), ("Seed", "\(subject.seed)"),
                ("Version", "apus \(run.version)"), ("Digest", "\(digest) (SHA-256 of cv.csv)"),
                ("Run it again", run.command),
            ]
        return lines.map { ["name": $0.0.capitalizedFirst, "text": $0.1] }
    }

    /// When a row was observed; its number where that is not known.
    func time(_ row: Int) -> String {
        table.timestamps.map { Describe.time($0[row]) } ?? "row \(Format.count(row + 1))"
    }

    /// A model's measure over that of the baseline in the same windows.
    func relative(_ model: Int, _ value: (ScoreSums) -> Double) -> Double {
        let scores = result.models[model]
        return value(scores.total) / value(scores.total(of: result.models[subject.baseline]))
    }

    /// The MSE of each window; NaN where there is no forecast.
    func windowErrors(_ model: Int) -> [Double] {
        result.models[model].windows.map { (try? $0.get())?.meanSquaredError ?? .nan }
    }

    /// In how many of the windows that both forecast a model has a lower MSE than the baseline.
    private func wins(_ model: Int) -> (won: Int, of: Int) {
        let pairs = zip(windowErrors(model), windowErrors(subject.baseline))
            .filter { !$0.isNaN && !$1.isNaN }
        return (pairs.count { $0 < $1 }, pairs.count)
    }

    /// A 95 % interval of a model's MSE over that of the baseline, by the stationary bootstrap of windows, with
    /// blocks as long as their differences hang together; nil with fewer than ten windows, or without an end.
    func advantage(_ model: Int) -> (lower: Double, upper: Double)? {
        guard model != subject.baseline else { return nil }
        let pairs = zip(windowErrors(model), windowErrors(subject.baseline))
            .filter { $0.isFinite && $1.isFinite }
        guard pairs.count >= 10 else { return nil }
        let optimal = BlockLength.optimal(of: pairs.map { $0.0 - $0.1 }).stationary
        let length = min(max(optimal.isNaN ? 1 : optimal, 1), Double(pairs.count))
        guard
            let bootstrap = try? StationaryBootstrap(
                count: pairs.count,
                meanBlockLength: length,
                seed: subject.seed
            )
        else { return nil }
        let ratios = (0..<1_000).map { resample -> Double in
            var (own, base) = (0.0, 0.0)
            for (place, count) in bootstrap.counts(ofResample: resample).enumerated() {
                own += Double(count) * pairs[place].0
                base += Double(count) * pairs[place].1
            }
            return own / base
        }.sorted()
        guard ratios.allSatisfy(\.isFinite) else { return nil }
        return (
            Moments.percentile(2.5, ofSorted: ratios), Moments.percentile(97.5, ofSorted: ratios)
        )
    }
}
