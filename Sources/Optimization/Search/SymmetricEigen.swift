/// The eigenvalues and eigenvectors of a symmetric matrix.
///
/// C. G. J. Jacobi's rotations in cyclic order (1846; G. H. Golub, C. F. Van Loan, "Matrix
/// Computations", section 8.5): slow for large matrices, exact to the last digits and without
/// choices that depend on a library.
struct SymmetricEigen: Sendable {
    /// The eigenvalues, in the order of the vectors; not sorted.
    private(set) var values: [Double]
    /// Row-major, n x n: column `k` is the eigenvector of value `k`.
    private(set) var vectors: [Double]

    /// Decomposes a row-major n x n matrix, of which both triangles are used.
    init(_ matrix: [Double], count n: Int) {
        var a = matrix
        var v = [Double](repeating: 0, count: n * n)
        for index in 0..<n { v[index * n + index] = 1 }
        // It converges quadratically: about 8 sweeps; the bound only stops NaN.
        for _ in 0..<60 {
            var isDiagonal = true
            for p in 0..<n {
                for q in (p + 1)..<max(n, p + 1) {
                    let corner = a[p * n + q]
                    let size = (a[p * n + p] * a[q * n + q]).magnitude.squareRoot()
                    guard corner.magnitude > 1e-17 * size, corner != 0 else { continue }
                    isDiagonal = false
                    let theta = (a[q * n + q] - a[p * n + p]) / (2 * corner)
                    let root = (theta * theta + 1).squareRoot()
                    let t = (theta < 0 ? -1 : 1) / (theta.magnitude + root)
                    let c = 1 / (t * t + 1).squareRoot()
                    let s = t * c
                    for k in 0..<n {
                        let (x, y) = (a[k * n + p], a[k * n + q])
                        a[k * n + p] = c * x - s * y
                        a[k * n + q] = s * x + c * y
                    }
                    for k in 0..<n {
                        let (x, y) = (a[p * n + k], a[q * n + k])
                        a[p * n + k] = c * x - s * y
                        a[q * n + k] = s * x + c * y
                    }
                    a[p * n + q] = 0
                    a[q * n + p] = 0
                    for k in 0..<n {
                        let (x, y) = (v[k * n + p], v[k * n + q])
                        v[k * n + p] = c * x - s * y
                        v[k * n + q] = s * x + c * y
                    }
                }
            }
            if isDiagonal { break }
        }
        values = (0..<n).map { a[$0 * n + $0] }
        vectors = v
    }
}
