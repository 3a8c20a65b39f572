import ArgumentParser
import Forecasting

/// How the windows of a cross-validation lie.
struct ValidationOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Steps of each forecast.")
    var horizon = 20

    @Option(
        name: [.long, .customLong("input-length")],
        parsing: .unconditional,
        help: "Values before the origin that models see."
    )
    var input = 120

    @Option(
        parsing: .unconditional,
        help: "Test windows, counted back from the end of the data. (default: 20)"
    )
    var windows: Int?

    @Option(
        parsing: .unconditional,
        help: "Rows from window to window. (default: the horizon; 1 with --split)"
    )
    var step: Int?

    @Option(
        help: "When models are fitted again: always, every:K windows, or never. (default: every:10)"
    )
    var refit: RefitArgument?

    @Option(
        help:
            "Training rows: expanding from the first, or the last ones with rolling:N. (default: expanding)"
    )
    var training: TrainingRowsArgument?

    @Option(
        parsing: .unconditional,
        help: "Rows right before the first window of a fit that are not learned from. (default: 0)"
    )
    var gap: Int?

    @Option(
        parsing: .unconditional,
        help: """
            The last training rows, kept for models that stop training by them (see their patience). \
            (default: 0)
            """
    )
    var validation: Int?

    static let defaultWindows = 20

    var rollingOrigin: RollingOrigin {
        RollingOrigin(
            windows: windows ?? Self.defaultWindows,
            horizon: horizon,
            step: step,
            gap: gap ?? 0,
            training: training?.training ?? .expanding,
            refit: refit?.refit ?? .every(10),
            validation: validation ?? 0
        )
    }

    /// The split of a paper instead of rolling windows.
    func heldOutSplit(_ argument: SplitArgument, rows: Int) throws -> HeldOutSplit {
        for (name, isGiven) in [
            ("windows", windows != nil), ("refit", refit != nil), ("training", training != nil),
            ("gap", gap != nil), ("validation", validation != nil),
        ] where isGiven {
            throw Failure(
                .usage,
                "--\(name) does not go with --split, which fits once and tests on every window of its"
                    + " last part; leave one of the two out"
            )
        }
        switch argument.parts {
        case .rows(let train, let validation, let test):
            return HeldOutSplit(
                train: train,
                validation: validation,
                test: test,
                horizon: horizon,
                step: step ?? 1
            )
        case .shares(let train, let validation, let test):
            return try HeldOutSplit(
                shares: (train, validation, test),
                of: rows,
                horizon: horizon,
                step: step ?? 1
            )
        }
    }
}

extension CrossValidationScheme {
    /// The plan, or a failure of the data or the options that make it impossible.
    func checkedPlan(rows: Int) throws -> CrossValidationPlan {
        do throws(ForecastingError) {
            return try plan(count: rows)
        } catch {
            if case .tooShort(let what, let needed, let available) = error {
                throw Failure(
                    .data,
                    "\(what) needs \(needed) rows and there are \(available): use more data, fewer"
                        + " windows, or a shorter step or horizon"
                )
            }
            throw Failure(.usage, error.description)
        }
    }
}
