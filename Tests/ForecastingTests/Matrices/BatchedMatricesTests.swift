import TestSupport
import Testing

@testable import Forecasting

@Suite struct BatchedMatricesTests {
    private func random<Element: MatrixElement>(
        _ count: Int,
        _ rows: Int,
        _ columns: Int,
        seed: UInt64,
        as type: Element.Type = Element.self
    ) throws -> BatchedMatrices<Element> {
        var random = SeededRandom(seed: seed)
        return try BatchedMatrices(
            count: count,
            rows: rows,
            columns: columns,
            values: (0..<(count * rows * columns)).map { _ in
                Element(Double.random(in: -1..<1, using: &random))
            }
        )
    }

    /// The product of two matrices, each sum in order.
    private func plain<Element: MatrixElement>(
        _ left: Matrix<Element>,
        _ right: Matrix<Element>
    ) -> [Element] {
        (0..<left.rows).flatMap { row in
            (0..<right.columns).map { column in
                (0..<left.columns).reduce(0) { $0 + left[row, $1] * right[$1, column] }
            }
        }
    }

    static let shapes = [
        [1, 1, 1], [2, 3, 4], [4, 1, 5], [7, 8, 9], [5, 130, 3], [3, 20, 300], [33, 17, 40],
    ]

    @Test(arguments: shapes)
    func multipliesInOrder(shape: [Int]) throws {
        let left = try random(3, shape[0], shape[1], seed: 1, as: Double.self)
        let right = try random(3, shape[1], shape[2], seed: 2, as: Double.self)
        let product = try left.multiplied(by: right)
        #expect([product.count, product.rows, product.columns] == [3, shape[0], shape[2]])
        for place in 0..<3 {
            #expect(product[place].values == plain(left[place], right[place]))
        }
    }

