import Backtesting
import MarketData
import Optimization
import TestSupport
import Validation

/// A study that is small enough to be repeated the slow way.
enum SmallStudy {
    /// 100 days of eight-hourly bars.
    static let table = SyntheticPrices.randomWalk(
        bars: 300,
        symbols: ["A", "B", "C"],
        interval: 28_800,
        seed: 42
    )

    /// Three splits over 80 of the 100 days.
    static let walkForward = WalkForward(windowDays: 20, testWindows: 3)

    static func settings(_ objective: Objective = .outperformance) -> OptimizationSettings {
        OptimizationSettings(walkForward: walkForward, objective: objective, odds: .off, seed: 3)
    }

    /// 7 allocations and 48 policies, 28 of them distinct.
    static func space() throws -> SearchSpace {
        try SearchSpace(
            name: "small",
            allocations: .sets(
                AssetSets(
                    sets: [["A", "B"], ["C", "A"], ["A", "B", "C"]],
                    weightings: [
                        2: [[0.5, 0.5], [0.75, 0.25]],
                        3: [[0.25, 0.25, 0.5], [0.5, 0.25, 0.25], [0.125, 0.125, 0.75]],
                    ]
                )
            ),
            policies: PolicySpace(
                thresholds: [0.01, 0.02, 0.04, 0.9],
                methods: [.threshold, .calendar, .hybrid],
                calendarDays: [5, 11],
                minimumIntervalHours: [24],
                momentumVetoes: [false, true]
            )
        )
    }

    static func optimizer(_ objective: Objective = .outperformance) throws -> Optimizer {
        try Optimizer(table: table, space: space(), settings: settings(objective))
    }

    /// The same study, split in another way.
    static func optimizer(
        _ splits: SplitScheme,
        _ objective: Objective = .outperformance,
        keep: Keep = .automatic
    ) throws -> Optimizer {
        try Optimizer(
            table: table,
            space: space(),
            settings: OptimizationSettings(
                splits: splits,
                objective: objective,
                keep: keep,
                odds: .off,
                seed: 3
            )
        )
    }

    /// Schemes with several segments.
    static let segmented: [SplitScheme] = [
        .purgedKFold(PurgedKFold(folds: 5, purgeBars: 2, embargoBars: 3)),
        .combinatorialPurged(
            CombinatorialPurged(groups: 6, testGroups: 2, purgeBars: 1, embargoBars: 4)
        ),
        // The training groups between test groups are left out: 21 bars less 12.
        .combinatorialPurged(
            CombinatorialPurged(groups: 14, testGroups: 3, purgeBars: 5, embargoBars: 7)
        ),
    ]

    /// A backtest of a candidate by itself.
    static func backtest(
        _ candidate: Candidate,
        _ window: Range<Int>,
        in optimizer: Optimizer
    ) throws -> Backtest {
        try Backtest(
            allocation: Allocation(symbols: candidate.symbols, weights: candidate.weights),
            policy: candidate.policy,
            table: optimizer.table,
            window: window,
            settings: optimizer.simulation
        )
    }
}
