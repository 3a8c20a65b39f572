/// The weights that a rebalance takes a portfolio to, and the share that stays cash; together 1.
///
/// Its memory is used again for the next rebalance.
struct TradingGoal {
    private(set) var weights: [Double]
    private(set) var cash = 0.0
    private var isOutside: [Bool]

    init(symbolCount: Int) {
        weights = Array(repeating: 0, count: symbolCount)
        isOutside = Array(repeating: false, count: symbolCount)
    }

    /// Finds where a rule takes a portfolio that is worth `total`, of which `values` are invested.
    ///
    /// A rebalance that the calendar triggers takes all symbols to the aims, or half-way. One that a drift
    /// alone triggers does what the rule says:
    /// - all, target: `u = w`;
    /// - all, half-way: `u = w + (q - w) / 2` with the present weights `q`, and cash likewise;
    /// - drifted, target or half-way: that for those outside their bands; each of the others is scaled by
    ///   `(invested - sum of the former) / (sum of the others' q)`;
    /// - band edge: `DriftBands/settle(_:aims:invested:)`.
    mutating func update(
        _ rule: TradingRule,
        isDue: Bool,
        bands: DriftBands,
        aims: [Double],
        invested: Double,
        values: [Double],
        total: Double
    ) {
        cash = 1 - invested
        let isWhole = isDue || rule.scope == .all
        switch rule.destination {
        case .target where isWhole, .bandEdge where isDue:
            for asset in weights.indices { weights[asset] = aims[asset] }
        case .bandEdge:
            for asset in weights.indices { weights[asset] = values[asset] / total }
            bands.settle(&weights, aims: aims, invested: invested)
        case .halfWay where isWhole:
            var held = 0.0
            for value in values { held += value }
            for asset in weights.indices {
                weights[asset] = Self.middle(aims[asset], values[asset] / total)
            }
            cash = Self.middle(cash, (total - held) / total)
        case .target, .halfWay:
            var rest = invested
            var (present, wanted) = (0.0, 0.0)
            for asset in weights.indices {
                isOutside[asset] = bands.isOutside(
                    asset,
                    value: values[asset],
                    aim: aims[asset],
                    total: total
                )
                if isOutside[asset] {
                    weights[asset] =
                        rule.destination == .halfWay
                        ? Self.middle(aims[asset], values[asset] / total) : aims[asset]
                    rest -= weights[asset]
                } else {
                    weights[asset] = values[asset] / total
                    present += weights[asset]
                    wanted += aims[asset]
                }
            }
            for asset in weights.indices where !isOutside[asset] {
                // Those that are worth nothing have no proportions of their own.
                if present > 0 {
                    weights[asset] *= max(rest, 0) / present
                } else if wanted > 0 {
                    weights[asset] = aims[asset] * max(rest, 0) / wanted
                }
            }
        }
    }

    private static func middle(_ aim: Double, _ present: Double) -> Double {
        aim + (present - aim) / 2
    }
}
