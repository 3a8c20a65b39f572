/// What matrices are made of: `Float` and `Double`.
public protocol MatrixElement: BinaryFloatingPoint, BitwiseCopyable, Codable, SIMDScalar, Sendable {
}

extension Float: MatrixElement {}
extension Double: MatrixElement {}

/// A matrix, row by row.
public struct Matrix<Element: MatrixElement>: Sendable, Equatable {
    /// The number of rows, at least 1.
    public let rows: Int
    /// The number of columns, at least 1.
    public let columns: Int
    /// Row by row.
    public var values: [Element] {
        didSet { precondition(values.count == rows * columns, "a matrix keeps its size") }
    }

    /// - Throws: ``ForecastingError/empty(what:)`` without rows or columns,
    ///   ``ForecastingError/mismatch(what:expected:found:)`` for another number of values.
    public init(rows: Int, columns: Int, values: [Element]) throws(ForecastingError) {
        try MatrixShape.check(rows: rows, columns: columns)
        guard values.count == rows * columns else {
            throw .mismatch(
                what: "values of a matrix of \(rows) x \(columns)",
                expected: rows * columns,
                found: values.count
            )
        }
        self.init(unchecked: values, rows: rows, columns: columns)
    }

    /// All zero.
    public init(rows: Int, columns: Int) throws(ForecastingError) {
        try MatrixShape.check(rows: rows, columns: columns)
        self.init(
            unchecked: Array(repeating: 0, count: rows * columns),
            rows: rows,
            columns: columns
        )
    }

    init(unchecked values: [Element], rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// The value of a row and a column.
    public subscript(row: Int, column: Int) -> Element {
        get {
            precondition(0..<rows ~= row && 0..<columns ~= column, "out of the matrix")
            return values[row * columns + column]
        }
        set {
            precondition(0..<rows ~= row && 0..<columns ~= column, "out of the matrix")
            values[row * columns + column] = newValue
        }
    }
}

enum MatrixShape {
    /// Throws for a matrix without values, or with more than can be counted.
    static func check(rows: Int, columns: Int, count: Int = 1) throws(ForecastingError) {
        guard rows >= 1, columns >= 1, count >= 1 else {
            throw .empty(what: "value of \(count) matrices of \(rows) x \(columns)")
        }
        let (size, overflows) = rows.multipliedReportingOverflow(by: columns)
        guard !overflows, !size.multipliedReportingOverflow(by: count).overflow else {
            throw .invalidSetting(
                name: "the size of \(count) matrices",
                value: "\(rows) x \(columns)",
                requirement: "can be counted"
            )
        }
    }
}
