import MarketData

/// Which symbols of a position have prices at a bar, in a universe that changes.
struct ListingClock {
    /// The symbols that are listed at the bar last moved to.
    private(set) var isListed: [Bool]
    private let listings: [Range<Int>]
    private let columns: [Int]
    private var hasMoved = false

    /// A clock for some columns; nil if all have prices at all bars.
    init?(_ columns: [Int], in table: PriceTable) {
        listings = columns.map { table.listings[$0] }
        guard listings.contains(where: { $0.count < table.barCount }) else { return nil }
        self.columns = columns
        isListed = columns.map { _ in false }
    }

    /// Goes on to a bar.
    ///
    /// - Returns: Whether other symbols are listed than before; true at first.
    mutating func move(to bar: Int) -> Bool {
        var isOther = !hasMoved
        hasMoved = true
        for asset in listings.indices {
            let isNow = listings[asset].contains(bar)
            if isNow != isListed[asset] { isOther = true }
            isListed[asset] = isNow
        }
        return isOther
    }

    /// A symbol's last close.
    func lastPrice(_ asset: Int, in table: PriceTable) -> Double {
        table[bar: listings[asset].upperBound - 1, symbol: columns[asset]]
    }

    /// The weights of the symbols that are listed, scaled to a sum of 1, `w_a / sum w`, and 0 for the others; as
    /// they are where all are listed; all 0 where none is, or none that has a weight.
    func targets(of weights: [Double]) -> [Double] {
        if isListed.allSatisfy(\.self) { return weights }
        var sum = 0.0
        for asset in weights.indices where isListed[asset] { sum += weights[asset] }
        return weights.indices.map { isListed[$0] && sum > 0 ? weights[$0] / sum : 0 }
    }
}
