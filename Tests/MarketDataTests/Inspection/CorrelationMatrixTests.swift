import TestSupport
import Testing

@testable import MarketData

@Suite struct CorrelationMatrixTests {
    @Test func knownCorrelations() throws {
        // Returns in units of ln 2: A 1, 0, 2; B 2, 0, 4; C -1, 0, -2; D 2, 1, 0; E none.
        let rows: [[Double]] = [
            [1, 1, 8, 1, 3], [2, 4, 4, 4, 3], [2, 4, 4, 8, 3], [8, 64, 1, 8, 3],
        ]
        let grid = PriceGrid(["A", "B", "C", "D", "E"], [0, 1, 2, 3], rows.flatMap(\.self))
        let matrix = try #require(CorrelationMatrix(grid))
        #expect(matrix.returns == 3)
        func expect(_ row: Int, _ column: Int, _ value: Double) {
            #expect(abs(matrix[row, column] - value) < 1e-12)
            #expect(matrix[row, column].bitPattern == matrix[column, row].bitPattern)
        }
        expect(0, 0, 1)
        expect(0, 1, 1)
        expect(0, 2, -1)
        // Cov(A, D) = (0 + 0 - 1) / 3, variances 2/3 each.
        expect(0, 3, -0.5)
        expect(3, 2, 0.5)
        #expect((0..<5).allSatisfy { matrix[4, $0].isNaN })
        let pairs = matrix.pairs(above: 0.4)
        #expect(pairs.map(\.first) == ["A", "C"])
        #expect(pairs.map(\.second) == ["B", "D"])
        #expect(matrix.pairs(above: 1).isEmpty)
    }

    @Test func onlyCommonBarsCount() throws {
        let closes: [Double] = [1, 1, 2, .nan, 2, 4, 9, .nan, 1, 1]
        let matrix = try #require(
            CorrelationMatrix(PriceGrid(["A", "B"], [0, 1, 2, 3, 4], closes))
        )
        // Bars 0, 2 and 4: A 1, 2, 1 and B 1, 4, 1.
        #expect(matrix.returns == 2)
        #expect(abs(matrix[0, 1] - 1) < 1e-12)
        #expect(CorrelationMatrix(PriceGrid(["A", "B"], [0, 1], [1, 2, 3, 4])) == nil)
    }

    /// Against the textbook's formula.
    @Test(arguments: [3, 9, 17, 400])
    func randomReturns(_ bars: Int) throws {
        let walk = SyntheticPrices.randomWalk(bars: bars, symbols: ["A", "B", "C"], seed: 5)
        let grid = PriceGrid(walk)
        let matrix = try #require(CorrelationMatrix(grid))
        let returns = (0..<3).map { SymbolSeries(grid, $0).logReturns }
        for row in 0..<3 {
            for column in 0..<3 {
                let (x, y) = (returns[row], returns[column])
                let n = Double(x.count)
                let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
                let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
                let vx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
                let vy = y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
                #expect(abs(matrix[row, column] - covariance / (vx * vy).squareRoot()) < 1e-12)
            }
        }
    }
}
