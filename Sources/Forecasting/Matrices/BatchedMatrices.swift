/// Many matrices of one shape, one behind another in memory.
public struct BatchedMatrices<Element: MatrixElement>: Sendable, Equatable {
    /// The number of matrices, at least 1.
    public let count: Int
    /// Rows of each.
    public let rows: Int
    /// Columns of each.
    public let columns: Int
    /// Matrix by matrix, row by row.
    public let values: [Element]

    /// - Throws: ``ForecastingError/empty(what:)`` for no values,
    ///   ``ForecastingError/mismatch(what:expected:found:)`` for another number of values.
    public init(
        count: Int,
        rows: Int,
        columns: Int,
        values: [Element]
    ) throws(ForecastingError) {
        try MatrixShape.check(rows: rows, columns: columns, count: count)
        guard values.count == count * rows * columns else {
            throw .mismatch(
                what: "values of \(count) matrices of \(rows) x \(columns)",
                expected: count * rows * columns,
                found: values.count
            )
        }
        self.init(unchecked: values, count: count, rows: rows, columns: columns)
    }

    /// Puts matrices of equal shapes behind one another.
    ///
    /// - Throws: ``ForecastingError/empty(what:)``, ``ForecastingError/mismatch(what:expected:found:)``.
    public init(_ matrices: [Matrix<Element>]) throws(ForecastingError) {
        guard let first = matrices.first else { throw .empty(what: "matrix in the batch") }
        for (place, matrix) in matrices.enumerated() {
            let sizes = [
                ("rows", first.rows, matrix.rows), ("columns", first.columns, matrix.columns),
            ]
            for (what, expected, found) in sizes where expected != found {
                throw .mismatch(
                    what: "\(what) of matrix \(place + 1)",
                    expected: expected,
                    found: found
                )
            }
        }
        self.init(
            unchecked: matrices.flatMap(\.values),
            count: matrices.count,
            rows: first.rows,
            columns: first.columns
        )
    }

    init(unchecked values: [Element], count: Int, rows: Int, columns: Int) {
        self.count = count
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// Values of each matrix.
    var size: Int { rows * columns }

    /// A copy of one matrix.
    public subscript(place: Int) -> Matrix<Element> {
        precondition(0..<count ~= place, "out of the batch")
        return Matrix(
            unchecked: Array(values[(place * size)..<((place + 1) * size)]),
            rows: rows,
            columns: columns
        )
    }
}

/// Element by element.
extension BatchedMatrices {
    /// What `transform` makes of each value.
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    public func map(
        on parallelism: Parallelism = .shared,
        _ transform: @escaping @Sendable (Element) -> Element
    ) -> BatchedMatrices {
        let mapped = parallelism.fillPieces(values.count) {
            (range, output: UnsafeMutableBufferPointer<Element>) in
            for place in range { output[place - range.lowerBound] = transform(values[place]) }
        }
        return BatchedMatrices(unchecked: mapped, count: count, rows: rows, columns: columns)
    }

    /// What `transform` makes of each pair of values at the same place.
    ///
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for batches of other shapes.
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    public func combined(
        with other: BatchedMatrices,
        on parallelism: Parallelism = .shared,
        _ transform: @escaping @Sendable (Element, Element) -> Element
    ) throws(ForecastingError) -> BatchedMatrices {
        let sizes = [
            ("matrices in the second batch", count, other.count),
            ("rows in the second batch", rows, other.rows),
            ("columns in the second batch", columns, other.columns),
        ]
        for (what, expected, found) in sizes where expected != found {
            throw .mismatch(what: what, expected: expected, found: found)
        }
        let combined = parallelism.fillPieces(values.count) {
            (range, output: UnsafeMutableBufferPointer<Element>) in
            for place in range {
                output[place - range.lowerBound] = transform(values[place], other.values[place])
            }
        }
        return BatchedMatrices(unchecked: combined, count: count, rows: rows, columns: columns)
    }
}
