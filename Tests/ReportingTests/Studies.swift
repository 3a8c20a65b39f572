import Backtesting
import DataParallel
import MarketData
import Optimization
import TestSupport
import Validation

/// Small complete studies to report on.
enum Studies {
    /// Two windows of 20 days of daily bars for training and testing.
    static let windows = WalkForward(windowDays: 20, testWindows: 2)

    /// A study of every pair and the triple of three symbols, with settings that fold.
    static func standard(
        symbols: [String] = ["AAA", "BBB", "CCC"],
        seed: UInt64 = 7,
        executor: any ParallelExecutor = SequentialExecutor()
    ) throws -> OptimizationResult {
        let table = SyntheticPrices.randomWalk(
            bars: 60,
            symbols: symbols,
            interval: 86_400,
            seed: seed
        )
        return try run(table: table, space: space(symbols), executor: executor)
    }

    /// Sets of two and three symbols, 48 rules of which some behave the same.
    static func space(_ symbols: [String]) throws -> SearchSpace {
        try SearchSpace(
            name: "test",
            allocations: .sets(
                AssetSets(
                    sets: [
                        [symbols[0], symbols[1]], [symbols[1], symbols[2]], symbols,
                    ],
                    weightings: [
                        2: [[0.5, 0.5], [1.0 / 3, 2.0 / 3]], 3: [[0.33, 0.33, 0.34]],
                    ]
                )
            ),
            policies: PolicySpace(
                thresholds: [0.005, 0.02],
                methods: [.threshold, .calendar, .hybrid, .never],
                calendarDays: [3, 7],
                minimumIntervalHours: [0],
                momentumVetoes: [false, true]
            )
        )
    }

    static func run(
        table: PriceTable,
        space: SearchSpace,
        walkForward: WalkForward = windows,
        costs: TradingCosts = .standard,
        odds: OddsSettings = .off,
        executor: any ParallelExecutor = SequentialExecutor()
    ) throws -> OptimizationResult {
        try Optimizer(
            table: table,
            space: space,
            settings: OptimizationSettings(walkForward: walkForward, costs: costs, odds: odds)
        ).run(on: executor)
    }

    /// A study in which everything with `DOOMED` in it fails: its price falls by 600 powers of ten.
    static func withFailures() throws -> OptimizationResult {
        let good = SyntheticPrices.randomWalk(bars: 60, symbols: 2, interval: 86_400, seed: 3)
        var closes: [Double] = []
        for bar in 0..<60 {
            let price = bar % 10 < 5 ? 1e300 : 1e-300
            closes += [good[bar: bar, symbol: 0], good[bar: bar, symbol: 1], price, price * 2]
        }
        let symbols = ["S1", "S2", "DOOMED", "ALSO,DOOMED"]
        let table = try PriceTable(symbols: symbols, timestamps: good.timestamps, closes: closes)
        let space = try SearchSpace(
            name: "partly doomed",
            allocations: .sets(
                AssetSets(
                    sets: [["S1", "S2"], ["DOOMED", "ALSO,DOOMED"]],
                    weightings: [2: [[0.5, 0.5]]]
                )
            ),
            policies: PolicySpace(
                thresholds: [0.01, 0.02],
                methods: [.threshold],
                calendarDays: [30],
                minimumIntervalHours: [24],
                momentumVetoes: [false]
            )
        )
        return try run(table: table, space: space)
    }
}
