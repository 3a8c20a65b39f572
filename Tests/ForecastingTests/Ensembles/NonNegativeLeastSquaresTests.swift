import TestSupport
import Testing

@testable import Forecasting

@Suite struct NonNegativeLeastSquaresTests {
    // numpy 2.4.6, default_rng(11).normal rounded to 2 places; solutions by scipy 1.17.1 optimize.nnls.
    private let rows: [[Double]] = [
        [0.03, 1.36, 1.22, -0.51], [-0.3, -0.53, 0.57, -0.06], [0.75, -1.85, 1.57, -0.1],
        [0.68, -0.14, -0.38, 0.46], [0.82, -0.2, -0.15, 0.69], [-0.87, -1.51, 0.39, -0.67],
        [-1.92, -0.81, -0.47, -1.19], [-1.49, 0.04, 0.9, -0.23],
    ]
    private var columns: [[Double]] { (0..<4).map { column in rows.map { $0[column] } } }

    @Test(
        arguments: [
            (
                [-0.74, 0.38, 0.72, -0.3, 0.54, 1.04, -0.21, -0.81],
                [0.1601468865162789, 0, 0.0481706203182586, 0], 1.7736332569148414
            ),
            (
                [1.78, 0.72, 2.82, -0.27, 0.26, -0.07, -2.08, 0.57],
                [
                    0.5227832307792044, 0.022311616262170337, 1.5747980359423617,
                    0.22940210434620395,
                ],
                0.18335960142618346
            ),
            (
                [-2.15, -0.53, -2.15, 0.18, -0.26, 0.44, 2.15, -0.57], [0, 0, 0, 0],
                3.8427724366660065
            ),
        ] as [([Double], [Double], Double)]
    )
    func solvesLikeOthers(target: [Double], expected: [Double], norm: Double) throws {
        let solution = try NonNegativeLeastSquares.solve(columns: columns, target: target)
        #expect(isClose(solution.coefficients, expected, within: 1e-13))
        #expect(abs(solution.residualNorm - norm) < 1e-13)
    }

    @Test(arguments: 0..<60)
    func meetsTheConditionsOfAMinimum(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let height = Int.random(in: 1...40, using: &random)
        let width = Int.random(in: 1...12, using: &random)
        let scales: [Double] = (0..<width).map { _ in
            [1e-6, 1, 1e6][Int.random(in: 0..<3, using: &random)]
        }
        var columns = scales.map { scale in
            (0..<height).map { _ in scale * Double.random(in: -1..<1, using: &random) }
        }
        // Columns that depend on others must not matter.
        if width > 2, seed.isMultiple(of: 3) { columns[2] = columns[0].map { 2 * $0 } }
        let target = (0..<height).map { _ in Double.random(in: -1..<1, using: &random) }
        let solution = try NonNegativeLeastSquares.solve(columns: columns, target: target)
        var residual = target
        for (column, coefficient) in zip(columns, solution.coefficients) {
            for row in 0..<height { residual[row] -= coefficient * column[row] }
        }
        // x >= 0, A'(b - A x) <= 0, and equal to zero where x > 0.
        for (column, coefficient) in zip(columns, solution.coefficients) {
            let scale = column.reduce(0) { max($0, abs($1)) }
            let slope = zip(column, residual).map(*).reduce(0, +) / scale
            #expect(coefficient >= 0)
            #expect(slope < 1e-11)
            if coefficient > 0 { #expect(slope > -1e-11) }
        }
        let norm = residual.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(norm - solution.residualNorm) < 1e-11)
    }

    @Test func prefersTheFirstOfEqualColumns() throws {
        let solution = try NonNegativeLeastSquares.solve(
            columns: [[0, 0, 0], [1, 2, 3], [1, 2, 3]],
            target: [2, 4, 6]
        )
        #expect(isClose(solution.coefficients, [0, 2, 0], within: 1e-14))
    }

    @Test func leavesOutWhatRoundingMakesLookUseful() throws {
        // The first goes in, then the third; what is left goes along with the second, which differs from the
        // first by less than what reflections round to: fitting both would need huge coefficients.
        let solution = try NonNegativeLeastSquares.solve(
            columns: [[1, 0, 4e-14], [1, 3e-14, 0], [0, 0, 1]],
            target: [1, 1, 0.9]
        )
        #expect(isClose(solution.coefficients, [1, 0, 0.9], within: 1e-12))
        #expect(abs(solution.residualNorm - 1) < 1e-12)
    }

    @Test(arguments: OperationSchedules.threadCounts)
    func hasTheSameBitsOnAnyThreads(threads: Int) throws {
        var random = SeededRandom(seed: 8)
        let columns = (0..<5).map { _ in
            (0..<5_000).map { _ in Double.random(in: -1..<1, using: &random) }
        }
        let target = (0..<5_000).map { row in
            0.5 * columns[1][row] + 2 * columns[4][row]
                + Double.random(in: -0.1..<0.1, using: &random)
        }
        let expected = try NonNegativeLeastSquares.solve(
            columns: columns,
            target: target,
            on: .sequential
        )
        let solution = try NonNegativeLeastSquares.solve(
            columns: columns,
            target: target,
            on: OperationSchedules.pool(threads)
        )
        #expect(solution == expected)
        #expect(abs(solution.coefficients[4] - 2) < 0.01)
    }

    @Test func refusesWhatDoesNotFit() throws {
        #expect(throws: ForecastingError.empty(what: "column to fit")) {
            try NonNegativeLeastSquares.solve(columns: [], target: [1])
        }
        #expect(throws: ForecastingError.empty(what: "value to fit to")) {
            try NonNegativeLeastSquares.solve(columns: [[]], target: [])
        }
        #expect(
            throws: ForecastingError.mismatch(what: "values of column 1", expected: 1, found: 2)
        ) {
            try NonNegativeLeastSquares.solve(columns: [[1, 2]], target: [1])
        }
        #expect(throws: ForecastingError.missingValue(channel: "column 2", time: 1)) {
            try NonNegativeLeastSquares.solve(columns: [[1, 2], [1, .nan]], target: [1, 1])
        }
        #expect(throws: ForecastingError.missingValue(channel: "the target", time: 0)) {
            try NonNegativeLeastSquares.solve(columns: [[1]], target: [.infinity])
        }
    }
}
