import Testing

@testable import Forecasting

@Suite struct MonotoneCubicTests {
    // scipy 1.17.1 interpolate.PchipInterpolator at 0, 0.5, 1.75, 2.5, 3, 3.75, 4.5, 5, 6, 7.25, 8.5, 9.
    @Test(
        arguments: [
            (
                [0, 1, 1.25, 6, 9],
                [
                    0, 0.2604676145339653, 0.7863668542654029, 1, 1.0801825522204669,
                    1.184403523784448, 2.3895280586011043, 4.479056117202209, 6.702843094887311,
                    8.139149935924817, 8.923262964794144, 9,
                ]
            ),
            (
                [0, 3, 2, 2, 5],
                [
                    0, 1.0693333333333335, 2.72475, 3, 2.7407407407407405, 2.0740740740740744, 2, 2,
                    2.0769679300291544, 2.8625000000000003, 4.298542274052478, 5,
                ]
            ),
        ] as [([Double], [Double])]
    )
    func goesLikeOthers(heights: [Double], expected: [Double]) {
        let curve = MonotoneCubic(x: [0, 2.5, 4, 5.5, 9], y: heights)
        let places = [0, 0.5, 1.75, 2.5, 3, 3.75, 4.5, 5, 6, 7.25, 8.5, 9]
        #expect(isClose(places.map { curve.value(at: $0) }, expected, within: 1e-13))
    }
}
