public import Backtesting
import MarketData

/// The equity curve and the rebalances of one backtest as CSV; numbers in shortest round-trip form.
public enum BacktestCSV {
    /// One row per bar: time, the strategy's value, buy and hold's value.
    public static func equity(_ backtest: Backtest) -> [UInt8] {
        var text = "timestamp,equity,buyhold_equity\n"
        for index in backtest.timestamps.indices {
            text += UTCTime.format(backtest.timestamps[index])
            text += ",\(backtest.equity[index]),\(backtest.buyAndHoldEquity[index])\n"
        }
        return Array(text.utf8)
    }

    /// One row per rebalance: time, what triggered it, value before costs, traded notional, cost
    /// and the weights before it, joined by `|` in the order of the allocation's symbols.
    public static func rebalances(_ backtest: Backtest) -> [UInt8] {
        var text = "timestamp,trigger,value_before,notional,cost,weights_before\n"
        for rebalance in backtest.rebalances {
            let trigger =
                switch (rebalance.drifted, rebalance.calendarDue) {
                case (true, true): "threshold+calendar"
                case (true, false): "threshold"
                default: "calendar"
                }
            let weights = rebalance.weightsBefore.map { "\($0)" }.joined(separator: "|")
            text += "\(UTCTime.format(rebalance.timestamp)),\(trigger),\(rebalance.valueBefore)"
            text += ",\(rebalance.notional),\(rebalance.cost),\(weights)\n"
        }
        return Array(text.utf8)
    }
}
