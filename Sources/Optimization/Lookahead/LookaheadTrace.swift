import Backtesting
import MarketData

/// What a candidate did in a window, bar by bar.
struct LookaheadTrace: Sendable {
    /// A number, and what it is.
    struct Entry: Sendable {
        let name: String
        let timestamp: Int64
        let value: Double
    }

    /// In time order.
    var entries: [Entry] = []

    /// Equity, trades and weights.
    init(_ backtest: Backtest) {
        for (time, value) in zip(backtest.timestamps, backtest.equity) {
            entries.append(Entry(name: "equity", timestamp: time, value: value))
        }
        for trade in backtest.rebalances {
            let figures = [
                ("value before a trade", trade.valueBefore), ("traded notional", trade.notional),
                ("cost of a trade", trade.cost),
            ]
            for (name, value) in figures {
                entries.append(Entry(name: name, timestamp: trade.timestamp, value: value))
            }
            for value in trade.weightsBefore {
                entries.append(
                    Entry(name: "weight before a trade", timestamp: trade.timestamp, value: value)
                )
            }
            for value in trade.targets {
                entries.append(
                    Entry(name: "target weight", timestamp: trade.timestamp, value: value)
                )
            }
        }
    }

    /// The rows of signals up to a bar.
    init(_ signals: SignalTable, upTo bar: Int, timestamps: [Int64]) {
        for row in 0..<min(bar + 1, signals.barCount) {
            for symbol in signals.symbols.indices {
                let name = signals.symbols[symbol]
                entries.append(
                    Entry(
                        name: "predicted return of \(name)",
                        timestamp: timestamps[row],
                        value: signals.predictedReturn(bar: row, symbol: symbol)
                    )
                )
                entries.append(
                    Entry(
                        name: "risk of \(name)",
                        timestamp: timestamps[row],
                        value: signals.risk(bar: row, symbol: symbol)
                    )
                )
            }
        }
    }

    /// The figures of a window that ends with a bar.
    init(_ metrics: WindowMetrics, timestamp: Int64) {
        let figures = [
            ("total return", metrics.totalReturn), ("volatility", metrics.volatility),
            ("Sharpe ratio", metrics.sharpeRatio), ("Sortino ratio", metrics.sortinoRatio),
            ("drawdown", metrics.maxDrawdown), ("turnover", metrics.turnover),
            ("cost", metrics.costPaid), ("number of rebalances", Double(metrics.rebalanceCount)),
        ]
        entries = figures.map { Entry(name: "\($0) in lanes", timestamp: timestamp, value: $1) }
    }

    /// The numbers up to a time, of both; and where they first differ in their bits.
    static func compare(
        _ before: LookaheadTrace,
        _ after: LookaheadTrace,
        upTo time: Int64
    ) -> (count: Int, difference: String?) {
        let (a, b) = (before.past(time), after.past(time))
        for (old, new) in zip(a, b) {
            let isSame =
                old.timestamp == new.timestamp && old.name == new.name
                && (old.value.bitPattern == new.value.bitPattern
                    || old.value.isNaN && new.value.isNaN)
            if !isSame {
                return (a.count, "\(text(old)) with the true future, \(text(new)) with noise")
            }
        }
        if a.count != b.count {
            let (more, which) =
                a.count > b.count
                ? (a[b.count], "with the true future alone") : (b[a.count], "with noise alone")
            return (a.count, "\(text(more)) \(which)")
        }
        return (a.count, nil)
    }

    private func past(_ time: Int64) -> [Entry] { entries.filter { $0.timestamp <= time } }

    private static func text(_ entry: Entry) -> String {
        "\(entry.name) at \(UTCTime.format(entry.timestamp)): \(entry.value)"
    }
}
