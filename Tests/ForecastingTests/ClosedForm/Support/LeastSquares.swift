/// Least squares by Householder reflections of the whole design matrix: shares nothing with normal
/// equations.
enum LeastSquares {
    /// The solution for each right-hand side.
    ///
    /// - Parameters:
    ///   - design: Row by row, at least as many rows as columns, of full rank.
    ///   - sides: A list of right-hand sides, each as long as the design.
    static func solve(_ design: [[Double]], _ sides: [[Double]]) -> [[Double]] {
        var a = design
        var b = sides
        let (rows, columns) = (a.count, a[0].count)
        for k in 0..<columns {
            var norm = 0.0
            for i in k..<rows { norm += a[i][k] * a[i][k] }
            norm = norm.squareRoot()
            if a[k][k] > 0 { norm = -norm }
            var v = (k..<rows).map { a[$0][k] }
            v[0] -= norm
            let length = v.reduce(0) { $0 + $1 * $1 }
            for j in k..<columns {
                var dot = 0.0
                for i in k..<rows { dot += v[i - k] * a[i][j] }
                for i in k..<rows { a[i][j] -= 2 * dot / length * v[i - k] }
            }
            for side in b.indices {
                var dot = 0.0
                for i in k..<rows { dot += v[i - k] * b[side][i] }
                for i in k..<rows { b[side][i] -= 2 * dot / length * v[i - k] }
            }
        }
        return b.map { side in
            var x = [Double](repeating: 0, count: columns)
            for k in (0..<columns).reversed() {
                var rest = side[k]
                for j in (k + 1)..<max(k + 1, columns) { rest -= a[k][j] * x[j] }
                x[k] = rest / a[k][k]
            }
            return x
        }
    }
}
