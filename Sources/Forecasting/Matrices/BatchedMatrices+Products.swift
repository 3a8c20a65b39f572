/// Products of many matrices, each the work of one thread.
///
/// How a product is computed depends on its shape alone, so that threads do not change a bit. A value that
/// is not a number spreads as in the sums written out; nothing is skipped.
extension BatchedMatrices where Element == Double {
    /// The product of each matrix and the one at its place in the other batch.
    ///
    /// Sums run through the inner dimension in order, block by block.
    ///
    /// - Parameters:
    ///   - other: As many matrices, with as many rows as these have columns. If either batch is a single
    ///     matrix, it goes with every one of the other.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)``.
    public func multiplied(
        by other: BatchedMatrices,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> BatchedMatrices {
        try products(with: other, on: parallelism, MatrixKernels.product)
    }
}

extension BatchedMatrices where Element == Float {
    /// The product of each matrix and the one at its place in the other batch.
    ///
    /// Large ones by the system's library of matrix products; the sums of small ones run through the inner
    /// dimension in order.
    ///
    /// - Parameters:
    ///   - other: As many matrices, with as many rows as these have columns. If either batch is a single
    ///     matrix, it goes with every one of the other.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)``.
    public func multiplied(
        by other: BatchedMatrices,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> BatchedMatrices {
        let isLarge = MatrixKernels.isLarge(rows, columns, other.columns)
        return try products(
            with: other,
            on: parallelism,
            isLarge ? MatrixKernels.libraryProduct : MatrixKernels.product
        )
    }
}

extension BatchedMatrices {
    /// The product of each matrix and its vector.
    ///
    /// Sums are of eight parts, every eighth term each, added up in a fixed order.
    ///
    /// - Parameters:
    ///   - vectors: Vector by vector, as many values each as a matrix has columns. If there is but one vector
    ///     or one matrix, it goes with every one of the other.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Returns: Vector by vector, as many values each as a matrix has rows.
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)``.
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    public func multiplied(
        byVectors vectors: [Element],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [Element] {
        let vectorCount = vectors.count / columns
        let results = max(count, vectorCount)
        guard vectors.count == vectorCount * columns, vectorCount > 0,
            vectorCount == count || vectorCount == 1 || count == 1
        else {
            throw .mismatch(
                what: "values of vectors for \(count) matrices of \(columns) columns",
                expected: count * columns,
                found: vectors.count
            )
        }
        let perPiece = MatrixKernels.matricesPerPiece(size)
        return parallelism.fillPieces(
            results * rows,
            piece: perPiece * rows,
            grain: 1
        ) { (range, output: UnsafeMutableBufferPointer<Element>) in
            values.withUnsafeBufferPointer { left in
                vectors.withUnsafeBufferPointer { right in
                    for place in (range.lowerBound / rows)..<(range.upperBound / rows) {
                        let matrix = count == 1 ? 0 : place
                        let vector = vectorCount == 1 ? 0 : place
                        for row in 0..<rows {
                            let first = matrix * size + row * columns
                            output[place * rows + row - range.lowerBound] = MatrixKernels.dot(
                                UnsafeBufferPointer(rebasing: left[first..<(first + columns)]),
                                UnsafeBufferPointer(
                                    rebasing: right[(vector * columns)..<((vector + 1) * columns)]
                                )
                            )
                        }
                    }
                }
            }
        }
    }

    private func products(
        with other: BatchedMatrices,
        on parallelism: Parallelism,
        _ kernel: @escaping @Sendable (ProductOperands<Element>) -> Void
    ) throws(ForecastingError) -> BatchedMatrices {
        guard columns == other.rows else {
            throw .mismatch(
                what: "rows of the right matrices",
                expected: columns,
                found: other.rows
            )
        }
        guard count == other.count || count == 1 || other.count == 1 else {
            throw .mismatch(what: "right matrices", expected: count, found: other.count)
        }
        let results = max(count, other.count)
        try MatrixShape.check(rows: rows, columns: other.columns, count: results)
        let width = rows * other.columns
        let perPiece = MatrixKernels.matricesPerPiece(size * other.columns)
        let products = parallelism.fillPieces(
            results * width,
            piece: perPiece * width,
            grain: 1
        ) { (range, output: UnsafeMutableBufferPointer<Element>) in
            values.withUnsafeBufferPointer { left in
                other.values.withUnsafeBufferPointer { right in
                    // None of the three is empty.
                    guard let a = left.baseAddress, let b = right.baseAddress,
                        let c = output.baseAddress
                    else { return }
                    for place in (range.lowerBound / width)..<(range.upperBound / width) {
                        kernel(
                            ProductOperands(
                                rows: rows,
                                inner: columns,
                                columns: other.columns,
                                left: a + (count == 1 ? 0 : place * size),
                                right: b + (other.count == 1 ? 0 : place * other.size),
                                product: c + (place * width - range.lowerBound)
                            )
                        )
                    }
                }
            }
        }
        return BatchedMatrices(
            unchecked: products,
            count: results,
            rows: rows,
            columns: other.columns
        )
    }
}
