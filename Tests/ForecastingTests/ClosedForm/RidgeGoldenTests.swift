import Forecasting
import Testing

@Suite struct RidgeGoldenTests {
    /// Forecasts of numpy 2 with `numpy.linalg.solve` on the centred design matrices of all windows:
    /// x = ((7 t² + 3 t + 11 c) mod 101) / 10 + t (c + 1) / 20 for t < 60 and channels c of 0 and 1,
    /// six inputs, two steps, penalty 0.01.
    @Test(arguments: [
        (
            RidgeForecaster.Form.nlinear, 1e-10,
            [7.739403986149744, 7.98940278228698, 11.69275091769009, 11.933627341578168]
        ),
        (
            .dlinear, 1e-10,
            [7.5816470771435265, 7.776433608311993, 10.286607601136005, 10.123910247318939]
        ),
        (
            .rlinear, 1e-5,
            [9.112821453379144, 7.834586570967687, 13.062776703377986, 11.783149312648698]
        ),
    ])
    func equalsNumpy(
        form: RidgeForecaster.Form,
        tolerance: Double,
        expected: [Double]
    ) throws {
        let columns = (0..<2).map { channel in
            (0..<60).map { time -> Double in
                let wave = (7 * time * time + 3 * time + 11 * channel) % 101
                let line = time * (channel + 1)
                return Double(wave) / 10 + Double(line) / 20
            }
        }
        let table = try SeriesTable(channels: ["a", "b"], columns: columns)
        let fitted = try RidgeForecaster(form, inputLength: 6, horizon: 2, penalty: 0.01)
            .fit(TrainingData(table))
        let points = try fitted.predict(table, origins: [60], on: .shared).points
        #expect(points.count == expected.count)
        for (found, wanted) in zip(points, expected) { #expect(abs(found - wanted) < tolerance) }
    }
}
