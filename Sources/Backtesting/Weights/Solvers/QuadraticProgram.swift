/// A strictly convex quadratic program with one equation and limits: the least `½ x'Hx + g'x` of all `x` with
/// `Σ x = total` and `lower ≤ x ≤ upper`.
///
/// A primal active-set method (J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd ed., 16.5): of the
/// variables that are not at a limit the best values are found by Cholesky factors, up to the first limit that
/// is met; a variable leaves its limit when its gradient says so. It ends after finitely many steps with the
/// exact active set: what is at a limit equals it to the last bit.
struct QuadraticProgram {
    /// N x N, row-major, positive definite at least for changes that sum to 0.
    let hessian: [Double]
    let linear: [Double]
    let lower: [Double]
    let upper: [Double]
    let total: Double

    /// How far a gradient may point out of the feasible set, as a part of the size of what it is summed from.
    private static let tolerance = 1e-13

    /// The solution.
    ///
    /// - Parameter start: A feasible point; by default one where all but one variable are at a limit.
    /// - Throws: ``BacktestError/noWeights(_:)`` when the Hessian is not positive definite or the number of steps
    ///   shows that rounding prevails.
    func solution(from start: [Double]? = nil) throws(BacktestError) -> [Double] {
        var search = start.map { Search(self, at: $0) } ?? Search(self)
        guard search.hasChoice else { return search.x }
        for _ in 0..<(200 + 50 * linear.count) where try search.advance(Self.tolerance) {
            return search.x
        }
        throw .noWeights("the search for the best weights did not end; check the covariances")
    }

    /// Where the search is.
    private struct Search {
        let program: QuadraticProgram
        var x: [Double]
        var isFree: [Bool]
        /// Released from a limit, they ran straight back into it: what their gradient says is rounding.
        var isStuck: [Bool]
        var released: Int?
        var hasMoved = true

        var hasChoice: Bool { isFree.contains(true) }

        init(_ program: QuadraticProgram, at start: [Double]) {
            self.program = program
            x = start
            let (lower, upper) = (program.lower, program.upper)
            isFree = start.indices.map { lower[$0] < start[$0] && start[$0] < upper[$0] }
            isStuck = start.map { _ in false }
            if !isFree.contains(true), let first = start.indices.first(where: isMovable) {
                isFree[first] = true
            }
        }

        /// Begins where the variables that are the best on their own take as much as they may.
        init(_ program: QuadraticProgram) {
            let count = program.linear.count
            let cost = (0..<count).map {
                program.hessian[$0 * count + $0] / 2 + program.linear[$0]
            }
            var x = program.lower
            var rest = program.total
            for value in x { rest -= value }
            var last: Int?
            for place in x.indices.sorted(by: { (cost[$0], $0) < (cost[$1], $1) }) where rest > 0 {
                let room = program.upper[place] - program.lower[place]
                guard room > 0 else { continue }
                x[place] = rest < room ? x[place] + rest : program.upper[place]
                rest -= room
                last = place
            }
            self.init(program, at: x)
            if let last {
                isFree = isFree.map { _ in false }
                isFree[last] = true
            }
        }

        func isMovable(_ place: Int) -> Bool { program.lower[place] < program.upper[place] }

        /// One step; whether the point is the solution.
        mutating func advance(_ tolerance: Double) throws(BacktestError) -> Bool {
            let free = isFree.indices.filter { isFree[$0] }
            let step = try newtonStep(free)
            if let blocking = move(free, by: step) {
                isFree[blocking] = false
                if blocking == released, !hasMoved { isStuck[blocking] = true }
                released = nil
                return false
            }
            released = release(free, tolerance)
            if let released { isFree[released] = true }
            return released == nil
        }

        /// The step of the free variables to their best values, all others being where they are.
        private func newtonStep(_ free: [Int]) throws(BacktestError) -> [Double] {
            let count = x.count
            var missing = program.total
            for value in x { missing -= value }
            if free.count == 1 { return [missing] }
            let part = free.flatMap { row in
                free.map { program.hessian[row * count + $0] }
            }
            guard let factor = CholeskyFactor(part, count: free.count) else {
                throw .noWeights("the covariance matrix is not positive definite")
            }
            let gradient = gradient().values
            let ones = factor.solve(free.map { _ in 1 })
            let steepest = factor.solve(free.map { gradient[$0] })
            var (numerator, denominator) = (missing, 0.0)
            for value in steepest { numerator += value }
            for value in ones { denominator += value }
            let multiplier = numerator / denominator
            return free.indices.map { multiplier * ones[$0] - steepest[$0] }
        }

        /// Goes as far as the limits allow; the variable that met one first, the lowest of several.
        private mutating func move(_ free: [Int], by step: [Double]) -> Int? {
            var (length, blocking) = (1.0, Int?.none)
            if free.count > 1 {
                for (place, change) in zip(free, step) where change != 0 {
                    let limit = change > 0 ? program.upper[place] : program.lower[place]
                    let reach = (limit - x[place]) / change
                    if reach < length { (length, blocking) = (max(0, reach), place) }
                }
            }
            if blocking == nil || length > 0 {
                if length > 0 { hasMoved = true }
                for (place, change) in zip(free, step) {
                    let value = x[place] + length * change
                    x[place] = min(program.upper[place], max(program.lower[place], value))
                }
            } else {
                hasMoved = false
            }
            if let blocking {
                let change = step[free.firstIndex(of: blocking) ?? 0]
                x[blocking] = change > 0 ? program.upper[blocking] : program.lower[blocking]
            }
            return blocking
        }

        /// The variable whose gradient wants it most away from its limit; nil when there is none. After a step of
        /// length 0 it is the first such variable, so that the search does not go round in circles (Bland).
        private func release(_ free: [Int], _ tolerance: Double) -> Int? {
            let (gradient, size) = gradient()
            var multiplier = 0.0
            for place in free { multiplier += gradient[place] }
            multiplier /= Double(free.count)
            var (most, best) = (tolerance * size, Int?.none)
            for place in x.indices where !isFree[place] && isMovable(place) && !isStuck[place] {
                let excess =
                    x[place] == program.upper[place]
                    ? gradient[place] - multiplier : multiplier - gradient[place]
                if excess > most {
                    best = place
                    if !hasMoved { break }
                    most = excess
                }
            }
            return best
        }

        /// `Hx + g`, and the largest sum of the absolute values that one of them is summed from.
        private func gradient() -> (values: [Double], size: Double) {
            let count = x.count
            var size = 0.0
            let values = x.indices.map { row in
                var (sum, absolute) = (program.linear[row], abs(program.linear[row]))
                for column in 0..<count {
                    let term = program.hessian[row * count + column] * x[column]
                    sum += term
                    absolute += abs(term)
                }
                size = max(size, absolute)
                return sum
            }
            return (values, size)
        }
    }
}
