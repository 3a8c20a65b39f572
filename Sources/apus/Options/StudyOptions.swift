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

    @OptionGroup(title: "Windows")
    var windows: WindowOptions

    @OptionGroup(title: "Trading")
    var trading: TradingOptions

    @Option(
        help: "What makes a candidate better: outperformance, return, sharpe, sortino or calmar."
    )
    var objective: Objective = .outperformance

    @Option(
        help: """
            How many candidates to keep: all, top:N, or auto: all up to 1,000,000 and the best \
            10,000 of more. Memory grows with what is kept, not with what is tried.
            """
    )
    var keep: Keep = .automatic

    @Option(parsing: .unconditional, help: "The seed of everything random.")
    var seed: UInt64 = 0

    func settings() throws -> OptimizationSettings {
        OptimizationSettings(
            walkForward: windows.walkForward,
            costs: try trading.costs(),
            capital: trading.capital,
            barsPerYear: data.periodsPerYear.perYear,
            objective: objective,
            keep: keep,
            seed: seed
        )
    }
}

/// How the data is split.
struct WindowOptions: ParsableArguments {
    @Option(
        name: [.customShort("d"), .long],
        parsing: .unconditional,
        help: "Days in a window."
    )
    var windowDays = 365

    @Option(
        name: [.customShort("n"), .long],
        parsing: .unconditional,
        help: "Test windows, counted back from the end of the data."
    )
    var testWindows = 5

    @Option(help: "Training range: anchored grows, rolling:M slides over M windows.")
    var train = TrainingArgument(argument: "anchored")!

    @Option(help: "Where anchored training starts: with the first window or the first bar.")
    var trainFrom: WalkForward.TrainingStart = .window

    @Option(parsing: .unconditional, help: "Bars removed from the end of every training range.")
    var purge = 0

    @Option(
        parsing: .unconditional,
        help: "Bars skipped between a test window and a training range that starts after it."
    )
    var embargo = 0

    var walkForward: WalkForward {
        WalkForward(
            windowDays: windowDays,
            testWindows: testWindows,
            training: train.training,
            trainingStart: trainFrom,
            purgeBars: purge,
            embargoBars: embargo,
            minimumBars: WindowMetrics.minimumBars
        )
    }
}

/// What trading costs and starts with.
struct TradingOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Commission as a share of the traded value.")
    var commission = TradingCosts.standard.commission

    @Option(parsing: .unconditional, help: "Slippage as a share of the traded value.")
    var slippage = TradingCosts.standard.slippage

    @Option(parsing: .unconditional, help: "The starting value of every window.")
    var capital = 10_000.0

    func costs() throws -> TradingCosts {
        try TradingCosts(commission: commission, slippage: slippage)
    }
}
