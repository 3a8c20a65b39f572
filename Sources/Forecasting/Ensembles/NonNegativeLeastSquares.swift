/// Least squares with coefficients that are not negative: `min |A x - b|` for `x >= 0`.
///
/// The active-set method of C. L. Lawson, R. J. Hanson, "Solving Least Squares Problems" (1974), chapter
/// 23, on the triangle that orthogonal reflections make of A and b: as accurate as working on A itself, and
/// the rows are shared by all threads.
public enum NonNegativeLeastSquares {
    /// A minimum.
    public struct Solution: Sendable, Equatable {
        /// One for each column; of columns that depend on others, one that comes earlier is preferred.
        public let coefficients: [Double]
        /// The length of `A x - b`.
        public let residualNorm: Double
    }

    /// Solves a problem given by its columns.
    ///
    /// - Parameters:
    ///   - columns: Of A, each with as many values as the target.
    ///   - target: b.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/empty(what:)``, ``ForecastingError/mismatch(what:expected:found:)``,
    ///   ``ForecastingError/missingValue(channel:time:)`` for values that are not finite,
    ///   ``ForecastingError/diverged(model:where:)`` if rounding keeps it from ending.
    /// - Complexity: O(m n²) for m rows of n columns, and O(n³) a step; about n steps.
    public static func solve(
        columns: [[Double]],
        target: [Double],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Solution {
        guard !columns.isEmpty else { throw .empty(what: "column to fit") }
        guard !target.isEmpty else { throw .empty(what: "value to fit to") }
        for (index, column) in columns.enumerated() {
            guard column.count == target.count else {
                throw .mismatch(
                    what: "values of column \(index + 1)",
                    expected: target.count,
                    found: column.count
                )
            }
            if let row = column.firstIndex(where: { !$0.isFinite }) {
                throw .missingValue(channel: "column \(index + 1)", time: row)
            }
        }
        if let row = target.firstIndex(where: { !$0.isFinite }) {
            throw .missingValue(channel: "the target", time: row)
        }
        let triangle = TriangularReduction.triangle(columns + [target], on: parallelism)
        var problem = ReducedProblem(triangle: triangle, count: columns.count)
        return try problem.solve()
    }
}

/// The problem that is left: a triangle of as many columns, and one row more.
private struct ReducedProblem {
    let height: Int
    let columns: [[Double]]
    let target: [Double]
    let norms: [Double]
    /// Columns with a positive coefficient, in the order in which they came.
    var passive: [Int] = []
    var coefficients: [Double]

    init(triangle: [Double], count: Int) {
        height = count + 1
        let all = (0...count).map { Array(triangle[($0 * (count + 1))..<(($0 + 1) * (count + 1))]) }
        columns = Array(all.dropLast())
        target = all[count]
        norms = columns.map { Self.norm($0) }
        coefficients = Array(repeating: 0, count: count)
    }

    static func norm(_ values: [Double]) -> Double {
        let largest = values.reduce(0) { max($0, abs($1)) }
        guard largest > 0 else { return 0 }
        return largest * values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    }

    var residual: [Double] {
        var residual = target
        for column in passive {
            for row in 0..<height { residual[row] -= coefficients[column] * columns[column][row] }
        }
        return residual
    }

    mutating func solve() throws(ForecastingError) -> NonNegativeLeastSquares.Solution {
        let targetNorm = Self.norm(target)
        let tolerance = 10 * Double(height) * Double.ulpOfOne * targetNorm
        var refused: Set<Int> = []
        var steps = 0
        while true {
            let residual = residual
            // The column that goes along best with what is left to explain.
            var best: (column: Int, slope: Double)?
            for column in columns.indices
            where norms[column] > 0 && !passive.contains(column) && !refused.contains(column) {
                var slope = 0.0
                for row in 0..<height {
                    slope += columns[column][row] / norms[column] * residual[row]
                }
                if slope > max(tolerance, best?.slope ?? 0) { best = (column, slope) }
            }
            guard let best else {
                return NonNegativeLeastSquares.Solution(
                    coefficients: coefficients,
                    residualNorm: Self.norm(residual)
                )
            }
            steps += 1
            guard steps <= 30 * columns.count else {
                throw .diverged(model: "non-negative least squares", where: "step \(steps)")
            }
            passive.append(best.column)
            guard let free = unconstrained(), free[passive.count - 1] > 0 else {
                // Rounding made it look useful.
                passive.removeLast()
                refused.insert(best.column)
                continue
            }
            moveTowards(free)
            refused = []
        }
    }

    /// Goes to the minimum over the passive columns, dropping those that become negative on the way.
    private mutating func moveTowards(_ minimum: [Double]) {
        var minimum = minimum
        while true {
            var part = 1.0
            var blocking: Int?
            for (place, column) in passive.enumerated() where minimum[place] <= 0 {
                let limit = coefficients[column] / (coefficients[column] - minimum[place])
                if blocking == nil || limit < part { (part, blocking) = (limit, column) }
            }
            guard let blocking else { break }
            for (place, column) in passive.enumerated() {
                coefficients[column] += part * (minimum[place] - coefficients[column])
            }
            coefficients[blocking] = 0
            for column in passive where coefficients[column] <= 0 { coefficients[column] = 0 }
            passive.removeAll { coefficients[$0] == 0 }
            // Fewer columns of an independent set are independent.
            guard let next = unconstrained() else { return }
            minimum = next
        }
        for (place, column) in passive.enumerated() { coefficients[column] = minimum[place] }
    }

    /// The least-squares coefficients of the passive columns; nil if the last depends on the others.
    private func unconstrained() -> [Double]? {
        let count = passive.count
        guard count > 0 else { return [] }
        var work: [Double] = []
        work.reserveCapacity((count + 1) * height)
        for column in passive { work += columns[column] }
        work += target
        let width = count + 1
        let triangle = TriangularReduction.triangle(&work, height: height, width: width)
        let last = triangle[(count - 1) * width + count - 1]
        let dependence = 100 * Double(height) * Double.ulpOfOne * norms[passive[count - 1]]
        guard abs(last) > dependence else { return nil }
        var solution = Array(triangle[(count * width)..<(count * width + count)])
        for column in stride(from: count - 1, through: 0, by: -1) {
            solution[column] /= triangle[column * width + column]
            for row in 0..<column {
                solution[row] -= triangle[column * width + row] * solution[column]
            }
        }
        return solution
    }
}
