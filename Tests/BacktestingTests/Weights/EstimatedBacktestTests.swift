import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct EstimatedBacktestTests {
    static let table = SyntheticPrices.randomWalk(
        bars: 200,
        symbols: ["A", "B", "C"],
        interval: 86_400,
        seed: 7
    )
    static let window = 60..<190

    static func weights(
        _ refresh: EstimatedWeights.Refresh,
        rule: String = "inverse-volatility"
    ) throws -> EstimatedWeights {
        try EstimatedWeights(label: "\(rule):20:sample:\(refresh.rawValue)")
    }

    static func backtest(
        _ weights: EstimatedWeights,
        table: PriceTable = table,
        window: Range<Int> = window,
        costs: TradingCosts = .standard
    ) throws -> Backtest {
        try Backtest(
            allocation: Allocation(symbols: ["C", "A", "B"], estimated: weights),
            policy: RebalancingPolicy(
                method: .calendar,
                threshold: 0,
                calendarDays: 15,
                minimumIntervalHours: 0,
                momentumVeto: false
            ),
            table: table,
            window: window,
            settings: SimulationSettings(table: table, capital: 1_000, costs: costs)
        )
    }

    /// Shares bought at the estimated weights, and again every 15 days, without costs.
    @Test(arguments: EstimatedWeights.Refresh.allCases)
    func buysWhatTheBarsBeforeSay(refresh: EstimatedWeights.Refresh) throws {
        let weights = try Self.weights(refresh)
        let free = try TradingCosts(commission: 0, slippage: 0)
        let backtest = try Self.backtest(weights, costs: free)
        let columns = [2, 0, 1]
        var targets = try weights.estimator.weights(columns: columns, in: Self.table, before: 60)
        func price(_ bar: Int, _ asset: Int) -> Double {
            Self.table[bar: bar, symbol: columns[asset]]
        }
        var shares = (0..<3).map { 1_000 * targets[$0] / price(60, $0) }
        var rebalances: [[Double]] = []
        for bar in Self.window {
            let value = (0..<3).map { shares[$0] * price(bar, $0) }.reduce(0, +)
            #expect(abs(backtest.equity[bar - 60] - value) < 1e-9 * value)
            guard bar > 60, (bar - 60).isMultiple(of: 15) else { continue }
            if refresh == .rebalance {
                targets = try weights.estimator.weights(
                    columns: columns,
                    in: Self.table,
                    before: bar
                )
            }
            rebalances.append(targets)
            shares = (0..<3).map { value * targets[$0] / price(bar, $0) }
        }
        #expect(backtest.rebalances.map(\.targets) == rebalances)
        #expect(rebalances.count == 8)
        #expect(Set(rebalances).count == (refresh == .window ? 1 : 8))
        // Buying and holding keeps what was estimated at the start.
        let start = try weights.estimator.weights(columns: columns, in: Self.table, before: 60)
        let held = (0..<3).map { 1_000 * start[$0] * price(189, $0) / price(60, $0) }.reduce(0, +)
        let last = try #require(backtest.buyAndHoldEquity.last)
        #expect(abs(last - held) < 1e-9 * held)
    }

    /// Prices from a bar on change nothing that was held or traded before it; what is traded at that bar was
    /// weighed before, too. An estimate that looked two bars further would be found out.
    @Test(
        arguments: ["inverse-volatility", "minimum-variance", "hierarchical-risk-parity"],
        EstimatedWeights.Refresh.allCases
    )
    func nothingComesFromTheFuture(rule: String, refresh: EstimatedWeights.Refresh) throws {
        let weights = try Self.weights(refresh, rule: rule)
        for bar in [75, 90, 120] {
            let noise = SyntheticPrices.randomWalk(bars: 200, symbols: 3, seed: UInt64(bar))
            let width = 3 * bar
            let other = try PriceTable(
                symbols: Self.table.symbols,
                timestamps: Self.table.timestamps,
                closes: Array(Self.table.closes[..<width]) + Array(noise.closes[width...])
            )
            let one = try Self.backtest(weights)
            let two = try Self.backtest(weights, table: other)
            #expect(one.equity[..<(bar - 60)] == two.equity[..<(bar - 60)])
            let time = Self.table.timestamps[bar]
            let before = one.rebalances.filter { $0.timestamp <= time }.map(\.targets)
            #expect(before == two.rebalances.filter { $0.timestamp <= time }.map(\.targets))
            #expect(!before.isEmpty)
            let columns = [2, 0, 1]
            let cheat = try [Self.table, other].map {
                try weights.estimator.weights(columns: columns, in: $0, before: bar + 2)
            }
            #expect(cheat[0] != cheat[1])
        }
    }

    @Test func tooLittleHistoryIsNoFallback() throws {
        let weights = try Self.weights(.window)
        #expect(throws: BacktestError.historyTooShort(bars: 20, needed: 21)) {
            try Self.backtest(weights, window: 20..<100)
        }
        #expect(try !Self.backtest(weights, window: 21..<100).equity.isEmpty)
    }

    @Test func limitsThatNoWeightsKeepAreRefused() throws {
        let estimator = try WeightEstimator(
            .equalRiskContribution,
            lookback: 20,
            limits: WeightLimits(usual: WeightRange(largest: 0.3))
        )
        #expect(throws: BacktestError.self) {
            try Allocation(symbols: ["A", "B", "C"], estimated: EstimatedWeights(estimator))
        }
        #expect(
            try Allocation(symbols: ["A", "B", "C", "D"], estimated: EstimatedWeights(estimator))
                .weights.isEmpty
        )
    }
}
