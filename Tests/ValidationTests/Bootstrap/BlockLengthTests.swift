import Testing
import Validation

@Suite struct BlockLengthTests {
    /// NumPy's RandomState(5): an autoregression of 0.6, its first 20 values left out.
    static let autoregression = [
        -0.72, -1.29, -1.64, -1.41, 0.15, 0.8, 0.54, -0.04, -0.02, -0.12, 0.72, -0.2, -0.13, -0.18,
        -0.16, 0.15, 0.29, 1.51, 0.82, 2.05, 0.93, 0.08, 0.15, 0.44, 0.54, 1.61, 2.11, 1.76, 0.72,
        0.33, 1.61, 1.19, -0.6, -1.05, -1.21, 0.43, 0.15, 2.35, 2.07, 1.36,
    ]
    static let white = [
        -0.44, 0.97, -0.24, -0.82, 0.57, 0.01, 1.19, -0.07, -2.86, 0.79, -1.88, 1.54, 1.82, -0.43,
        -1.16, -1.4, 0.87, -0.2, -0.6, -0.24, 2.09, 0.35, 0.75, 0.78, 1.02, 1.06, -0.71, -0.22,
        -0.76, -0.71, 1.14, -0.5, -0.08, -0.69, -0.59, 0.79, -0.45, -0.48, 0.49, 0.5, 0.79, 0.17,
        -1.75, 0.63, 0.5, 1.02, -0.85, 2.52, -1.23, 0.73, 0.05, -0.49, 0.82, -0.28, -2.34, -1.17,
        0.46, 2.24, -1.48, -0.02,
    ]

    struct Golden: Sendable {
        let series: [Double]
        let stationary: Double
        let circular: Double
    }

    /// arch 8.0.0, `optimal_block_length`. The last one is at the upper limit of 10 / 3, rounded up.
    static let golden = [
        Golden(
            series: autoregression,
            stationary: 2.9018335789424,
            circular: 3.321770227334874
        ),
        Golden(series: white, stationary: 2.1309086460928763, circular: 2.4392814767625532),
        Golden(
            series: (0..<30).map { Double($0 % 7) },
            stationary: 3.9576659524757605,
            circular: 4.530396583067401
        ),
        Golden(
            series: (0..<50).map(Double.init),
            stationary: 9.640332872309632,
            circular: 11.035426341887907
        ),
        Golden(
            series: [0.5, -1, 2, 0.25, 3, -2, 1, 0.75, -0.5, 1.5],
            stationary: 4,
            circular: 4
        ),
    ]

    @Test(arguments: golden)
    func equalsArch(golden: Golden) {
        let length = BlockLength.optimal(of: golden.series)
        #expect(isClose(length.stationary, golden.stationary, relative: 1e-12))
        #expect(isClose(length.circular, golden.circular, relative: 1e-12))
    }

    @Test func doesNotDependOnScaleAndLevel() {
        let length = BlockLength.optimal(of: Self.autoregression)
        let other = BlockLength.optimal(of: Self.autoregression.map { 0.01 * $0 + 3 })
        #expect(isClose(other.stationary, length.stationary, relative: 1e-9))
        #expect(isClose(length.circular / length.stationary, 1.1447142425533319, relative: 1e-12))
    }

    @Test func growsWithDependence() {
        func length(_ memory: Double) -> Double {
            var noise = NoiseSeries(seed: 3)
            return BlockLength.optimal(of: noise.autoregression(2_000, memory: memory)).stationary
        }
        #expect(length(0) < 8)
        #expect(length(0.5) > length(0))
        #expect(length(0.9) > 2 * length(0.5))
        #expect(length(1) > length(0.9))
        #expect(length(1) <= (3 * 2_000.0.squareRoot()).rounded(.up))
    }

    @Test(arguments: [[], [1], [2, 2, 2], [1, .nan, 2], [1, .infinity, 2]])
    func isUndefinedWithoutVariationOrWithBadNumbers(series: [Double]) {
        let length = BlockLength.optimal(of: series)
        #expect(length.stationary.isNaN)
        #expect(length.circular.isNaN)
    }

    @Test func takesSlices() {
        let padded = [9.0] + Self.white + [-9]
        #expect(BlockLength.optimal(of: padded[1...60]) == BlockLength.optimal(of: Self.white))
    }
}
