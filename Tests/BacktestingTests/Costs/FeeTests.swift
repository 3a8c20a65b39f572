import Backtesting
import MarketData
import TestSupport
import Testing

/// Costs that are not one share of all that is traded.
@Suite struct FeeTests {
    /// 100 shares' worth doubles at bar 1.
    private let doubling = HandmadePrices.table([
        "A": [100] + Study.hold(200, 11), "B": Study.hold(50, 12),
    ])
    private let flat = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(50, 12)])
    private let at10Percent = try! RebalancingPolicy(method: .threshold, threshold: 0.1)

    @Test(arguments: [
        // (5,000 - 1,000) / 1.25 = 3,200, whose commission of 800 is above the least.
        (0.0, 500.0, 6_400.0),
        // 800 is below 1,500: 5,000 - 1,000 - 1,500.
        (0, 1_500, 5_000),
        // And with a slippage of 1/4 of what is bought: 2,500 / 1.25.
        (0.25, 1_500, 4_000),
    ])
    func entryAddsUpExactly(slippage: Double, least: Double, invested: Double) throws {
        let costs = try TradingCosts(
            commission: slippage > 0 ? 0.2 : 0.25,
            slippage: slippage,
            fixedFee: 1_000,
            minimumFee: least
        )
        let result = try Study.run(.never, on: flat, costs: costs)
        #expect(result.equity == Study.hold(invested, 12))
        #expect(result.metrics.costPaid == 10_000 - invested)
        #expect(result.buyAndHoldEquity == result.equity)
    }

    @Test func aBudgetThatFeesEatUpStaysCash() throws {
        let costs = try TradingCosts(commission: 0, slippage: 0, fixedFee: 4_000)
        // A's 2,000 are not enough, B's 8,000 buy 4,000. Then A would go to 1,600 and B to 6,400 of 8,000.
        let result = try Study.run(.never, weights: [0.2, 0.8], on: flat, costs: costs)
        #expect(result.equity == Study.hold(6_000, 12))
        #expect(result.metrics.costPaid == 4_000)
    }

    @Test func everySymbolTradedPaysTheFixedFee() throws {
        // 4,900 each; at bar 1 9,800 and 4,900 of 14,700: 2,450 each way and 200 for two trades.
        let costs = try TradingCosts(commission: 0, slippage: 0, fixedFee: 100)
        let result = try Study.run(at10Percent, on: doubling, costs: costs)
        #expect(result.equity == [9_800] + Study.hold(14_500, 11))
        #expect(result.rebalances.map(\.cost) == [200])
        #expect(result.metrics.costPaid == 400)
        #expect(result.buyAndHoldEquity.last == 14_700)
    }

    @Test func theLeastCommissionCounts() throws {
        // 1 % of 5,000 / 1.01 is below 60: 4,940 each. At bar 1 9,880 and 4,940: 2,470 each way, of which
        // 1 % is 24.70; 60 each are paid.
        let costs = try TradingCosts(commission: 0.01, slippage: 0, minimumFee: 60)
        let result = try Study.run(at10Percent, on: doubling, costs: costs)
        #expect(result.equity == [9_880] + Study.hold(14_700, 11))
    }

    @Test func symbolsHaveCostsOfTheirOwn() throws {
        // A pays 1/4 and B nothing: 4,000 and 5,000; then 8,000 and 5,000 of 13,000: 1,500 each way, for
        // A's 1/4 is 375.
        let costs = try TradingCosts(
            commission: 0.125,
            slippage: 0.125,
            symbols: ["B": SymbolCosts(commission: 0, slippage: 0)]
        )
        let result = try Study.run(at10Percent, on: doubling, costs: costs)
        #expect(result.equity == [9_000] + Study.hold(12_625, 11))
        #expect(result.metrics.costPaid == 1_375)
    }

    @Test func halfTheSpreadIsAShareLikeTheOthers() throws {
        let spread = try TradingCosts(commission: 0.125, slippage: 0, halfSpread: 0.125)
        let slip = try TradingCosts(commission: 0.125, slippage: 0.125)
        let results = try [spread, slip].map { try Study.run(at10Percent, on: doubling, costs: $0) }
        #expect(results[0].equity == results[1].equity)
        #expect(spread.isUniform)
    }

    @Test func roundingIsNoTrade() throws {
        let table = HandmadePrices.table([
            "A": (0..<40).map { 100 / 3 + Double($0) / 7 },
            "B": (0..<40).map { 10 + Double($0) * 3 / 70 },
        ])
        // Both rise alike. The fixed fee leaves less of A than is aimed at, which the first rebalance
        // mends; what the calendar trades then is rounding, and costs less than a cent.
        let policy = try RebalancingPolicy(method: .calendar, calendarDays: 3)
        let costs = try TradingCosts(commission: 0.001, slippage: 0, fixedFee: 100, minimumFee: 5)
        let result = try Study.run(policy, weights: [0.3, 0.7], on: table, costs: costs)
        #expect(result.rebalances.count == 13)
        #expect(result.rebalances.dropFirst().allSatisfy { $0.cost < 0.01 })
    }

    @Test func feesThatEatUpEverythingAreAnError() throws {
        let costs = try TradingCosts(commission: 0, slippage: 0, fixedFee: 4_999)
        #expect(throws: BacktestError.self) {
            try Study.run(at10Percent, on: doubling, costs: costs)
        }
    }

    /// Costs of single symbols that are the same for all, and fees of nothing, change nothing but roundings.
    @Test(arguments: 0..<20, [TradingCosts.free, .standard])
    func areTheCommonOnesWhereTheyAreTheSame(seed: Int, common: TradingCosts) throws {
        let random = try RandomCase(seed: seed)
        let own = SymbolCosts(commission: common.commission, slippage: common.slippage)
        let costs = try TradingCosts(
            commission: 0.2,
            slippage: 0.2,
            symbols: Dictionary(uniqueKeysWithValues: random.table.symbols.map { ($0, own) })
        )
        let results = try [common, costs].map { costs in
            try Backtest(
                allocation: random.allocation,
                policy: random.policy,
                table: random.table,
                window: random.window,
                settings: SimulationSettings(table: random.table, costs: costs)
            )
        }
        expectClose(results[1].equity, results[0].equity)
        if common == .free { #expect(results[1].equity == results[0].equity) }
        if common == .free { #expect(results[1].metrics.costPaid == 0) }
    }

    @Test(arguments: [
        (-0.1, 0.0, 0.0, 0.0), (0, -1, 0, 0), (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, .infinity, 0),
        (0.499, 0, 0, 0), (0, 0, 0, 10.1), (.nan, 0, 0, 0),
    ])
    func refusesWhatCannotBe(spread: Double, fixed: Double, least: Double, rate: Double) {
        #expect(throws: BacktestError.self) {
            try TradingCosts(
                commission: 0.001,
                slippage: 0,
                halfSpread: spread,
                fixedFee: fixed,
                minimumFee: least,
                cashRate: rate
            )
        }
    }

    @Test func namesTheSymbolWhoseCostsCannotBe() {
        #expect {
            try TradingCosts(
                commission: 0.001,
                slippage: 0,
                symbols: ["B": SymbolCosts(commission: 0.5)]
            )
        } throws: { "\($0)".contains("commission + slippage of B") }
    }
}
