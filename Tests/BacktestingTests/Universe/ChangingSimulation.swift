import Backtesting
import MarketData

/// A simulation of symbols that come and go, written anew from the definition, with one rate of costs; all symbols
/// of the table are held. Threshold, calendar and hybrid policies with a minimum interval.
struct ChangingSimulation {
    let table: PriceTable
    let weights: [Double]
    let policy: RebalancingPolicy
    let rate: Double

    /// The value at each bar of the window, and how often it was rebalanced.
    func run(window: Range<Int>) -> (equity: [Double], rebalances: Int) {
        var cash = 10_000.0
        var held: [Int: Double] = [:]
        var clock: Int64?
        var last: Int64?
        var count = 0
        var equity: [Double] = []
        for bar in window {
            let time = table.timestamps[bar]
            let listed = weights.indices.filter { table.listings[$0].contains(bar) }
            for (symbol, shares) in held where !listed.contains(symbol) {
                let final = table.listings[symbol].upperBound - 1
                cash += shares * table[bar: final, symbol: symbol] * (1 - rate)
                held[symbol] = nil
            }
            let sum = listed.reduce(0) { $0 + weights[$1] }
            func price(_ symbol: Int) -> Double { table[bar: bar, symbol: symbol] }
            func worth(_ symbol: Int) -> Double { (held[symbol] ?? 0) * price(symbol) }
            if clock == nil, sum > 0 {
                for symbol in listed {
                    held[symbol] = cash * (weights[symbol] / sum) / (1 + rate) / price(symbol)
                }
                cash = 0
                clock = time
            }
            var value = cash + listed.reduce(0) { $0 + worth($1) }
            if let clock, sum > 0 {
                let drift = listed.map { abs(worth($0) / value - weights[$0] / sum) }.max()!
                let isDrifted = policy.method.usesThreshold && drift > policy.threshold
                let isDue =
                    policy.method.usesCalendar
                    && time - (last ?? clock) >= Int64(policy.calendarDays) * 86_400
                let isBlocked =
                    last.map { time - $0 < Int64(policy.minimumIntervalHours) * 3_600 } ?? false
                if isDrifted || isDue, !isBlocked {
                    let notional = listed.reduce(0) {
                        $0 + abs(weights[$1] / sum * value - worth($1))
                    }
                    value -= rate * notional
                    for symbol in listed {
                        held[symbol] = value * (weights[symbol] / sum) / price(symbol)
                    }
                    cash = 0
                    last = time
                    count += 1
                }
            }
            equity.append(value)
        }
        return (equity, count)
    }
}

extension RandomCase {
    /// The case with symbols that come and go; the last one is there all the time.
    func changing(seed: Int) throws -> PriceTable {
        var random = SeededListings(seed: seed, bars: table.barCount)
        let listings = table.symbols.indices.map { column in
            column == table.symbolCount - 1 ? 0..<table.barCount : random.next()
        }
        return try table.listed(listings)
    }
}

extension PriceTable {
    /// The table without the closes outside of some listings.
    func listed(_ listings: [Range<Int>]) throws -> PriceTable {
        try PriceTable(
            symbols: symbols,
            timestamps: timestamps,
            closes: closes.enumerated().map { place, close in
                listings[place % symbolCount].contains(place / symbolCount) ? close : .nan
            },
            listings: listings
        )
    }
}
