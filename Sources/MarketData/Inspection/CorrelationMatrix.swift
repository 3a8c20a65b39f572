/// Pearson correlations of the log returns of every two symbols, over the bars that all symbols have.
public struct CorrelationMatrix: Sendable {
    /// Two symbols and their correlation.
    public struct Pair: Sendable, Equatable {
        /// The symbol of the lower column.
        public let first: String
        /// The symbol of the higher column.
        public let second: String
        /// From -1 to 1.
        public let correlation: Double
    }

    /// The N symbols.
    public let symbols: [String]
    /// N x N, row-major and symmetric; NaN for a symbol whose close never changes.
    public let values: [Double]
    /// The number of returns that the correlations are of.
    public let returns: Int

    /// Correlates returns from each bar to the next; nil for fewer than three common bars.
    ///
    /// - Complexity: O(T x N^2).
    init?(_ grid: PriceGrid) {
        let width = grid.symbolCount
        let bars = (0..<grid.barCount).filter { bar in
            (0..<width).allSatisfy { !grid[bar: bar, symbol: $0].isNaN }
        }
        guard bars.count >= 3 else { return nil }
        symbols = grid.symbols
        returns = bars.count - 1
        // Each symbol's returns with mean 0 and length 1: products of these are correlations.
        let units = (0..<width).map { column in
            let closes = bars.map { grid[bar: $0, symbol: column] }
            return Self.unit(SymbolSeries.logReturns(closes))
        }
        var values = [Double](repeating: 1, count: width * width)
        for row in 0..<width {
            for column in 0...row {
                let product = Self.product(units[row], units[column])
                // Rounding may lead beyond 1; NaN stays, which `min` and `max` would hide.
                let limited = row == column ? 1 : max(-1, min(1, product))
                values[row * width + column] = product.isNaN ? .nan : limited
                values[column * width + row] = product.isNaN ? .nan : limited
            }
        }
        self.values = values
    }

    /// The correlation of the symbols of two columns.
    public subscript(row: Int, column: Int) -> Double { values[row * symbols.count + column] }

    /// The pairs of more than a correlation, the highest first.
    public func pairs(above limit: Double) -> [Pair] {
        var pairs: [Pair] = []
        for row in symbols.indices {
            for column in symbols.indices.suffix(from: row + 1) where self[row, column] > limit {
                pairs.append(
                    Pair(
                        first: symbols[row],
                        second: symbols[column],
                        correlation: self[row, column]
                    )
                )
            }
        }
        return pairs.enumerated().sorted {
            ($1.element.correlation, $0.offset) < ($0.element.correlation, $1.offset)
        }.map(\.element)
    }

    /// Values less their mean, over their length; NaN if they are all the same.
    private static func unit(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        let distances = values.map { $0 - mean }
        let squares = distances.reduce(0) { $0 + $1 * $1 }
        // Equal values may differ from their mean by rounding.
        guard values.contains(where: { $0 != values[0] }) else {
            return distances.map { _ in .nan }
        }
        let length = squares.squareRoot()
        return distances.map { $0 / length }
    }

    private static func product(_ left: [Double], _ right: [Double]) -> Double {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                var sums = SIMD8<Double>.zero
                var place = 0
                while place + 8 <= left.count {
                    for lane in 0..<8 {
                        sums[lane] += left[place + lane] * right[place + lane]
                    }
                    place += 8
                }
                var sum = sums.sum()
                for rest in place..<left.count { sum += left[rest] * right[rest] }
                return sum
            }
        }
    }
}
