import Forecasting
import Reporting

/// What a search found, for the terminal and as JSON.
struct TuningOutcome {
    let tuner: Tuner
    let result: TuningResult
    let best: TrialResult
    let metric: TuningMetric
    let reused: Int

    private static let shown = 10

    /// The best trials of the last rung, and what failed.
    var lines: [String] {
        let last = tuner.rungs.count - 1
        let ranked = result.trials.filter { $0.key.rung == last && $0.score != nil }
            .sorted { ($0.score ?? 0, $0.key.trial) < ($1.score ?? 0, $1.key.trial) }
        var table = TextTable([
            ("trial", .right), (metric.rawValue, .right), ("model", .left), ("settings", .left),
        ])
        for trial in ranked.prefix(Self.shown) {
            table.add([
                "\(trial.key.trial + 1)", ComparisonTable.number(trial.score ?? .nan),
                trial.point.model, trial.point.description,
            ])
        }
        var lines = table.lines(indent: 0)
        let failed = result.trials.filter { $0.score == nil }
        if let first = failed.first, case .failure(let error) = first.outcome {
            lines += wrapped(
                "\(Format.counted(failed.count, "trial")) failed; the first is trial"
                    + " \(first.key.trial + 1): \(error)",
                bullet: "note        "
            )
        }
        return lines
    }

    struct Best: Encodable {
        let trial: Int
        let model: String
        let inputLength: Int
        let settings: [String: String]
        let score: Double?
    }

    struct JSON: Encodable {
        let source: String
        let metric: String
        let trials: Int
        let failedTrials: Int
        let reusedTrials: Int
        let rungs: [Int]
        let best: Best
        let digest: String
        let files: [String: String]
        let workers: Int
        let seconds: Double
    }

    func json(
        source: String,
        digest: String,
        files: [String: String],
        workers: Int,
        seconds: Double
    ) -> JSON {
        JSON(
            source: source,
            metric: metric.rawValue,
            trials: result.trials.count,
            failedTrials: result.trials.count { $0.score == nil },
            reusedTrials: reused,
            rungs: tuner.rungs,
            best: Best(
                trial: best.key.trial + 1,
                model: best.point.model,
                inputLength: best.point.inputLength,
                settings: best.point.settings,
                score: best.score
            ),
            digest: digest,
            files: files,
            workers: workers,
            seconds: seconds
        )
    }
}
