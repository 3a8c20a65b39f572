import Backtesting
import MarketData
import Reporting
import TestSupport
import Testing

@Suite struct BacktestCSVTests {
    private static func backtest(_ policy: RebalancingPolicy) throws -> Backtest {
        let table = SyntheticPrices.randomWalk(bars: 100, symbols: ["A", "B", "C"], seed: 4)
        return try Backtest(
            allocation: Allocation(symbols: ["C", "A"], weights: [0.25, 0.75]),
            policy: policy,
            table: table,
            window: 10..<90,
            settings: SimulationSettings(table: table)
        )
    }

    private static func records(_ bytes: [UInt8]) throws -> CSVRecords {
        try #require(CSVRecords(String(decoding: bytes, as: UTF8.self)))
    }

    @Test func equityHasARowForEveryBar() throws {
        let policy = try RebalancingPolicy(method: .threshold, threshold: 0.01)
        let backtest = try Self.backtest(policy)
        let records = try Self.records(BacktestCSV.equity(backtest))
        #expect(records.header == ["timestamp", "equity", "buyhold_equity"])
        try #require(records.rows.count == 80)
        for (row, fields) in records.rows.enumerated() {
            #expect(UTCTime.parse(fields[0]) == backtest.timestamps[row])
            #expect(Double(fields[1]) == backtest.equity[row])
            #expect(Double(fields[2]) == backtest.buyAndHoldEquity[row])
        }
    }

    @Test func rebalancesSayWhatTriggeredThem() throws {
        var triggers: Set<String> = []
        for (threshold, days, hours) in [(0.01, 400, 0), (0.9, 1, 0), (0.001, 1, 24)] {
            let policy = try RebalancingPolicy(
                method: .hybrid,
                threshold: threshold,
                calendarDays: days,
                minimumIntervalHours: hours
            )
            let backtest = try Self.backtest(policy)
            let records = try Self.records(BacktestCSV.rebalances(backtest))
            #expect(
                records.header == [
                    "timestamp", "trigger", "value_before", "notional", "cost", "weights_before",
                ]
            )
            #expect(records.rows.count == backtest.metrics.rebalanceCount)
            for (fields, rebalance) in zip(records.rows, backtest.rebalances) {
                #expect(fields.count == 6)
                #expect(UTCTime.parse(fields[0]) == rebalance.timestamp)
                #expect(fields[1].contains("threshold") == rebalance.drifted)
                #expect(fields[1].contains("calendar") == rebalance.calendarDue)
                #expect(Double(fields[2]) == rebalance.valueBefore)
                #expect(Double(fields[3]) == rebalance.notional)
                #expect(Double(fields[4]) == rebalance.cost)
                let weights = fields[5].split(separator: "|").compactMap { Double($0) }
                #expect(weights == rebalance.weightsBefore)
                triggers.insert(fields[1])
            }
        }
        #expect(triggers == ["threshold", "calendar", "threshold+calendar"])
    }

    @Test func buyAndHoldHasNoRebalances() throws {
        let records = try Self.records(BacktestCSV.rebalances(Self.backtest(.never)))
        #expect(records.rows.isEmpty)
    }
}