    @Test(arguments: shapes)
    func multipliesInSinglePrecision(shape: [Int]) throws {
        let left = try random(3, shape[0], shape[1], seed: 1, as: Float.self)
        let right = try random(3, shape[1], shape[2], seed: 2, as: Float.self)
        let product = try left.multiplied(by: right)
        for place in 0..<3 {
            let expected = plain(left[place], right[place])
            if MatrixKernels.isLarge(shape[0], shape[1], shape[2]) {
                // The library adds up in an order of its own.
                #expect(
                    zip(product[place].values, expected).allSatisfy { abs($0 - $1) < 1e-5 }
                )
            } else {
                #expect(product[place].values == expected)
            }
        }
        #expect(MatrixKernels.isLarge(33, 17, 40) && !MatrixKernels.isLarge(7, 8, 9))
    }

    @Test func takesASingleMatrixForAll() throws {
        let many = try random(4, 3, 5, seed: 1, as: Double.self)
        let one = try random(1, 5, 2, seed: 2, as: Double.self)
        let right = try many.multiplied(by: one)
        let left = try random(1, 6, 3, seed: 3, as: Double.self).multiplied(by: many)
        #expect(right.count == 4 && left.count == 4)
        for place in 0..<4 {
            #expect(right[place].values == plain(many[place], one[0]))
            let factor = try random(1, 6, 3, seed: 3, as: Double.self)[0]
            #expect(left[place].values == plain(factor, many[place]))
        }
    }

    @Test(arguments: [1, 7, 8, 9, 16, 61])
    func multipliesVectors(columns: Int) throws {
        let matrices = try random(5, 3, columns, seed: 1, as: Double.self)
        let vectors = try random(5, columns, 1, seed: 2, as: Double.self)
        let expected = try matrices.multiplied(by: vectors).values
        let products = try matrices.multiplied(byVectors: vectors.values)
        #expect(isClose(products, expected, within: 1e-14))
        // Sums of whole numbers are exact in any order.
        let whole = matrices.map { ($0 * 100).rounded() }
        let wholeVectors = vectors.map { ($0 * 100).rounded() }
        #expect(
            try whole.multiplied(byVectors: wholeVectors.values)
                == whole.multiplied(by: wholeVectors).values
        )
        let first = Array(vectors.values.prefix(columns))
        let shared = try matrices.multiplied(byVectors: first)
        #expect(shared.count == 15 && Array(shared.prefix(3)) == Array(products.prefix(3)))
        let single = try BatchedMatrices([matrices[4]]).multiplied(byVectors: vectors.values)
        #expect(Array(single.suffix(3)) == Array(products.suffix(3)))
    }

    @Test(arguments: OperationSchedules.threadCounts, [[2, 3, 4], [24, 24, 24]])
    func hasTheSameBitsOnAnyThreads(threads: Int, shape: [Int]) throws {
        let parallelism = OperationSchedules.pool(threads)
        let count = 100_000 / (shape[0] * shape[1] * shape[2])
        let left = try random(count, shape[0], shape[1], seed: 1, as: Double.self)
        let right = try random(count, shape[1], shape[2], seed: 2, as: Double.self)
        let product = try left.multiplied(by: right, on: .sequential)
        #expect(try left.multiplied(by: right, on: parallelism) == product)
        let single = try random(count, shape[0], shape[1], seed: 3, as: Float.self)
        let singleRight = try random(count, shape[1], shape[2], seed: 4, as: Float.self)
        let singleProduct = try single.multiplied(by: singleRight, on: .sequential)
        #expect(try single.multiplied(by: singleRight, on: parallelism) == singleProduct)
        let vectors = Array(right.values.prefix(count * shape[1]))
        #expect(
            try left.multiplied(byVectors: vectors, on: parallelism)
                == left.multiplied(byVectors: vectors, on: .sequential)
        )
        #expect(left.map(on: parallelism) { $0 / 3 } == left.map(on: .sequential) { $0 / 3 })
    }

    @Test func mapsElements() throws {
        let left = try BatchedMatrices<Float>(
            count: 2,
            rows: 1,
            columns: 2,
            values: [1, 2, 3, 4]
        )
        #expect(left.map { $0 * $0 }.values == [1, 4, 9, 16])
        #expect(try left.combined(with: left.map { -$0 }) { $0 - $1 }.values == [2, 4, 6, 8])
        let other = try BatchedMatrices<Float>(
            count: 2,
            rows: 2,
            columns: 1,
            values: [1, 2, 3, 4]
        )
        #expect(
            throws: ForecastingError.mismatch(
                what: "rows in the second batch",
                expected: 1,
                found: 2
            )
        ) { try left.combined(with: other) { $0 + $1 } }
    }

    @Test func spreadsWhatIsNotANumber() throws {
        let left = try BatchedMatrices(count: 1, rows: 1, columns: 2, values: [0, 1.0])
        let right = try BatchedMatrices(count: 1, rows: 2, columns: 1, values: [.nan, 1.0])
        #expect(try left.multiplied(by: right).values[0].isNaN)
        #expect(try left.multiplied(byVectors: right.values)[0].isNaN)
    }

    @Test func refusesWhatDoesNotFit() throws {
        let batch = try random(3, 2, 4, seed: 1, as: Float.self)
        #expect(
            throws: ForecastingError.mismatch(
                what: "rows of the right matrices",
                expected: 4,
                found: 2
            )
        ) { try batch.multiplied(by: batch) }
        let two = try random(2, 4, 2, seed: 1, as: Float.self)
        #expect(throws: ForecastingError.mismatch(what: "right matrices", expected: 3, found: 2)) {
            try batch.multiplied(by: two)
        }
        for count in [0, 3, 8, 13] {
            #expect(throws: ForecastingError.self) {
                try batch.multiplied(byVectors: Array(repeating: 1, count: count))
            }
        }
        #expect(throws: ForecastingError.empty(what: "matrix in the batch")) {
            try BatchedMatrices([Matrix<Float>]())
        }
        #expect(
            throws: ForecastingError.mismatch(what: "columns of matrix 2", expected: 1, found: 2)
        ) {
            try BatchedMatrices([
                Matrix<Float>(rows: 1, columns: 1), Matrix<Float>(rows: 1, columns: 2),
            ])
        }
        #expect(throws: ForecastingError.empty(what: "value of 0 matrices of 1 x 1")) {
            try BatchedMatrices<Float>(count: 0, rows: 1, columns: 1, values: [])
        }
        #expect(throws: ForecastingError.self) {
            try BatchedMatrices<Float>(count: .max, rows: 2, columns: 1, values: [])
        }
        #expect(throws: ForecastingError.self) {
            try BatchedMatrices<Float>(count: 1, rows: 2, columns: 1, values: [1])
        }
    }

    @Test func holdsValuesRowByRow() throws {
        var matrix = try Matrix<Double>(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
        #expect(matrix[1, 0] == 4)
        matrix[0, 2] = 9
        #expect(matrix.values == [1, 2, 9, 4, 5, 6])
        #expect(try Matrix<Double>(rows: 1, columns: 2).values == [0, 0])
        #expect(throws: ForecastingError.self) { try Matrix<Double>(rows: 0, columns: 2) }
        #expect(
            throws: ForecastingError.mismatch(
                what: "values of a matrix of 2 x 2",
                expected: 4,
                found: 3
            )
        ) { try Matrix<Double>(rows: 2, columns: 2, values: [1, 2, 3]) }
    }
}
