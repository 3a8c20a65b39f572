/// The factor of a symmetric positive definite matrix: `A = L Lᵀ`.
///
/// Blocked, left-looking, in double precision. Every number is computed by one thread in a fixed order,
/// so the bits do not depend on who works. Source: G. H. Golub, C. F. Van Loan, "Matrix Computations",
/// 4th edition, section 4.2.
struct Cholesky: Sendable {
    /// A pivot that is not positive beyond rounding: the matrix is singular, indefinite or not finite.
    struct Failure: Error, Equatable {
        /// The row of the pivot.
        let row: Int
    }

    let order: Int
    /// The length of a row in memory.
    let stride: Int
    /// Row by row, zero above the diagonal.
    private let lower: [Double]
    /// The transpose, zero below the diagonal.
    private let upper: [Double]

    private static let block = 48
    private static let rowsPerTask = 16
    private static let columnsPerTask = 4

    /// Factorises a matrix.
    ///
    /// - Parameters:
    ///   - matrix: Row by row, each padded to a multiple of eight; what is above the diagonal is not
    ///     looked at.
    ///   - order: The number of rows.
    /// - Throws: ``Failure`` at the first pivot that is not a positive number.
    /// - Complexity: n³ / 3 multiplications and additions.
    init(
        _ matrix: [Double],
        order: Int,
        on parallelism: Parallelism
    ) throws(Failure) {
        let stride = order.paddedToLanes
        precondition(matrix.count == order * stride)
        var factor = [Double](repeating: 0, count: matrix.count)
        for first in Swift.stride(from: 0, to: order, by: Self.block) {
            let end = min(order, first + Self.block)
            try Self.factorDiagonal(&factor, of: matrix, first..<end, stride)
            let tasks = (order - end + Self.rowsPerTask - 1) / Self.rowsPerTask
            parallelism.update(&factor, tasks: tasks) { task, all in
                let low = end + task * Self.rowsPerTask
                let rows = low..<min(order, low + Self.rowsPerTask)
                Self.factorRows(all, of: matrix, rows: rows, columns: first..<end, stride)
            }
        }
        self.order = order
        self.stride = stride
        var upper = [Double](repeating: 0, count: factor.count)
        for row in 0..<order {
            for column in 0...row { upper[column * stride + row] = factor[row * stride + column] }
        }
        lower = factor
        self.upper = upper
    }

    private static func factorDiagonal(
        _ factor: inout [Double],
        of matrix: [Double],
        _ range: Range<Int>,
        _ stride: Int
    ) throws(Failure) {
        var failed: Int?
        factor.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for i in range where failed == nil {
                let row = base + i * stride
                for j in range.lowerBound...i {
                    // What is not computed yet is zero in this row.
                    let sum = RowProducts.dot(row, base + j * stride, j.paddedToLanes)
                    let rest = matrix[i * stride + j] - sum
                    guard i == j else {
                        row[j] = rest / base[j * stride + j]
                        continue
                    }
                    // What rounding alone leaves of a singular matrix is no pivot.
                    let least = matrix[i * stride + i] * Double(i + 1) * 0x1p-52
                    guard rest > least, rest.isFinite else {
                        failed = i
                        break
                    }
                    row[j] = rest.squareRoot()
                }
            }
        }
        if let failed { throw Failure(row: failed) }
    }

    private static func factorRows(
        _ base: UnsafeMutablePointer<Double>,
        of matrix: [Double],
        rows: Range<Int>,
        columns: Range<Int>,
        _ stride: Int
    ) {
        let width = columns.count
        withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count * width) { sums in
            guard let sum = sums.baseAddress else { return }
            RowProducts.multiply(
                base + rows.lowerBound * stride,
                rows: rows.count,
                stride: stride,
                by: base + columns.lowerBound * stride,
                rows: width,
                stride: stride,
                count: columns.lowerBound,
                into: sum,
                stride: width
            )
            for i in rows {
                let row = base + i * stride
                for j in columns {
                    let inBlock = RowProducts.dot(
                        row + columns.lowerBound,
                        base + j * stride + columns.lowerBound,
                        (j - columns.lowerBound).paddedToLanes
                    )
                    let before = sum[(i - rows.lowerBound) * width + j - columns.lowerBound]
                    row[j] =
                        (matrix[i * stride + j] - before - inBlock) / base[j * stride + j]
                }
            }
        }
    }

    /// Solves `A x = b` for many right-hand sides.
    ///
    /// - Parameter sides: One right-hand side after the other, each padded like a row of the matrix.
    /// - Returns: The solutions, laid out alike, with zeros in the padding.
    func solve(_ sides: [Double], on parallelism: Parallelism) -> [Double] {
        guard order > 0 else { return sides }
        let count = sides.count / stride
        let tasks = (count + Self.columnsPerTask - 1) / Self.columnsPerTask
        return parallelism.fill(sides.count, tasks: tasks) { [self] task, all in
            let first = task * Self.columnsPerTask
            let columns = min(Self.columnsPerTask, count - first)
            let x = all + first * stride
            sides.withUnsafeBufferPointer {
                substitute($0.baseAddress! + first * stride, columns, x)
            }
        }
    }

    /// Forward and back substitution, row by row for all columns.
    private func substitute(
        _ sides: UnsafePointer<Double>,
        _ columns: Int,
        _ solutions: UnsafeMutablePointer<Double>
    ) {
        let vectors = order.paddedToLanes
        withUnsafeTemporaryAllocation(of: Double.self, capacity: columns * stride) { space in
            guard let halfway = space.baseAddress else { return }
            halfway.initialize(repeating: 0, count: columns * stride)
            lower.withUnsafeBufferPointer { lower in
                for i in 0..<order {
                    let row = lower.baseAddress! + i * stride
                    for column in 0..<columns {
                        let y = halfway + column * stride
                        let sum = RowProducts.dot(row, y, i.paddedToLanes)
                        y[i] = (sides[column * stride + i] - sum) / row[i]
                    }
                }
            }
            upper.withUnsafeBufferPointer { upper in
                for i in (0..<order).reversed() {
                    let row = upper.baseAddress! + i * stride
                    // Rounded down: what is not computed yet is zero.
                    let first = i & ~7
                    for column in 0..<columns {
                        let x = solutions + column * stride
                        let sum = RowProducts.dot(row + first, x + first, vectors - first)
                        x[i] = (halfway[column * stride + i] - sum) / row[i]
                    }
                }
            }
        }
    }
}
