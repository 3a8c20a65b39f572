import DataParallel
import Testing

@testable import Forecasting

@Suite struct ETSForecasterTests {
    static let forms: [ETSForm] = ETSForm.ErrorKind.allCases.flatMap { error in
        ETSForm.TrendKind.allCases.flatMap { trend in
            ETSForm.SeasonKind.allCases.map { ETSForm(error: error, trend: trend, season: $0) }
        }
    }

    private func data(_ values: [Double]) throws -> TrainingData {
        try TrainingData(SeriesTable(channels: ["y"], columns: [values]))
    }

    private func fit(_ values: [Double], season: Int, _ form: ETSForm? = nil) throws -> ETSModel {
        let model = ETSForecaster(horizon: 4, seasonLength: season, form: form)
        return try #require(model.fit(data(values)) as? FittedETS).models[0]
    }

    /// Slope and curvature that are carried along with the states against differences of the objective.
    @Test(arguments: forms)
    func carriesExactDerivatives(form: ETSForm) {
        let values = ClassicalModels.columns(seed: 31, count: 1)[0]
        values.withUnsafeBufferPointer { values in
            let workspace = ETSWorkspace(values, period: 4)
            let search = ETSSearch(form, workspace)
            var parameters = [0.3]
            if form.trend != .none { parameters.append(0.2) }
            if form.season != .none { parameters.append(0.25) }
            if form.trend == .damped { parameters.append(0.9) }
            parameters.append(110)
            if form.trend != .none { parameters.append(0.5) }
            switch form.season {
            case .none: break
            case .additive: parameters += [4, -3, 2]
            case .multiplicative: parameters += [1.04, 0.97, 1.02]
            }
            #expect(parameters.count == search.count)
            let objective = search.recursion.linearize(parameters, workspace)
            #expect(abs(objective - search.recursion.objective(parameters, workspace)) < 1e-12)
            let slopes = (0..<search.count).map { workspace.solver.slope[$0] }
            for place in parameters.indices {
                let step = 1e-5 * max(1, abs(parameters[place]))
                var moved = parameters
                moved[place] = parameters[place] + step
                let above = search.recursion.objective(moved, workspace)
                moved[place] = parameters[place] - step
                let below = search.recursion.objective(moved, workspace)
                // The slope kept is that of half the objective.
                let difference = (above - below) / (4 * step)
                #expect(abs(slopes[place] - difference) < 1e-6 * max(1, abs(difference)))
            }
        }
    }

    /// Nothing nearby has a greater likelihood: parameters moved at random within their bounds.
    @Test(arguments: forms)
    func endsAtAMaximum(form: ETSForm) throws {
        let values = ClassicalModels.columns(seed: 32, count: 1)[0]
        let model = try fit(values, season: 4, form)
        var random = RandomStream(seed: 1, stream: 1)
        func moved(_ value: Double, by width: Double) -> Double {
            value + width * (2 * random.nextUniform() - 1)
        }
        for trial in 0..<60 {
            let size = trial.isMultiple(of: 2) ? 0.01 : 0.1
            var smoothing = model.smoothing
            smoothing.level = min(max(moved(smoothing.level, by: size), 1e-4), 0.9999)
            if form.trend != .none {
                let share = moved(model.smoothing.trend / model.smoothing.level, by: size)
                smoothing.trend = smoothing.level * min(max(share, 1e-4), 0.9999)
            }
            if form.season != .none {
                let share = moved(model.smoothing.season / (1 - model.smoothing.level), by: size)
                smoothing.season = (1 - smoothing.level) * min(max(share, 1e-4), 0.9999)
            }
            if form.trend == .damped {
                smoothing.damping = min(max(moved(smoothing.damping, by: size), 0.8), 0.98)
            }
            var state = model.initial
            state.level = moved(state.level, by: 20 * size)
            if form.trend != .none { state.trend = moved(state.trend, by: size) }
            var running = state
            let errors = values.withUnsafeBufferPointer {
                form.recursion.filter($0, $0.indices, smoothing, &running)
            }
            var best = model.initial
            let least = values.withUnsafeBufferPointer {
                form.recursion.filter($0, $0.indices, model.smoothing, &best)
            }
            // Squares times the squared geometric mean of the forecasts, as a ratio of both.
            var ratio = RunningLogarithm()
            ratio.multiply(by: errors.squares / least.squares)
            let gain = ratio.value + 2 * (errors.logForecasts - least.logForecasts) / 48
            #expect(gain > -1e-7)
        }
    }

    /// Seasons of additive models sum to 0, factors average 1, and the last state is part of no freedom.
    @Test func normalisesInitialSeasons() throws {
        let values = ClassicalModels.columns(seed: 33, count: 1)[0]
        let additive = try fit(values, season: 4, ETSForm(season: .additive))
        #expect(abs(additive.initial.seasons.reduce(0, +)) < 1e-9)
        let factors = try fit(
            values,
            season: 4,
            ETSForm(error: .multiplicative, season: .multiplicative)
        )
        #expect(abs(factors.initial.seasons.reduce(0, +) - 4) < 1e-12)
    }

