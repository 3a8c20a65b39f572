public import Forecasting
import Validation

/// `report.html` of a search for a forecasting model: one page that needs nothing else. The same search gives
/// the same bytes but for the lines of class `run`.
public struct TuningPage {
    let tuner: Tuner
    let result: TuningResult
    let best: TrialResult
    let facts: [(name: String, text: String)]
    let digest: Digest
    let run: PageRun

    /// Creates the page of a search that came to its end.
    ///
    /// - Parameters:
    ///   - tuner: The search.
    ///   - result: What it found.
    ///   - best: The best of its trials.
    ///   - facts: What there is to know of data and windows: names and texts.
    ///   - digest: The digest of its `trials.csv`.
    ///   - run: How it was run.
    public init(
        tuner: Tuner,
        result: TuningResult,
        best: TrialResult,
        facts: [(name: String, text: String)],
        digest: Digest,
        run: PageRun
    ) {
        self.tuner = tuner
        self.result = result
        self.best = best
        self.facts = facts
        self.digest = digest
        self.run = run
    }

    /// The whole page.
    public var html: String {
        get throws {
            try Page.html(
                .tuning,
                title: "Search for a model",
                [
                    "finding": finding, "tiles": tiles,
                    "took": run.timing?.sentence(unit: nil) ?? "",
                    "metric": tuner.metric.rawValue, "trials": rows,
                    "more": ranked.count > Self.mostRows
                        ? "The best \(Self.mostRows) of \(Format.count(ranked.count)); trials.csv has all."
                        : "",
                    "failures": failures, "history": history.map { [$0] } ?? [],
                    "settings": settings,
                    "method": method,
                ]
            )
        }
    }

    /// Scores of the trials that went all the way, the lowest first.
    private var ranked: [Scored] {
        scored(rung: tuner.rungs.count - 1)
            .sorted { ($0.score, $0.trial.key.trial) < ($1.score, $1.trial.key.trial) }
    }

    /// The trials of a rung that have a score, in their order.
    private func scored(rung: Int) -> [Scored] {
        var scored: [Scored] = []
        for trial in result.trials where trial.key.rung == rung {
            guard let score = trial.score, score.isFinite else { continue }
            scored.append(Scored(trial: trial, score: score))
        }
        return scored.sorted { $0.trial.key.trial < $1.trial.key.trial }
    }

    private struct Scored {
        let trial: TrialResult
        let score: Double
    }

    private var finding: String {
        let median = Moments.median(ranked.map(\.score))
        let score = best.score ?? .nan
        var text =
            "Trial \(best.key.trial + 1), \(best.point.model), has the lowest"
            + " \(tuner.metric.rawValue): \(Format.significant(score))"
        if ranked.count > 1, median > 0 {
            text += ", \(Format.percent(1 - score / median, decimals: 1)) below the median trial's"
        }
        return text
            + ". It was chosen on these very windows, which flatters it: compare it on later ones."
    }

    private var tiles: [[String: Any]] {
        let scores = ranked.map(\.score)
        let failed = result.trials.count { $0.score == nil }
        return [
            Page.tile(
                "Best \(tuner.metric.rawValue)",
                Format.significant(best.score ?? .nan),
                best.point.description
            ),
            Page.tile(
                "Median",
                Format.significant(Moments.median(scores)),
                "of \(Format.counted(scores.count, "trial")) on \(Format.counted(best.windows, "window"))"
            ),
            Page.tile(
                "Trials",
                Format.count(tuner.points.count),
                failed == 0 ? "all have a score" : "\(Format.count(failed)) failed"
            ),
        ]
    }

    private var failures: [String] {
        let failed = result.trials.filter { $0.score == nil }
        guard let first = failed.first, case .failure(let error) = first.outcome else { return [] }
        return [
            "\(Format.counted(failed.count, "trial")) failed; the first is trial"
                + " \(first.key.trial + 1): \(error)"
        ]
    }

    private static let mostRows = 100

