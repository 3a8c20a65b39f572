import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct VolatilityTargetTests {
    /// A goes 100, 110, 99: half of it gains 5 %, then loses 5 %. Their sd is 0.05 sqrt(2); with 4 bars a
    /// year the volatility is 0.1 sqrt(2), and a target of half of that invests one half.
    private let half = 0.05 * 2.0.squareRoot()

    @Test func keepsCashForWhatIsTooVolatile() throws {
        // The window begins at bar 3, after both returns: 2,500 of each and 5,000 cash. At bar 4 A doubles.
        let table = table([100, 110, 99, 99] + Study.hold(198, 12))
        let result = try hold(table, window: 3..<16)
        expectClose(result.equity[0], 10_000)
        for value in result.equity.dropFirst() { expectClose(value, 12_500) }
        // Buying and holding is fully invested.
        expectClose(result.buyAndHoldEquity[1], 15_000)
        #expect(result.rebalances.isEmpty)
    }

    @Test(arguments: [2, 3, 4]) func looksAtNothingBeforeThereIsEnough(start: Int) throws {
        // Bar 2 has but one return before it, bar 4 those of bars 2 and 3: -5 % and 0, sd 0.025 sqrt(2).
        let table = table([100, 110, 99, 99] + Study.hold(198, 12))
        let result = try hold(table, window: start..<16)
        let last = [2: 15_000.0, 3: 12_500, 4: 10_000][start]!
        expectClose(result.equity.last!, last)
    }

    @Test func decidesAnewAtEveryRebalance() throws {
        // Fully invested at bar 0. At bar 5 the last two returns are those of bars 3 and 4, +5 % and -5 %:
        // half is sold. At bar 10 nothing has moved: everything is invested again.
        let table = table([100, 100, 100, 110, 99, 99, 198] + Study.hold(198, 9))
        let result = try run(
            RebalancingPolicy(method: .calendar, calendarDays: 5, rule: rule),
            table
        )
        #expect(Study.rebalanceBars(result) == [5, 10, 15])
        expectClose(result.rebalances[0].targets, [0.25, 0.25])
        // 4,950 of A and 5,000 of B; 2,487.50 stay in each and 4,975 are cash. At bar 6 A doubles.
        expectClose(result.rebalances[0].valueBefore, 9_950)
        expectClose(result.equity[6], 2 * 2_487.5 + 2_487.5 + 4_975)
        expectClose(result.rebalances[1].targets, [0.5, 0.5])
        expectClose(result.rebalances[1].weightsBefore, [0.4, 0.2])
        expectClose(result.rebalances[1].notional, 12_437.5 * (0.1 + 0.3))
    }

    @Test func doesNotTakeCashForDrift() throws {
        // A quarter each is what is aimed at: nothing has drifted, though both weights are 0.25 below 0.5.
        let table = table([100, 110, 99] + Study.hold(99, 12))
        let policy = try RebalancingPolicy(method: .threshold, threshold: 0.1, rule: rule)
        let result = try run(policy, table, window: 3..<15)
        #expect(result.rebalances.isEmpty)
        expectClose(result.equity.last!, 10_000)
    }

    @Test func cashEarnsItsRate() throws {
        // 5,000 cash at 36.5 % a year, 0.1 % a day, twelve days.
        let table = table([100, 110, 99] + Study.hold(99, 13))
        let costs = try TradingCosts(commission: 0, slippage: 0, cashRate: 0.365)
        let result = try hold(table, window: 3..<16, costs: costs)
        var cash = 5_000.0
        for value in result.equity {
            expectClose(value, 5_000 + cash)
            cash *= 1.001
        }
    }

    @Test func doesNotLookAtTheBarItself() throws {
        let calm = table([100, 110, 99, 99] + Study.hold(99, 12))
        let wild = table([100, 110, 99, 500] + Study.hold(500, 12))
        let results = try [calm, wild].map { try hold($0, window: 3..<16) }
        #expect(results[0].equity[0] == results[1].equity[0])
        expectClose(results[1].equity.last!, 10_000)
    }

    @Test(arguments: [(0, 60), (-0.1, 60), (.infinity, 60), (0.3, 1), (0.3, 100_001)])
    func refusesWhatCannotBe(level: Double, lookback: Int) {
        #expect(throws: BacktestError.self) {
            try VolatilityTarget(level: level, lookback: lookback)
        }
    }

    private var rule: TradingRule {
        get throws {
            try TradingRule(volatilityTarget: VolatilityTarget(level: half, lookback: 2))
        }
    }

    private func table(_ prices: [Double]) -> PriceTable {
        HandmadePrices.table(["A": prices, "B": Study.hold(100, prices.count)])
    }

    /// Buys once.
    private func hold(
        _ table: PriceTable,
        window: Range<Int>? = nil,
        costs: TradingCosts = .free
    ) throws -> Backtest {
        let policy = try RebalancingPolicy(method: .never, rule: rule)
        return try run(policy, table, window: window, costs: costs)
    }

    private func run(
        _ policy: RebalancingPolicy,
        _ table: PriceTable,
        window: Range<Int>? = nil,
        costs: TradingCosts = .free
    ) throws -> Backtest {
        try Study.run(policy, on: table, window: window, costs: costs, barsPerYear: 4)
    }
}
