import _MatrixProducts

/// Two matrices and the zeros that their product is added to, row by row.
struct ProductOperands<Element: MatrixElement> {
    let rows: Int
    let inner: Int
    let columns: Int
    let left: UnsafePointer<Element>
    let right: UnsafePointer<Element>
    let product: UnsafeMutablePointer<Element>
}

/// Products of two matrices.
enum MatrixKernels {
    /// So many matrices are one piece of work, of some ten microseconds.
    static func matricesPerPiece(_ multiplications: Int) -> Int {
        max(1, 32_768 / multiplications)
    }

    /// Whether the library is faster in spite of what a call costs.
    static func isLarge(_ rows: Int, _ inner: Int, _ columns: Int) -> Bool {
        let most = Int(Int32.max)
        return rows <= most && inner <= most && columns <= most
            && Double(rows) * Double(inner) * Double(columns) >= 8_192
    }

    /// Single precision by the library.
    static func libraryProduct(_ operands: ProductOperands<Float>) {
        let (rows, inner, columns) = (
            Int32(operands.rows), Int32(operands.inner), Int32(operands.columns)
        )
        apus_sgemm(
            false,
            false,
            rows,
            columns,
            inner,
            1,
            operands.left,
            inner,
            operands.right,
            columns,
            0,
            operands.product,
            columns
        )
    }

    /// Blocks of the right matrix stay in the cache while all rows of the left one pass; every sum runs through
    /// the inner dimension in order.
    static func product<Element: MatrixElement>(_ operands: ProductOperands<Element>) {
        let (inner, columns) = (operands.inner, operands.columns)
        let (depth, width) = (64, 256)
        for firstColumn in stride(from: 0, to: columns, by: width) {
            let blockWidth = min(width, columns - firstColumn)
            for firstInner in stride(from: 0, to: inner, by: depth) {
                let lastInner = min(firstInner + depth, inner)
                for row in 0..<operands.rows {
                    let output = operands.product + (row * columns + firstColumn)
                    for place in firstInner..<lastInner {
                        let factor = operands.left[row * inner + place]
                        let source = operands.right + (place * columns + firstColumn)
                        for column in 0..<blockWidth { output[column] += factor * source[column] }
                    }
                }
            }
        }
    }

    /// The sum of products in eight parts, and the rest in order behind them.
    static func dot<Element: MatrixElement>(
        _ left: UnsafeBufferPointer<Element>,
        _ right: UnsafeBufferPointer<Element>
    ) -> Element {
        var parts = SIMD8<Element>(repeating: 0)
        let whole = left.count / 8 * 8
        let (a, b) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        for first in stride(from: 0, to: whole, by: 8) {
            let offset = first * MemoryLayout<Element>.stride
            parts +=
                a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Element>.self)
                * b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Element>.self)
        }
        let four = parts.lowHalf + parts.highHalf
        let two = four.lowHalf + four.highHalf
        var sum = two[0] + two[1]
        for place in whole..<left.count { sum += left[place] * right[place] }
        return sum
    }
}
