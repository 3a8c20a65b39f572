internal import Validation

/// Returns less their mean, symbol by symbol.
struct CentredReturns {
    let periods: Int
    let columns: Int
    /// The mean return of each symbol.
    let means: [Double]
    /// The returns of symbol `j` less their mean, from `j * periods` on.
    private(set) var values: [Double]

    init(_ returns: ReturnMatrix) {
        periods = returns.periods
        columns = returns.columns
        values = returns.values
        var means: [Double] = []
        for column in 0..<columns {
            let mean = Moments.mean(Array(returns[column: column]))
            means.append(mean)
            for place in column * periods..<(column + 1) * periods { values[place] -= mean }
        }
        self.means = means
    }

    /// The sums of products of two symbols over a divisor: N x N, symmetric to the last bit.
    func products(over divisor: Int) -> [Double] {
        var result = [Double](repeating: 0, count: columns * columns)
        for row in 0..<columns {
            for column in 0...row {
                var sum = 0.0
                for period in 0..<periods {
                    sum += values[row * periods + period] * values[column * periods + period]
                }
                result[row * columns + column] = sum / Double(divisor)
                result[column * columns + row] = sum / Double(divisor)
            }
        }
        return result
    }
}
