import _MatrixProducts

/// Two matrices and the memory for their product, row by row.
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

    /// Tiles of four rows by eight columns in registers; every sum runs through the inner dimension in order,
    /// a block of it at a time, so that the block's rows of the right matrix stay in the cache.
    static func product<Element: MatrixElement>(_ operands: ProductOperands<Element>) {
        let depth = 256
        for first in stride(from: 0, to: operands.inner, by: depth) {
            let inner = first..<min(first + depth, operands.inner)
            var column = 0
            while column + 8 <= operands.columns {
                columns(operands, column, inner, as: SIMD8<Element>.self)
                column += 8
            }
            while column + 4 <= operands.columns {
                columns(operands, column, inner, as: SIMD4<Element>.self)
                column += 4
            }
            while column < operands.columns {
                for row in 0..<operands.rows {
                    let output = operands.product + (row * operands.columns + column)
                    var sum = first == 0 ? 0 : output.pointee
                    for place in inner {
                        sum +=
                            operands.left[row * operands.inner + place]
                            * operands.right[place * operands.columns + column]
                    }
                    output.pointee = sum
                }
                column += 1
            }
        }
    }

    /// As many columns of the product as a vector has lanes.
    @inline(__always)
    private static func columns<Vector: SIMD>(
        _ operands: ProductOperands<Vector.Scalar>,
        _ column: Int,
        _ inner: Range<Int>,
        as type: Vector.Type
    ) where Vector.Scalar: MatrixElement {
        let width = operands.columns
        let depth = operands.inner
        func start(_ row: Int) -> Vector {
            inner.lowerBound == 0
                ? Vector()
                : UnsafeRawPointer(operands.product + (row * width + column)).loadUnaligned(
                    as: Vector.self
                )
        }
        func store(_ sums: Vector, _ row: Int) {
            UnsafeMutableRawPointer(operands.product + (row * width + column)).storeBytes(
                of: sums,
                as: Vector.self
            )
        }
        func source(_ place: Int) -> Vector {
            UnsafeRawPointer(operands.right + (place * width + column)).loadUnaligned(
                as: Vector.self
            )
        }
        var row = 0
        while row + 4 <= operands.rows {
            let left = operands.left + row * depth
            var (sums0, sums1) = (start(row), start(row + 1))
            var (sums2, sums3) = (start(row + 2), start(row + 3))
            for place in inner {
                let values = source(place)
                sums0 += values * left[place]
                sums1 += values * left[depth + place]
                sums2 += values * left[2 * depth + place]
                sums3 += values * left[3 * depth + place]
            }
            store(sums0, row)
            store(sums1, row + 1)
            store(sums2, row + 2)
            store(sums3, row + 3)
            row += 4
        }
        while row < operands.rows {
            var sums = start(row)
            for place in inner { sums += source(place) * operands.left[row * depth + place] }
            store(sums, row)
            row += 1
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
