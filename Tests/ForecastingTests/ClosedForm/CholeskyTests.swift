import DataParallel
import TestSupport
import Testing

@testable import Forecasting

@Suite struct CholeskyTests {
    /// `GᵀG + I / 4` of random numbers, padded, and the plain rows.
    private func matrix(_ order: Int, seed: UInt64) -> (padded: [Double], rows: [[Double]]) {
        var random = SeededRandom(seed: seed)
        let g = (0..<order).map { _ in
            (0..<order).map { _ in Double.random(in: -1...1, using: &random) }
        }
        var padded = [Double](repeating: 0, count: order * order.paddedToLanes)
        var rows = g
        for i in 0..<order {
            for j in 0..<order {
                rows[i][j] = (0..<order).reduce(i == j ? 0.25 : 0) { $0 + g[$1][i] * g[$1][j] }
                padded[i * order.paddedToLanes + j] = rows[i][j]
            }
        }
        return (padded, rows)
    }

    @Test(arguments: [1, 2, 7, 8, 9, 47, 48, 49, 70, 101])
    func solvesItsOwnProducts(order: Int) throws {
        let (padded, rows) = matrix(order, seed: UInt64(order))
        var random = SeededRandom(seed: 9)
        let count = 6
        let x = (0..<count).map { _ in
            (0..<order).map { _ in Double.random(in: -1...1, using: &random) }
        }
        let stride = order.paddedToLanes
        var sides = [Double](repeating: 0, count: count * stride)
        for side in 0..<count {
            for i in 0..<order {
                sides[side * stride + i] = zip(rows[i], x[side]).reduce(0) { $0 + $1.0 * $1.1 }
            }
        }
        let factor = try Cholesky(padded, order: order, on: .sequential)
        let found = factor.solve(sides, on: .sequential)
        for side in 0..<count {
            for i in 0..<order {
                #expect(abs(found[side * stride + i] - x[side][i]) < 1e-7)
            }
        }
        for threads in [1, 2, 3, 8] {
            let pool = Parallelism(pool: ThreadPool(workerCount: threads))
            let again = try Cholesky(padded, order: order, on: pool)
            #expect(again.solve(sides, on: pool) == found)
        }
    }

    /// [[4, 2], [2, 5]] = L Lᵀ with L = [[2, 0], [1, 2]]; A x = (8, 10) for x = (1.25, 1.5).
    @Test func solvesByHand() throws {
        var matrix = [Double](repeating: 0, count: 16)
        matrix[0] = 4
        matrix[8] = 2
        matrix[9] = 5
        var side = [Double](repeating: 0, count: 8)
        side[0] = 8
        side[1] = 10
        let x = try Cholesky(matrix, order: 2, on: .sequential).solve(side, on: .sequential)
        #expect(Array(x.prefix(3)) == [1.25, 1.5, 0])
    }

    @Test func refusesWhatIsNotPositiveDefinite() {
        var matrix = [Double](repeating: 0, count: 16)
        matrix[0] = 1
        matrix[8] = 2
        for last in [4, 3, 4.000_000_000_000_001, -Double.nan, .infinity] {
            matrix[9] = last
            #expect(throws: Cholesky.Failure(row: 1)) {
                try Cholesky(matrix, order: 2, on: .sequential)
            }
        }
    }
}
