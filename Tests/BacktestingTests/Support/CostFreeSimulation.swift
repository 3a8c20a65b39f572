import Backtesting
import MarketData

/// A simulation without costs, written anew from the definition; all symbols of the table are held.
struct CostFreeSimulation {
    let table: PriceTable
    let weights: [Double]
    let policy: RebalancingPolicy
    let lookback: Int

    /// The value at each bar of the window.
    func equity(window: Range<Int>) -> [Double] {
        let prices = window.map { bar in
            weights.indices.map { table[bar: bar, symbol: $0] }
        }
        let hours = window.map { Double(table.timestamps[$0]) / 3_600 }
        var shares = holdings(worth: 10_000, at: prices[0])
        var rebalanced: [Int] = []
        return prices.indices.map { t in
            let value = worth(shares, at: prices[t])
            let drift = weights.indices.map { index in
                abs(shares[index] * prices[t][index] / value - weights[index])
            }
            let isDrifted = policy.method.usesThreshold && drift.max()! > policy.threshold
            let isDue =
                policy.method.usesCalendar
                && (hours[t] - hours[rebalanced.last ?? 0]) / 24 >= Double(policy.calendarDays)
            let isBlocked = rebalanced.last.map {
                hours[t] - hours[$0] < Double(policy.minimumIntervalHours)
            }
            var isRunning = false
            if policy.momentumVeto, t >= lookback {
                let old = worth(shares, at: prices[t - lookback])
                isRunning = (value - old) / old > 0.2
            }
            if isDrifted || isDue, isBlocked != true, !isRunning {
                rebalanced.append(t)
                shares = holdings(worth: value, at: prices[t])
            }
            return value
        }
    }

    private func holdings(worth value: Double, at prices: [Double]) -> [Double] {
        zip(weights, prices).map { value * $0 / $1 }
    }

    private func worth(_ shares: [Double], at prices: [Double]) -> Double {
        zip(shares, prices).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
