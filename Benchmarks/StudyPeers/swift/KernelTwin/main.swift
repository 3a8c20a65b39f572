// The inner kernel of Apus alone, on one thread, on the workload that ../../README.md describes: the
// twin of `study kernel`, with the same lines of output.

import Backtesting
import Foundation
import MarketData

guard CommandLine.arguments.count == 3, let repeats = Int(CommandLine.arguments[2]), repeats > 0
else {
    print("usage: kernel-twin PRICES.csv REPEATS")
    exit(64)
}
let table = try PriceLoader.load(paths: [CommandLine.arguments[1]], options: .init()).table
let simulator = LaneSimulator(
    ReferenceSimulator(table: table, settings: try SimulationSettings(table: table))
)
let portfolios: [([String], [Double])] = [
    (["BTC", "ETH"], [0.5, 0.5]),
    (["BTC", "ETH", "BNB"], [0.33, 0.33, 0.34]),
    (["BTC", "ETH", "SOL", "BNB"], [0.25, 0.25, 0.25, 0.25]),
    (["BTC", "ETH", "BNB", "SOL", "ADA"], [0.2, 0.2, 0.2, 0.2, 0.2]),
]
let policies = try [0.05, 0.06, 0.07, 0.08, 0.09, 0.10, 0.12, 0.15].map { threshold in
    try RebalancingPolicy(method: .threshold, threshold: threshold, minimumIntervalHours: 24)
}

func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

for (symbols, weights) in portfolios {
    let position = try Position(
        Allocation(symbols: symbols.map { $0 + "/USDT" }, weights: weights),
        in: table
    )
    let columns = simulator.prepare(position.columns)
    let group = LaneGroup(columns, policies.map { LaneCandidate(weights: weights, policy: $0) })
    var rates: [Double] = []
    var rebalances = 0
    for _ in 0..<repeats {
        let start = now()
        var seconds = 0.0
        var runs = 0
        while seconds < 0.02 {
            rebalances = 0
            try simulator.measure(group, start: 0, ends: [table.barCount]) { _, _, outcome in
                rebalances += outcome.metrics?.rebalanceCount ?? 0
            }
            runs += 1
            seconds = now() - start
        }
        rates.append(Double(8 * table.barCount * runs) / seconds)
    }
    rates.sort()
    print(
        String(
            format: "%@ %d symbols  median %7.1f  best %7.1f M candidate-bars/s  %d rebalances",
            "apus      ",
            symbols.count,
            rates[rates.count / 2] / 1e6,
            rates[rates.count - 1] / 1e6,
            rebalances
        )
    )
}
