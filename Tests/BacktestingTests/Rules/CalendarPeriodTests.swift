import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct CalendarPeriodTests {
    @Test(arguments: [
        (CalendarPeriod.month, "2020-01-31T23:59:59Z", "2020-02-01"),
        (.month, "2020-02-01", "2020-03-01"), (.month, "2020-12-05", "2021-01-01"),
        (.quarter, "2020-01-01", "2020-04-01"), (.quarter, "2020-06-30", "2020-07-01"),
        (.quarter, "2020-11-30", "2021-01-01"), (.year, "2020-01-01", "2021-01-01"),
        (.year, "2019-12-31", "2020-01-01"), (.month, "1969-12-31", "1970-01-01"),
    ])
    func endsWhereTheNextBegins(period: CalendarPeriod, time: String, next: String) throws {
        let start = try #require(UTCTime.parse(time))
        #expect(period.next(after: start) == UTCTime.parse(next))
    }

    @Test(arguments: [
        // Bars 0 ... 399 are the days from 2020-01-01 on, a leap year of 366.
        (CalendarPeriod.month, [31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366, 397]),
        (.quarter, [91, 182, 274, 366]), (.year, [366]),
    ])
    func tradesAtTheFirstBarOfAPeriod(period: CalendarPeriod, bars: [Int]) throws {
        let result = try run(period, HandmadePrices.table(["A": prices(400), "B": prices(400)]))
        #expect(Study.rebalanceBars(result) == bars)
        #expect(result.rebalances.allSatisfy { $0.calendarDue && !$0.drifted })
    }

    @Test func tradesAfterTheWeekend() throws {
        // 2020-02-01 is a Saturday, 2020-03-01 a Sunday.
        let days = (0..<70).filter { ($0 + 2) % 7 < 5 }
        let table = HandmadePrices.table(
            ["A": prices(days.count), "B": prices(days.count)],
            timestamps: days.map { 1_577_836_800 + Int64($0) * 86_400 }
        )
        let times = try run(.month, table).rebalances.map {
            UTCTime.format($0.timestamp).prefix(10)
        }
        #expect(times == ["2020-02-03", "2020-03-02"])
    }

    @Test func staysDueWhileItMayNotTrade() throws {
        // Every 40 days at most: March waits from day 60 to 71, April from 91 to 111, May from 121 to 151,
        // and June begins with day 152, 40 days before day 191.
        let table = HandmadePrices.table(["A": prices(200), "B": prices(200)])
        let result = try run(.month, table, hours: 960)
        #expect(Study.rebalanceBars(result) == [31, 71, 111, 151, 191])
    }

    @Test func aDriftStartsNoNewMonth() throws {
        // A rebalance for a drift at day 20 does not move the one of February.
        let table = HandmadePrices.table([
            "A": Study.hold(100, 20) + Study.hold(200, 20), "B": Study.hold(100, 40),
        ])
        let result = try Study.run(
            RebalancingPolicy(method: .hybrid, threshold: 0.1, rule: TradingRule(calendar: .month)),
            on: table
        )
        #expect(Study.rebalanceBars(result) == [20, 31])
    }

    private func prices(_ bars: Int) -> [Double] { Study.hold(100, bars) }

    private func run(
        _ period: CalendarPeriod,
        _ table: PriceTable,
        hours: Int = 0
    ) throws -> Backtest {
        try Study.run(
            RebalancingPolicy(
                method: .calendar,
                minimumIntervalHours: hours,
                rule: TradingRule(calendar: period)
            ),
            on: table
        )
    }
}
