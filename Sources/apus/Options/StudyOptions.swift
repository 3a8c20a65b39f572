import ArgumentParser
import Backtesting
import Optimization
import Validation

/// What a study searches and how it splits the data; shared by the commands that run studies.
struct StudyOptions: ParsableArguments {
    @OptionGroup(title: "Data")
    var data: DataOptions

    @Option(
        help: ArgumentHelp(
            "What to search: crypto, stocks or a YAML file. Without it, the symbols of the data.",
            valueName: "space"
        )
    )
    var space: String?

    @Flag(help: "A few candidates only, to try things.")
    var quick = false

    @OptionGroup(title: "Search")
    var searching: SearchOptions

    @OptionGroup(title: "Windows")
    var windows: WindowOptions

    @OptionGroup(title: "Trading")
    var trading: TradingOptions

    @Option(
        help: ArgumentHelp(
            """
            What makes a candidate better: outperformance (the default), return, cagr, sharpe, \
            sortino, calmar, max_drawdown, volatility, turnover, cost, rebalances, or a weighted sum \
            such as "sharpe - 0.5*volatility".
            """,
            valueName: "metric"
        ),
        transform: { try Objective(parsing: $0) }
    )
    var objective: Objective?

    @Option(
        name: .customLong("require"),
        help: ArgumentHelp(
            """
            What every window of a candidate must meet, such as "max_drawdown > -0.3". Repeatable; \
            a training winner meets it on its training window.
            """,
            valueName: "comparison"
        ),
        transform: { try Requirement(parsing: $0) }
    )
    var requirements: [Requirement] = []

    @Option(
        help: """
            How many candidates to keep: all, top:N, or auto: all up to 1,000,000 and the best \
            10,000 of more. Memory grows with what is kept, not with what is tried.
            """
    )
    var keep: Keep = .automatic

    @Option(
        help: """
            How many candidates the odds that the result is luck are judged by: auto: up to 2,000, \
            evenly spread; all; a number; or off.
            """
    )
    var odds = OddsArgument(argument: "auto")!

    @Option(parsing: .unconditional, help: "The seed of everything random.")
    var seed: UInt64 = 0

    /// The settings, with what holding the symbols of the prices brings or costs.
    func settings(income: PortfolioIncome) throws -> OptimizationSettings {
        let (search, objective) = try searching.settings(
            objective: objective,
            requirements: requirements
        )
        return OptimizationSettings(
            splits: try windows.scheme(),
            costs: try trading.costs(),
            income: income,
            capital: trading.capital,
            barsPerYear: data.periodsPerYear.perYear,
            objective: objective,
            keep: keep,
            search: search,
            odds: odds.settings,
            seed: seed
        )
    }
}

/// How the data is split.
struct WindowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How to split: walk-forward selects on the past alone; kfold:F tests each of F folds once \
            and trains on all others, cpcv:N,K tests every K of N groups, which makes many paths \
            through the data. The last two train on later data, too, and use all bars.
            """,
            valueName: "scheme"
        )
    )
    var splits = SplitsArgument.walkForward

    @Option(
        name: [.customShort("d"), .long],
        parsing: .unconditional,
        help: "Walk-forward: days in a window. (default: 365)"
    )
    var windowDays: Int?

    @Option(
        name: [.customShort("n"), .long],
        parsing: .unconditional,
        help: "Walk-forward: test windows, counted back from the end of the data. (default: 5)"
    )
    var testWindows: Int?

    @Option(
        help: """
            Walk-forward: training range: anchored grows, rolling:M slides over M windows. (default: \
            anchored)
            """
    )
    var train: TrainingArgument?

    @Option(
        help: """
            Walk-forward: where anchored training starts: with the first window (the \
            default) or the first bar.
            """
    )
    var trainFrom: WalkForward.TrainingStart?

    @Option(
        parsing: .unconditional,
        help: "Bars left out of training right before a test range."
    )
    var purge = 0

    @Option(
        parsing: .unconditional,
        help: "Bars left out of training right after a test range."
    )
    var embargo = 0

    /// The scheme; an option that does not go with it is refused, not ignored.
    func scheme() throws -> SplitScheme {
        switch splits {
        case .walkForward:
            return .walkForward(walkForward)
        case .kFold(let folds):
            try refuseWindows()
            return .purgedKFold(
                PurgedKFold(
                    folds: folds,
                    purgeBars: purge,
                    embargoBars: embargo,
                    minimumBars: WindowMetrics.minimumBars
                )
            )
        case .combinatorial(let groups, let testGroups):
            try refuseWindows()
            return .combinatorialPurged(
                CombinatorialPurged(
                    groups: groups,
                    testGroups: testGroups,
                    purgeBars: purge,
                    embargoBars: embargo,
                    minimumBars: WindowMetrics.minimumBars
                )
            )
        }
    }

    private func refuseWindows() throws {
        let given = [
            ("--window-days", windowDays != nil), ("--test-windows", testWindows != nil),
            ("--train", train != nil), ("--train-from", trainFrom != nil),
        ]
        guard let (name, _) = given.first(where: \.1) else { return }
        throw Failure(
            .usage,
            "\(name) makes no sense with --splits \(splits.defaultValueDescription), which cuts all"
                + " bars into equal parts; leave it out, or use --splits walk-forward"
        )
    }

    private var walkForward: WalkForward {
        let standard = WalkForward()
        return WalkForward(
            windowDays: windowDays ?? standard.windowDays,
            testWindows: testWindows ?? standard.testWindows,
            training: train?.training ?? standard.training,
            trainingStart: trainFrom ?? standard.trainingStart,
            purgeBars: purge,
            embargoBars: embargo,
            minimumBars: WindowMetrics.minimumBars
        )
    }
}
