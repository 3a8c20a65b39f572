import DataParallel
import Testing

@testable import Optimization

@Suite struct SymmetricEigenTests {
    @Test func solvesAMatrixByHand() {
        let eigen = SymmetricEigen([2, 1, 1, 2], count: 2)
        let values = eigen.values.sorted()
        #expect(abs(values[0] - 1) < 1e-15 && abs(values[1] - 3) < 1e-15)
    }

    @Test(arguments: [1, 2, 5, 12]) func givesTheMatrixBack(count n: Int) {
        var random = RandomStream(seed: 1, stream: UInt64(n))
        var matrix = [Double](repeating: 0, count: n * n)
        for row in 0..<n {
            for column in 0...row {
                let value = random.nextNormal()
                matrix[row * n + column] = value
                matrix[column * n + row] = value
            }
        }
        let eigen = SymmetricEigen(matrix, count: n)
        for row in 0..<n {
            for column in 0..<n {
                var (product, inner) = (0.0, 0.0)
                for k in 0..<n {
                    let (x, y) = (eigen.vectors[row * n + k], eigen.vectors[column * n + k])
                    product += x * eigen.values[k] * y
                    inner += x * y
                }
                #expect(abs(product - matrix[row * n + column]) < 1e-12)
                #expect(abs(inner - (row == column ? 1 : 0)) < 1e-13)
            }
        }
    }
}
