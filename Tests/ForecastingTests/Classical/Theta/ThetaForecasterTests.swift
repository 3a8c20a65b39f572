import DataParallel
import Testing

@testable import Forecasting

@Suite struct ThetaForecasterTests {
    private func fit(
        _ values: [Double],
        season: Int,
        _ variant: ThetaForecaster.Variant,
        horizon: Int = 12,
        levels: [Double] = []
    ) throws -> FittedTheta {
        let table = try SeriesTable(channels: ["y"], columns: [values])
        let model = ThetaForecaster(
            horizon: horizon,
            seasonLength: season,
            variant: variant,
            quantileLevels: levels
        )
        return try #require(model.fit(TrainingData(table)) as? FittedTheta)
    }

    private func points(_ model: FittedTheta, _ values: [Double]) throws -> [Double] {
        let table = try SeriesTable(channels: ["y"], columns: [values])
        return try model.predict(table, origins: [values.count], on: .sequential).points
    }

    /// `statsmodels.tsa.forecasting.theta.ThetaModel(y, period=12, use_test=False, method="mul")`,
    /// statsmodels 0.15.0, whose smoothing parameter is found to 5 digits.
    @Test func agreesWithStatsmodels() throws {
        let expected = [
            440.0679250362304, 428.3743145770009, 489.69573707550813, 475.69362089237876,
            479.6593201840183, 545.3537216971915, 602.7381680993224, 601.0870043093234,
            523.9395313862266, 456.6167488614828, 397.9446978678531, 447.63477134000874,
        ]
        let model = try fit(AirPassengers.values, season: 12, .standard)
        #expect(abs(model.models[0].alpha - 0.8387758042821205) < 1e-5)
        #expect(abs(model.models[0].drift - 2.646139257605093 / 2) < 1e-10)
        #expect(model.models[0].theta == 2)
        for (point, expected) in zip(try points(model, AirPassengers.values), expected) {
            #expect(abs(point - expected) < 1e-3)
        }
    }

    /// The equivalence of R. J. Hyndman and B. Billah (2003): the mean of the trend line continued and
    /// of the smoothed theta-2 line, computed as two lines.
    @Test func isTheMeanOfTwoLines() throws {
        var random = RandomStream(seed: 3, stream: 0)
        let values = (0..<30).map { 20 + 0.7 * Double($0) + 4 * random.nextUniform() }
        let model = try fit(values, season: 1, .standard, horizon: 6)
        let points = try points(model, values)
        let n = Double(values.count)
        let center = (n - 1) / 2
        let mean = values.reduce(0, +) / n
        var product = 0.0
        var square = 0.0
        for (time, value) in values.enumerated() {
            product += (Double(time) - center) * (value - mean)
            square += (Double(time) - center) * (Double(time) - center)
        }
        let slope = product / square
        func line(_ time: Double) -> Double { mean + slope * (time - center) }
        let alpha = model.models[0].alpha
        // Begun where the smoothed values themselves begin: at the first value.
        var level = 2 * values[0] - line(0)
        for (time, value) in values.enumerated() {
            level += alpha * (2 * value - line(Double(time)) - level)
        }
        for (step, point) in points.enumerated() {
            #expect(abs(point - 0.5 * (line(n + Double(step)) + level)) < 1e-10)
        }
    }

    /// statsforecast 2.1.1, `OptimizedTheta` and `DynamicOptimizedTheta`; its searches end elsewhere on a
    /// flat ridge of theta and the initial level, with nearly the same forecasts.
    @Test(arguments: [ThetaForecaster.Variant.optimized, .dynamic])
    func isNearStatsforecast(variant: ThetaForecaster.Variant) throws {
        let expected =
            variant == .optimized
            ? [442.9425320173624, 495.3079345080739, 615.4909818464221, 462.40234901816297]
            : [442.92719487073305, 495.4824543813888, 616.2229552743743, 463.4772224021543]
        let points = try points(
            fit(AirPassengers.values, season: 12, variant),
            AirPassengers.values
        )
        for (step, expected) in zip([0, 2, 6, 11], expected) {
            #expect(abs(points[step] - expected) < 0.005 * expected)
        }
    }

