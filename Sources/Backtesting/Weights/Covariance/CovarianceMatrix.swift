/// The variances and covariances of the returns of N symbols: a symmetric N x N matrix.
public struct CovarianceMatrix: Sendable, Hashable {
    /// N, the number of symbols.
    public let count: Int
    /// The N x N covariances of simple returns per bar, row-major.
    public let values: [Double]

    /// Creates a matrix.
    ///
    /// - Parameters:
    ///   - count: N, at least 1.
    ///   - values: N x N, row-major.
    /// - Throws: ``BacktestError/noWeights(_:)`` when the number of values is not N x N, one is not
    ///   finite, a variance is negative, or the matrix is not symmetric (but for an error of 1e-12
    ///   of the two symbols' deviations). Whether it is positive semi-definite shows where it is used.
    public init(count: Int, values: [Double]) throws(BacktestError) {
        guard count >= 1, values.count == count * count else {
            throw .noWeights(
                "a covariance matrix of \(count) symbols cannot have \(values.count) values"
            )
        }
        self.init(unchecked: count, values)
        for row in 0..<count {
            guard values[row * count + row] >= 0 else {
                throw .noWeights("the variance \(self[row, row]) of symbol \(row + 1) is below 0")
            }
            for column in 0..<count {
                guard self[row, column].isFinite else {
                    throw .noWeights(
                        "the covariance \(self[row, column]) of the symbols \(row + 1) and"
                            + " \(column + 1) is not a number; check their prices"
                    )
                }
            }
        }
        let deviations = deviations
        for row in 0..<count {
            for column in 0..<row {
                let difference = abs(self[row, column] - self[column, row])
                guard difference <= 1e-12 * deviations[row] * deviations[column] else {
                    throw .noWeights("the covariance matrix is not symmetric")
                }
            }
        }
    }

    init(unchecked count: Int, _ values: [Double]) {
        self.count = count
        self.values = values
    }

    /// The covariance of two symbols.
    public subscript(row: Int, column: Int) -> Double { values[row * count + column] }

    /// The standard deviation of each symbol's returns.
    public var deviations: [Double] { (0..<count).map { self[$0, $0].squareRoot() } }

    /// The correlations: covariances over the product of both deviations, exactly 1 on the diagonal.
    ///
    /// - Precondition: No variance is 0.
    public var correlations: CovarianceMatrix {
        let deviations = deviations
        var result = values
        for row in 0..<count {
            for column in 0..<count {
                let product = deviations[row] * deviations[column]
                let scaled = self[row, column] / product
                result[row * count + column] = row == column ? 1 : max(-1, min(1, scaled))
            }
        }
        return CovarianceMatrix(unchecked: count, result)
    }

    /// The matrix times a vector; each sum runs left to right.
    func times(_ vector: [Double]) -> [Double] {
        (0..<count).map { row in
            var sum = 0.0
            for column in 0..<count { sum += values[row * count + column] * vector[column] }
            return sum
        }
    }

    /// The variance of a portfolio, `w'Cw`.
    public func variance(of weights: [Double]) -> Double { dot(weights, times(weights)) }

    /// The part of some symbols, in the order given.
    func selecting(_ places: [Int]) -> CovarianceMatrix {
        if places.count == count, places == Array(0..<count) { return self }
        let part = places.flatMap { row in places.map { self[row, $0] } }
        return CovarianceMatrix(unchecked: places.count, part)
    }
}

/// The sum of products, left to right.
func dot(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for place in first.indices { sum += first[place] * second[place] }
    return sum
}
