/// Reduces tall least-squares problems to small ones.
enum TriangularReduction {
    /// The triangle R of a QR decomposition by Householder reflections.
    ///
    /// - Parameters:
    ///   - columns: `width` columns of `height` rows, column by column; used as memory.
    /// - Returns: `width` columns of `width` rows; rows below the diagonal, and those that a low matrix does
    ///   not have, are zero.
    static func triangle(_ columns: inout [Double], height: Int, width: Int) -> [Double] {
        for pivot in 0..<min(height, width) {
            let start = pivot * height
            var largest = 0.0
            for row in pivot..<height { largest = max(largest, abs(columns[start + row])) }
            guard largest > 0 else { continue }
            var squares = 0.0
            for row in pivot..<height {
                let part = columns[start + row] / largest
                squares += part * part
            }
            let norm = largest * squares.squareRoot()
            let head = columns[start + pivot]
            let diagonal = head > 0 ? -norm : norm
            // v = x - diagonal e, divided by its head, so that H = I - factor v v'.
            let divisor = head - diagonal
            let factor = -divisor / diagonal
            for row in (pivot + 1)..<max(height, pivot + 1) { columns[start + row] /= divisor }
            columns[start + pivot] = diagonal
            for other in (pivot + 1)..<max(width, pivot + 1) {
                let offset = other * height
                var sum = columns[offset + pivot]
                for row in (pivot + 1)..<max(height, pivot + 1) {
                    sum += columns[start + row] * columns[offset + row]
                }
                sum *= factor
                columns[offset + pivot] -= sum
                for row in (pivot + 1)..<max(height, pivot + 1) {
                    columns[offset + row] -= sum * columns[start + row]
                }
            }
        }
        var triangle = Array(repeating: 0.0, count: width * width)
        for column in 0..<width {
            for row in 0...column where row < height {
                triangle[column * width + row] = columns[column * height + row]
            }
        }
        return triangle
    }

    /// The triangle of tall columns, chunk of rows by chunk of rows in a fixed tree.
    ///
    /// J. Demmel, L. Grigori, M. Hoemmen, J. Langou, "Communication-optimal parallel and sequential QR and LU
    /// factorizations", SIAM J. Sci. Comput. 34 (2012).
    static func triangle(_ columns: [[Double]], on parallelism: Parallelism) -> [Double] {
        let width = columns.count
        let whole: [Double]? = parallelism.reduceChunks(
            columns[0].count,
            chunk: max(1024, 4 * width),
            of: { rows in
                var chunk: [Double] = []
                chunk.reserveCapacity(rows.count * width)
                for column in columns { chunk += column[rows] }
                return triangle(&chunk, height: rows.count, width: width)
            },
            combine: { upper, lower in
                var stacked: [Double] = []
                stacked.reserveCapacity(2 * width * width)
                for column in 0..<width {
                    let range = (column * width)..<((column + 1) * width)
                    stacked += upper[range]
                    stacked += lower[range]
                }
                return triangle(&stacked, height: 2 * width, width: width)
            }
        )
        return whole ?? Array(repeating: 0, count: width * width)
    }
}