    @Test func choosesAmongAdditiveFormsWhereValuesAreNotPositive() throws {
        let values = ClassicalModels.columns(seed: 34, count: 1)[0].map { $0 - 140 }
        #expect(!(try fit(values, season: 4).form.needsPositiveValues))
        for form in Self.forms where form.needsPositiveValues {
            #expect(
                throws: ForecastingError.invalidSetting(
                    name: "form for y",
                    value: "\(form)",
                    requirement: "is additive, because not all values are positive"
                )
            ) {
                try fit(values, season: 4, form)
            }
        }
        #expect(ETSForm.candidates(isSeasonal: true, isPositive: false).count == 6)
        #expect(ETSForm.candidates(isSeasonal: false, isPositive: true).count == 6)
    }

    @Test func fitsALineWithoutNoise() throws {
        let line = (0..<30).map { 5 + 3 * Double($0) }
        let fitted = FittedETS(
            horizon: 3,
            quantileLevels: [],
            models: [try fit(line, season: 1, ETSForm(trend: .additive))]
        )
        let table = try SeriesTable(channels: ["y"], columns: [line])
        for (own, other) in zip(
            try fitted.predict(table, origins: [30], on: .sequential).points,
            [95.0, 98, 101]
        ) {
            #expect(abs(own - other) < 1e-6)
        }
    }

    @Test func leavesOutASeasonLongerThanTheSeries() throws {
        let values = ClassicalModels.columns(seed: 35, count: 1, length: 20)[0]
        #expect(try fit(values, season: 30).form.season == .none)
        #expect(try fit(values, season: 11).form.season == .none)
        #expect(
            throws: ForecastingError.tooShort(what: "ets of y", needed: 60, available: 20)
        ) {
            try fit(values, season: 30, ETSForm(season: .additive))
        }
        #expect(throws: ForecastingError.self) {
            try fit(values, season: 1, ETSForm(season: .additive))
        }
        #expect(throws: ForecastingError.self) { try fit(values, season: 0) }
        #expect(throws: ForecastingError.tooShort(what: "ets of y", needed: 5, available: 4)) {
            try fit([1, 3, 2, 4], season: 1)
        }
        #expect(throws: ForecastingError.self) {
            try ETSForecaster(horizon: 1, pathCount: 0).fit(data(values))
        }
    }

    /// `c(j)` worked out by simulation of the model with one error: its response is the weight.
    @Test(arguments: forms.filter { $0.error == .additive && $0.season != .multiplicative })
    func knowsItsVariances(form: ETSForm) throws {
        let values = ClassicalModels.columns(seed: 36, count: 1)[0]
        let table = try SeriesTable(channels: ["y"], columns: [values])
        let settings = ETSForecaster(
            horizon: 9,
            seasonLength: 4,
            form: form,
            quantileLevels: [0.975]
        )
        let fitted = try #require(settings.fit(TrainingData(table)) as? FittedETS)
        let model = fitted.models[0]
        let forecasts = try fitted.predict(table, origins: [48], on: .sequential)
        var state = model.initial
        _ = values.withUnsafeBufferPointer {
            form.recursion.filter($0, $0.indices, model.smoothing, &state)
        }
        var response = Array(repeating: 0.0, count: 9)
        response[0] = 1
        response.withUnsafeMutableBufferPointer {
            form.recursion.simulate($0, model.smoothing, &state)
        }
        var sum = 0.0
        for step in 0..<9 {
            let weight = response[step] - forecasts.points[step]
            sum += weight * weight
            let expected =
                forecasts.points[step] + 1.959963984540054 * (model.variance * sum).squareRoot()
            #expect(abs(forecasts.quantiles[step] - expected) < 1e-8 * expected)
        }
    }

    /// Simulated quantiles of a multiplicative error about those that are known: one step ahead the error
    /// is normal around the forecast.
    @Test func simulatesWhatItCannotCompute() throws {
        let values = ClassicalModels.columns(seed: 37, count: 1)[0]
        let table = try SeriesTable(channels: ["y", "z"], columns: [values, values])
        func forecasts(seed: UInt32) throws -> (FittedETS, Forecasts) {
            let settings = ETSForecaster(
                horizon: 3,
                seasonLength: 4,
                form: ETSForm(error: .multiplicative, season: .additive),
                quantileLevels: [0.1, 0.5, 0.9],
                pathCount: 20_000,
                seed: seed
            )
            let fitted = try #require(settings.fit(TrainingData(table)) as? FittedETS)
            return (fitted, try fitted.predict(table, origins: [48], on: .sequential))
        }
        let (fitted, one) = try forecasts(seed: 1)
        let deviation = one.points[0] * fitted.models[0].variance.squareRoot()
        for (level, score) in [-1.2815515655446004, 0, 1.2815515655446004].enumerated() {
            let quantile = one.quantile(origin: 0, channel: 0, level: level).first!
            // The standard error of a quantile from 20,000 draws is about 0.012 deviations.
            #expect(abs(quantile - (one.points[0] + score * deviation)) < 0.06 * deviation)
        }
        // Channels and seeds have paths of their own.
        #expect(
            one.quantile(origin: 0, channel: 0, level: 0)
                != one.quantile(origin: 0, channel: 1, level: 0)
        )
        #expect(try forecasts(seed: 2).1.quantiles != one.quantiles)
        #expect(try forecasts(seed: 1).1 == one)
    }
}
