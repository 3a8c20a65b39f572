import MarketData

/// The bands around the weights that a portfolio aims at: inside them weights are let drift.
///
/// The band of a symbol with aim `w` and threshold `h` reaches from `w - h` to `w + h`, or where bands are
/// relative from `w - h w` to `w + h w`; a symbol is outside where `|v - w V|` is strictly more than that
/// share of `V`.
struct DriftBands {
    private let thresholds: [Double]
    private let isRelative: Bool
    /// Which symbols can be held; the others' bands are from 0 to 0.
    var isOpen: [Bool]

    /// - Parameter columns: The table's columns that are held.
    init(_ policy: RebalancingPolicy, columns: [Int], table: PriceTable) {
        var thresholds = Array(repeating: policy.threshold, count: columns.count)
        for (symbol, threshold) in policy.rule.sortedBands {
            guard let column = table.index(ofSymbol: symbol),
                let asset = columns.firstIndex(of: column)
            else { continue }
            thresholds[asset] = threshold
        }
        self.thresholds = thresholds
        isRelative = policy.rule.band == .relative
        isOpen = columns.map { _ in true }
    }

    /// How far from its aim the band of a symbol reaches, as a difference of weights.
    func reach(_ asset: Int, _ aim: Double) -> Double {
        isRelative ? thresholds[asset] * aim : thresholds[asset]
    }

    /// Whether a symbol is outside its band. Compared without a division: `V` is positive, and none is
    /// needed at bars where nothing happens.
    func isOutside(_ asset: Int, value: Double, aim: Double, total: Double) -> Bool {
        abs(value - aim * total) > reach(asset, aim) * total
    }

    /// Whether some symbol is outside its band.
    func isBroken(by values: [Double], aims: [Double], total: Double) -> Bool {
        for asset in values.indices
        where isOutside(asset, value: values[asset], aim: aims[asset], total: total) {
            return true
        }
        return false
    }

    /// A share of the portfolio that is far above rounding and far below any trade.
    private static let margin = 1e-12

    /// Where the band of a symbol begins and ends for ``settle(_:aims:invested:)``.
    private func edges(_ asset: Int, _ aim: Double) -> (low: Double, high: Double) {
        guard isOpen[asset] else { return (0, 0) }
        let reach = max(0, reach(asset, aim) - Self.margin)
        return (max(0, aim - reach), aim + reach)
    }

    /// Moves weights to those inside all bands that are next to them, symbol by symbol.
    ///
    /// With `q` the present weights, `low` and `high` the ends of the bands (never below 0) and
    /// `u = clamp(q, low, high)`, what is missing from `invested`, `m = invested - sum u`, is taken up by
    /// those that have room: `u_a + m (high_a - u_a) / sum (high - u)` where `m > 0`,
    /// `u_a + m (u_a - low_a) / sum (u - low)` where `m < 0`. The aims are inside their bands and sum to
    /// `invested`, so that there is always room. The ends are drawn in by ``margin``: rounding must not
    /// leave a symbol outside, to be traded again at the next bar.
    func settle(_ weights: inout [Double], aims: [Double], invested: Double) {
        var sums = (weights: 0.0, above: 0.0, below: 0.0)
        for asset in aims.indices {
            let (low, high) = edges(asset, aims[asset])
            let weight = min(max(weights[asset], low), high)
            weights[asset] = weight
            sums.weights += weight
            sums.above += high - weight
            sums.below += weight - low
        }
        let missing = invested - sums.weights
        let sum = missing > 0 ? sums.above : sums.below
        for asset in aims.indices {
            // Bands of no width leave nothing but rounding.
            guard sum > 0 else {
                weights[asset] = aims[asset]
                continue
            }
            let (low, high) = edges(asset, aims[asset])
            let weight = weights[asset]
            weights[asset] = weight + missing * (missing > 0 ? high - weight : weight - low) / sum
        }
    }
}
