/// The factor `L` of a positive definite matrix `A = LL'`.
struct CholeskyFactor {
    private let count: Int
    /// Row-major; above the diagonal nothing counts.
    private var lower: [Double]

    /// Factors a matrix; nil when a pivot is not above `leastPivot` times its diagonal element.
    ///
    /// - Parameters:
    ///   - matrix: N x N, row-major, symmetric.
    ///   - count: N.
    ///   - leastPivot: At least 0.
    /// - Complexity: O(N³).
    init?(_ matrix: [Double], count: Int, leastPivot: Double = 0) {
        self.count = count
        lower = matrix
        for row in 0..<count {
            for column in 0...row {
                var sum = matrix[row * count + column]
                for place in 0..<column {
                    sum -= lower[row * count + place] * lower[column * count + place]
                }
                if column < row {
                    lower[row * count + column] = sum / lower[column * count + column]
                } else {
                    guard sum > leastPivot * matrix[row * count + row] else { return nil }
                    lower[row * count + row] = sum.squareRoot()
                }
            }
        }
    }

    /// The `x` of `Ax = b`.
    func solve(_ right: [Double]) -> [Double] {
        var x = right
        for row in 0..<count {
            for column in 0..<row { x[row] -= lower[row * count + column] * x[column] }
            x[row] /= lower[row * count + row]
        }
        for row in (0..<count).reversed() {
            for below in (row + 1)..<max(count, row + 1) {
                x[row] -= lower[below * count + row] * x[below]
            }
            x[row] /= lower[row * count + row]
        }
        return x
    }
}
