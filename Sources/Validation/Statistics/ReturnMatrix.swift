/// The returns of many candidates over the same periods.
///
/// Column by column: the returns of candidate `c` are the values from `c * periods` on.
public struct ReturnMatrix: Sendable, Equatable {
    /// The number of returns of each candidate.
    public let periods: Int
    /// The number of candidates.
    public let columns: Int
    /// All returns; 0.01 is 1 %.
    public let values: [Double]

    /// Creates a matrix.
    ///
    /// - Precondition: There are `periods * columns` values.
    public init(periods: Int, columns: Int, values: [Double]) {
        precondition(periods >= 0 && columns >= 0 && values.count == periods * columns)
        self.periods = periods
        self.columns = columns
        self.values = values
    }

    /// The returns of one candidate, in time order.
    public subscript(column column: Int) -> ArraySlice<Double> {
        values[column * periods..<(column + 1) * periods]
    }
}
