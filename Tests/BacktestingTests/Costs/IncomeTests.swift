import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct IncomeTests {
    private let flat = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(50, 12)])
    private let everyFiveDays = try! RebalancingPolicy(method: .calendar, calendarDays: 5)

    /// Numbers of A at some bars, and none of B.
    private func numbers(_ ofA: [Int: Double], bars: Int = 12) -> [Double] {
        (0..<bars).flatMap { [ofA[$0] ?? 0, 0] }
    }

    @Test func dividendsAreCashUntilTheNextRebalance() throws {
        // 50 shares of A. At bar 3 each pays 4: 200 of cash; at bar 5 5,100 of each are held; at bar 7 A
        // doubles.
        let table = HandmadePrices.table([
            "A": Study.hold(100, 7) + Study.hold(200, 5), "B": Study.hold(50, 12),
        ])
        let income = try PortfolioIncome(dividends: numbers([3: 4]), table: table)
        let result = try Study.run(everyFiveDays, on: table, income: income)
        #expect(
            result.equity
                == Study.hold(10_000, 3) + Study.hold(10_200, 4) + Study.hold(15_300, 5)
        )
        #expect(result.rebalances[0].weightsBefore == [5_000 / 10_200.0, 5_000 / 10_200.0])
        #expect(result.rebalances[0].notional == 200)
        // Buying and holding keeps the 200.
        #expect(result.buyAndHoldEquity.last == 15_200)
    }

    @Test(arguments: [(3, 7_700.0), (4, 10_000)])
    func thoseOfTheFirstBarWereNotEarned(start: Int, last: Double) throws {
        // At bar 4 50 shares pay 4 each, then half of A is paid: 5,000 + 2,500 + 200.
        let table = HandmadePrices.table(["A": Study.hold(100, 20), "B": Study.hold(50, 20)])
        let income = try PortfolioIncome(
            dividends: numbers([4: 4], bars: 20),
            funding: numbers([4: 0.5], bars: 20),
            table: table
        )
        let window = start..<(start + 10)
        let result = try Study.run(.never, on: table, window: window, income: income)
        #expect(result.equity.last == last)
    }

    @Test func fundingIsSettledInThePosition() throws {
        // 1 % of 5,000 is paid at bar 2, 2 % of 4,950 are received at bar 4.
        let income = try PortfolioIncome(funding: numbers([2: 0.01, 4: -0.02]), table: flat)
        let result = try Study.run(.never, on: flat, income: income)
        expectClose(result.equity[1], 10_000)
        expectClose(result.equity[2], 9_950)
        expectClose(result.equity[4], 5_000 + 4_950 * 1.02)
        expectClose(result.equity[11], 5_000 + 4_950 * 1.02)
    }

    @Test func cashEarnsInterestByTheTimeBetweenBars() throws {
        // 200 of cash from bar 3 on, at 36.5 % a year; 0.1 % for a day and 0.3 % for three.
        let days: [Int64] = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13]
        let table = HandmadePrices.table(
            ["A": Study.hold(100, 12), "B": Study.hold(50, 12)],
            timestamps: days.map { 1_577_836_800 + $0 * 86_400 }
        )
        let income = try PortfolioIncome(dividends: numbers([3: 4]), table: table)
        let costs = try TradingCosts(commission: 0, slippage: 0, cashRate: 0.365)
        let result = try Study.run(.never, on: table, costs: costs, income: income)
        expectClose(result.equity[3], 10_200)
        expectClose(result.equity[4], 10_000 + 200 * 1.001)
        expectClose(result.equity[5], 10_000 + 200 * 1.001 * 1.003)
        #expect(result.equity == result.buyAndHoldEquity)
    }

    @Test func readsAFileOfThePricesLayout() throws {
        // Weekly bars from Wednesday 2020-01-01 on. The 7th is in the first, the 8th begins the second; the
        // 9th adds to it. 2019 is before and 2020-02-05 after the last bar, which ends on that day.
        let table = HandmadePrices.table(
            ["AAPL": Study.hold(100, 5), "KO": Study.hold(50, 5)],
            interval: 7 * 86_400
        )
        let directory = try TemporaryDirectory()
        let path = try directory.write(
            """
            date,ko,aapl,XOM
            2019-12-31,9,9,9
            2020-01-07,,0.5,3
            2020-01-08,0.25,,3
            2020-01-09,0.5,0,3
            2020-02-05,9,9,9

            """,
            to: "dividends.csv"
        )
        let series = try SeriesLoader.load(path: path)
        let income = try PortfolioIncome(dividends: series, table: table)
        #expect(income.dividends == [0.5, 0, 0, 0.75] + Study.hold(0, 6))
        #expect(income.funding.isEmpty)
    }

    @Test func datesBetweenBarsBelongToTheNext() throws {
        // Daily bars of a Friday and the Monday after: Saturday's amount is Monday's.
        let table = HandmadePrices.table(
            ["A": Study.hold(1, 3)],
            timestamps: [0, 1, 4].map { 1_577_923_200 + $0 * 86_400 }
        )
        let directory = try TemporaryDirectory()
        let path = try directory.write("date,A\n2020-01-04,2\n2020-01-03,1\n", to: "d.csv")
        let income = try PortfolioIncome(
            dividends: try SeriesLoader.load(path: path),
            table: table
        )
        #expect(income.dividends == [0, 1, 2])
    }

    @Test(arguments: [([-1.0], [0.0]), ([.nan], [0]), ([0], [1]), ([0], [-1]), ([0, 0], [0])])
    func refusesWhatCannotBe(dividends: [Double], funding: [Double]) throws {
        let table = HandmadePrices.table(["A": [1]])
        #expect(throws: BacktestError.self) {
            try PortfolioIncome(dividends: dividends, funding: funding, table: table)
        }
    }

    @Test func refusesIncomeOfAnotherTable() throws {
        let income = try PortfolioIncome(dividends: numbers([3: 4]), table: flat)
        let other = HandmadePrices.table(["A": [1, 1]])
        #expect(throws: BacktestError.self) { try SimulationSettings(table: other, income: income) }
    }
}
