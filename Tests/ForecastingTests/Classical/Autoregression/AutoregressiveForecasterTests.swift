import DataParallel
import Testing

@testable import Forecasting

@Suite struct AutoregressiveForecasterTests {
    private func fit(
        _ values: [Double],
        order: Int? = nil,
        maximum: Int? = nil,
        penalty: Double = 0
    ) throws -> AutoregressiveModel {
        let table = try SeriesTable(channels: ["y"], columns: [values])
        let model = AutoregressiveForecaster(
            horizon: 6,
            order: order,
            maximumOrder: maximum,
            penalty: penalty
        )
        return try #require(model.fit(TrainingData(table)) as? FittedAutoregression).models[0]
    }

    /// `statsmodels.tsa.ar_model.AutoReg(y, p, trend="c")`, statsmodels 0.15.0: intercept, lags, then six
    /// forecasts.
    @Test(arguments: [
        (
            [13.70550499752208, 0.9589319772946914],
            [
                427.96411918882876, 424.0939840224466, 420.38278765495005, 416.8240027841377,
                413.4113701712032, 410.1388876319016,
            ]
        ),
        (
            [13.640997093145492, 1.3482285865345391, -0.5918415586692404, 0.20182490052784705],
            [
                458.2988177384002, 454.56872220378773, 442.45161331423486, 433.6303625524307,
                428.15588255790215, 423.5502806368266,
            ]
        ),
        (
            [
                5.148972381584329, 0.7608389497970411, -0.08527942124743193,
                0.044237861769116066, -0.04179034604427989, 0.05428123391847145,
                -0.05277331943546576, 0.033219184491716625, -0.0996932867596339,
                0.1455558716234936, -0.12589108202594546, 0.14358328320503733,
                0.9070567104929463, -0.6659761598719782,
            ],
            [
                449.5392990208676, 419.01844010727166, 449.07077372404126, 496.28594646422744,
                519.5694041715442, 586.985771601822,
            ]
        ),
    ])
    func agreesWithStatsmodels(parameters: [Double], forecasts: [Double]) throws {
        let model = try fit(AirPassengers.values, order: parameters.count - 1)
        for (own, other) in zip([model.intercept] + model.coefficients, parameters) {
            #expect(abs(own - other) < 1e-8 * max(1, abs(other)))
        }
        let fitted = FittedAutoregression(horizon: 6, quantileLevels: [], models: [model])
        let points = try fitted.predict(AirPassengers.table(), origins: [144], on: .sequential)
            .points
        for (own, other) in zip(points, forecasts) { #expect(abs(own - other) < 1e-7) }
    }

    /// At the optimum no coefficient moved by a little has a smaller penalised sum of squares.
    @Test(arguments: [0.0, 0.1, 10])
    func minimisesWhatItSays(penalty: Double) throws {
        let values = ClassicalModels.columns(seed: 21, count: 1)[0]
        let order = 4
        let model = try fit(values, order: order, penalty: penalty)
        let rows = order..<values.count
        var variance = 0.0
        for lag in 1...order {
            let mean = rows.reduce(0) { $0 + values[$1 - lag] } / Double(rows.count)
            variance += rows.reduce(0) {
                $0 + (values[$1 - lag] - mean) * (values[$1 - lag] - mean)
            }
        }
        variance /= Double(order)
        func objective(_ intercept: Double, _ coefficients: [Double]) -> Double {
            var sum = 0.0
            for row in rows {
                var error = values[row] - intercept
                for lag in 0..<order { error -= coefficients[lag] * values[row - 1 - lag] }
                sum += error * error
            }
            return sum + penalty * variance * coefficients.reduce(0) { $0 + $1 * $1 }
        }
        let best = objective(model.intercept, model.coefficients)
        var random = RandomStream(seed: 4, stream: 4)
        for _ in 0..<50 {
            let moved = model.coefficients.map { $0 + 0.01 * (random.nextUniform() - 0.5) }
            let intercept = model.intercept + random.nextUniform() - 0.5
            #expect(objective(intercept, moved) > best)
        }
    }

    @Test func shrinksWithThePenalty() throws {
        let values = ClassicalModels.columns(seed: 22, count: 1)[0]
        let norms = try [0, 0.01, 1, 100].map { penalty in
            try fit(values, order: 3, penalty: penalty).coefficients.reduce(0) { $0 + $1 * $1 }
        }
        #expect(norms == norms.sorted(by: >))
        #expect(norms[3] < 1e-3 * norms[0])
    }

    /// Orders compared one by one, each by its own fit on the rows that the greatest has.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func choosesTheOrderOfTheLeastCriterion(seed: UInt64) throws {
        var random = RandomStream(seed: seed, stream: 9)
        var values = [0.0, 0, 0]
        for _ in 0..<80 {
            let n = values.count
            values.append(
                0.6 * values[n - 1] - 0.5 * values[n - 3] + random.nextUniform() - 0.5
            )
        }
        let greatest = 6
        var criteria: [Double] = []
        for order in 0...greatest {
            // The same last rows for every order: the first ones are cut off.
            let model = try fit(Array(values.dropFirst(greatest - order)), order: order)
            let rows = Double(values.count - greatest)
            let sum = model.variance * max(rows - Double(order) - 1, 1)
            let k = Double(order + 2)
            criteria.append(
                rows * naturalLogarithm(sum / rows) + 2 * k + 2 * k * (k + 1) / (rows - k - 1)
            )
        }
        let best = criteria.firstIndex(of: criteria.min()!)
        #expect(try fit(values, maximum: greatest).coefficients.count == best)
        #expect(best! >= 3)
    }