    /// No level, share or smoothing of a random search has a smaller sum of squares.
    @Test(arguments: [false, true], [UInt64(1), 2, 3])
    func isTheBestOfItsKind(isDynamic: Bool, seed: UInt64) throws {
        var random = RandomStream(seed: seed, stream: 7)
        let values = (0..<40).map {
            50 + Double(seed) * 0.3 * Double($0) + 20 * random.nextUniform()
        }
        let fitted = values.withUnsafeBufferPointer {
            ThetaFit(values: $0).fit(isDynamic ? .dynamic : .optimized)
        }
        func squares(_ line: ThetaLine) -> Double {
            var state = ThetaState(line)
            var sum = 0.0
            for (row, value) in values.enumerated() {
                if row >= 2 { sum += (value - state.forecast) * (value - state.forecast) }
                state.advance(value)
            }
            return sum
        }
        let best = squares(fitted)
        #expect(abs(best - fitted.variance * 35) < 1e-9 * best)
        for trial in 0..<300 {
            var line = fitted
            let width = trial < 150 ? 1 : 0.01
            line.alpha += width * (random.nextUniform() - 0.5)
            line.alpha = min(max(line.alpha, 0.1), 0.99)
            line.share = min(max(line.share + width * (random.nextUniform() - 0.5), 0), 1)
            line.level += width * 20 * (random.nextUniform() - 0.5)
            #expect(squares(line) >= best * (1 - 1e-9))
        }
    }

    /// The running line is the least squares line through all values so far.
    @Test func drawsTheLineThroughWhatWasSeen() {
        let values = [3.0, 5, 4, 9, 7, 12]
        var line = (mean: 0.0, intercept: 0.0, slope: 0.0)
        for (row, value) in values.enumerated() {
            line = ThetaState.line(through: value, Double(row + 1), line.mean, line.slope)
        }
        // Sum of (t - 3.5) y is 28, of squares 17.5; the mean 20 / 3.
        #expect(abs(line.slope - 28 / 17.5) < 1e-12)
        #expect(abs(line.intercept - (20.0 / 3 - 3.5 * 28 / 17.5)) < 1e-12)
    }

    @Test func choosesTheSmallerError() throws {
        let values = AirPassengers.values
        let variances = try [ThetaForecaster.Variant.optimized, .dynamic].map {
            try fit(values, season: 12, $0).models[0].variance
        }
        let chosen = try fit(values, season: 12, .automatic).models[0].variance
        #expect(chosen == variances.min())
        #expect(variances[0] != variances[1])
    }

    @Test func choosesTheKindOfSeason() throws {
        #expect(try fit(AirPassengers.values, season: 12, .standard).models[0].isMultiplicative)
        let centered = AirPassengers.values.map { $0 - 280 }
        let model = try fit(centered, season: 12, .standard).models[0]
        #expect(!model.isMultiplicative)
        #expect(model.seasonalIndices.count == 12)
        #expect(abs(model.seasonalIndices[6] - 63.83080808080807) < 1e-9)
        // Less than two seasons, and none.
        #expect(
            try fit(Array(AirPassengers.values.prefix(23)), season: 12, .standard)
                .models[0].seasonalIndices.isEmpty
        )
        var random = RandomStream(seed: 5, stream: 1)
        let noise = (0..<60).map { _ in 10 + random.nextUniform() }
        #expect(try fit(noise, season: 12, .standard).models[0].seasonalIndices.isEmpty)
    }

    @Test func givesNormalQuantiles() throws {
        var random = RandomStream(seed: 6, stream: 1)
        let values = (0..<60).map { _ in 10 + random.nextUniform() }
        let table = try SeriesTable(channels: ["y"], columns: [values])
        let model = try fit(values, season: 1, .standard, horizon: 4, levels: [0.975])
        let forecasts = try model.predict(table, origins: [60], on: .sequential)
        let (alpha, variance) = (model.models[0].alpha, model.models[0].variance)
        for step in 0..<4 {
            let deviation = (variance * (1 + Double(step) * alpha * alpha)).squareRoot()
            let expected = forecasts.points[step] + 1.959963984540054 * deviation
            #expect(abs(forecasts.quantiles[step] - expected) < 1e-12)
        }
    }

    @Test func refusesWhatItCannotFit() throws {
        #expect(throws: ForecastingError.tooShort(what: "theta of y", needed: 4, available: 3)) {
            try fit([1, 2, 3], season: 1, .standard)
        }
        #expect(throws: ForecastingError.self) { try fit([1, 2, 3, 4], season: 0, .standard) }
    }
}
