#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// What is made of a value and an earlier one.
enum Changes {
    /// `change` of the value so many rows before and the row's own; NaN in the first rows.
    static func column(
        _ values: [Double],
        rows: Int,
        _ change: (_ earlier: Double, _ value: Double) -> Double
    ) -> [Double] {
        var column = Array(repeating: Double.nan, count: values.count)
        guard rows < values.count else { return column }
        for row in rows..<values.count { column[row] = change(values[row - rows], values[row]) }
        return column
    }

    static func simpleReturn(_ earlier: Double, _ value: Double) -> Double {
        earlier == 0 ? .nan : value / earlier - 1
    }

    static func logReturn(_ earlier: Double, _ value: Double) -> Double {
        earlier > 0 && value > 0 ? log(value / earlier) : .nan
    }
}