    private var rows: [[String: Any]] {
        ranked.prefix(Self.mostRows).enumerated().map { place, one in
            [
                "rank": place + 1, "trial": one.trial.key.trial + 1, "value": "\(one.score)",
                "score": Format.significant(one.score), "model": one.trial.point.model,
                "input": one.trial.point.inputLength, "settings": one.trial.point.description,
            ]
        }
    }

    private var method: [[String: Any]] {
        let lines =
            facts + [
                ("seed", "\(tuner.seed)"), ("version", "apus \(run.version)"),
                ("digest", "\(digest) (SHA-256 of trials.csv)"), ("run it again", run.command),
            ]
        return lines.map { ["name": $0.0.capitalizedFirst, "text": $0.1] }
    }

    // MARK: Charts

    /// The scores in the order of the trials, and the best so far.
    private var history: [String: Any]? {
        let trials = scored(rung: 0)
        guard trials.count > 1 else { return nil }
        let scores = trials.map(\.score)
        var lowest = Double.infinity
        let sofar = scores.map { score in
            lowest = min(lowest, score)
            return lowest
        }
        return chart(
            "Score of each trial, and the best so far",
            [
                LineChart.Series(name: "Trial", style: .first, values: scores, drawing: .dots),
                LineChart.Series(name: "Best so far", style: .second, values: sofar),
            ],
            .numbers(trials.map { Double($0.trial.key.trial + 1) }, noun: "trial"),
            across: "Trial"
        )
    }

    private func chart(
        _ label: String,
        _ series: [LineChart.Series],
        _ horizontal: HorizontalAxis,
        across: String
    ) -> [String: Any] {
        let values = series.flatMap(\.values)
        let (least, most) = (values.min() ?? 1, values.max() ?? 1)
        return LineChart(
            label: label,
            series: series,
            horizontal: horizontal,
            axis: Axis(values, isLogarithmic: least > 0 && most / least > 20),
            unit: "\(tuner.metric.rawValue), the lower the better",
            horizontalUnit: across,
            format: { Format.significant($0) },
            size: .low
        ).context
    }

    /// More values than this of a number are drawn, not listed.
    private static let mostLevels = 8

    /// How the score depends on each setting that was varied.
    private var settings: [[String: Any]] {
        let trials = scored(rung: 0)
        var names = Set(trials.flatMap { $0.trial.point.settings.keys }).sorted()
        names = ["model", "input"] + names
        return names.compactMap { name in
            let known = trials.compactMap { one in
                Self.value(name, one.trial.point).map { (text: $0, score: one.score) }
            }
            let levels = Dictionary(grouping: known, by: \.text)
            guard levels.count > 1 else { return nil }
            let numbers = known.compactMap { one in
                Double(one.text).map { (value: $0, score: one.score) }
            }
            if numbers.count == known.count, levels.count > Self.mostLevels {
                let sorted = numbers.sorted { ($0.value, $0.score) < ($1.value, $1.score) }
                return [
                    "name": name,
                    "chart": [
                        chart(
                            "Score by \(name)",
                            [
                                LineChart.Series(
                                    name: "Trial",
                                    style: .first,
                                    values: sorted.map(\.score),
                                    drawing: .dots
                                )
                            ],
                            .spread(sorted.map(\.value), noun: name),
                            across: name
                        )
                    ],
                ]
            }
            let order = levels.keys.sorted {
                let (a, b) = (Double($0) ?? .infinity, Double($1) ?? .infinity)
                return a == b ? $0 < $1 : a < b
            }
            return ["name": name, "levels": [["rows": order.map { level(levels, $0) }]]]
        }
    }

    private func level(
        _ levels: [String: [(text: String, score: Double)]],
        _ name: String
    ) -> [String: Any] {
        let scores = (levels[name] ?? []).map(\.score)
        return [
            "label": name, "count": Format.count(scores.count),
            "median": Format.significant(Moments.median(scores)),
            "best": Format.significant(scores.min() ?? .nan),
        ]
    }

    private static func value(_ name: String, _ point: TuningPoint) -> String? {
        switch name {
        case "model": point.model
        case "input": "\(point.inputLength)"
        default: point.settings[name]
        }
    }
}