    /// `log(x)` by the series of `atanh`, to be independent of the code under test.
    private func naturalLogarithm(_ x: Double) -> Double {
        let exponent = Double(x.exponent)
        let ratio = (x.significand - 1) / (x.significand + 1)
        var sum = 0.0
        var power = ratio
        for term in stride(from: 1.0, through: 61, by: 2) {
            sum += power / term
            power *= ratio * ratio
        }
        return 2 * sum + exponent * 0.6931471805599453
    }

    /// An AR(1): the variance of step h is `s^2 (1 + a^2 + ... + a^(2h-2))`.
    @Test func givesNormalQuantiles() throws {
        let model = AutoregressiveModel(intercept: 1, coefficients: [0.5], variance: 4)
        let fitted = FittedAutoregression(horizon: 3, quantileLevels: [0.975], models: [model])
        let table = try SeriesTable(channels: ["y"], columns: [[6]])
        let forecasts = try fitted.predict(table, origins: [1], on: .sequential)
        #expect(forecasts.points == [4, 3, 2.5])
        for (step, sum) in [1, 1.25, 1.3125].enumerated() {
            let expected = forecasts.points[step] + 1.959963984540054 * 2 * sum.squareRoot()
            #expect(abs(forecasts.quantiles[step] - expected) < 1e-12)
        }
    }

    @Test func followsALineWithoutNoise() throws {
        let line = (0..<20).map { 3 + 2 * Double($0) }
        let model = try fit(line, order: 2)
        let fitted = FittedAutoregression(horizon: 2, quantileLevels: [], models: [model])
        let table = try SeriesTable(channels: ["y"], columns: [line])
        for (own, other) in zip(
            try fitted.predict(table, origins: [20], on: .sequential).points,
            [43.0, 45]
        ) {
            #expect(abs(own - other) < 1e-9)
        }
    }

    @Test func saysWhereForecastsOverflow() throws {
        let model = AutoregressiveModel(intercept: 0, coefficients: [1e10], variance: 1)
        let fitted = FittedAutoregression(horizon: 40, quantileLevels: [], models: [model])
        let table = try SeriesTable(channels: ["y"], columns: [[1]])
        #expect(throws: ForecastingError.diverged(model: "ar", where: "a forecast of 40 steps")) {
            try fitted.predict(table, origins: [1], on: .sequential)
        }
    }

    @Test func refusesWhatItCannotFit() throws {
        #expect(throws: ForecastingError.tooShort(what: "ar of y", needed: 8, available: 7)) {
            try fit([1, 2, 4, 3, 5, 4, 6], order: 3)
        }
        #expect(throws: ForecastingError.self) { try fit([1, 2, 4, 3, 5], order: -1) }
        #expect(throws: ForecastingError.self) { try fit([1, 2, 4, 3, 5], maximum: -1) }
        #expect(throws: ForecastingError.self) { try fit([1, 2, 4, 3, 5], penalty: -1) }
        #expect(throws: ForecastingError.self) { try fit([1, 2, 4, 3, 5], penalty: .infinity) }
        #expect(try fit([1, 2, 4, 3, 5], order: 0).intercept == 3)
    }
}
