import DataParallel
import Forecasting
import TestSupport
import Testing

@Suite struct EnsembleEvaluationTests {
    /// 30 rows, two windows of 3 rows, 1 row apart, to test on: origins 26 and 27. The windows to choose by
    /// end at row 26.
    @Test func windowsToChooseByEndBeforeThoseToTestOn() throws {
        let scheme = ValidatedOrigin(
            RollingOrigin(windows: 2, horizon: 3, step: 1, refit: .never),
            validationWindows: 3
        )
        let plan = try scheme.plan(count: 30)
        #expect(plan.windows.map(\.test) == [21..<24, 22..<25, 23..<26, 26..<29, 27..<30])
        #expect(plan.windows.map(\.fit) == [0, 0, 0, 1, 1])
        #expect(plan.fits.map(\.train) == [0..<21, 0..<26])
    }

    private let scheme = ValidatedOrigin(
        RollingOrigin(windows: 4, horizon: 2),
        validationWindows: 5
    )

    private func members() throws -> [any Forecaster] {
        try [
            NaiveForecaster(horizon: 2), SeasonalNaiveForecaster(horizon: 2, seasonLength: 4),
            RidgeForecaster(.nlinear, inputLength: 6, horizon: 2),
        ]
    }

    private let rules: [EnsembleRule] = [
        .mean, .median, .trimmed(fraction: 0.34), .weighted([1, 1, 2]), .inverseError, .stacking,
    ]

    @Test func combinesWhatTheMembersForecast() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 150)
        for rule in rules {
            let result = try EnsembleEvaluation(scheme, rule: rule).run(try members(), on: table)
            #expect(result.members.count == 3)
            let points = result.members.map(\.forecasts.points)
            for place in points[0].indices {
                let values = points.map { $0[place] }
                let expected: Double
                if let weights = result.weights {
                    expected = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
                } else if rule == .mean {
                    expected = values.reduce(0, +) / 3
                } else {
                    expected = values.sorted()[1]
                }
                let found = result.ensemble.forecasts.points[place]
                #expect(abs(found - expected) < 1e-9 * max(1, abs(expected)))
            }
            if let weights = result.weights {
                #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
                #expect(weights.allSatisfy { $0 >= 0 })
            }
        }
    }

    /// What comes in the test windows changes no weight.
    @Test(arguments: [EnsembleRule.inverseError, .stacking])
    func weightsComeOfTheValidationWindows(_ rule: EnsembleRule) throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 150)
        let evaluation = EnsembleEvaluation(scheme, rule: rule)
        let found = try evaluation.run(try members(), on: table)
        let first = found.test[0].test.lowerBound
        let changed = try SyntheticSeries.changed(table, from: first, by: 7)
        let again = try evaluation.run(try members(), on: changed)
        #expect(found.weights == again.weights)
        #expect(found.ensemble.scores != again.ensemble.scores)
        let before = try SyntheticSeries.changed(table, from: first - 1, by: 7)
        #expect(try evaluation.run(try members(), on: before).weights != found.weights)
    }

    /// Errors of 1 and 3 weigh by their squares: 9 to 1.
    @Test func inverseErrorByHand() throws {
        let ramp = try SeriesTable(channels: ["a"], columns: [(0..<40).map(Double.init)])
        let result = try EnsembleEvaluation(
            ValidatedOrigin(RollingOrigin(windows: 2, horizon: 1), validationWindows: 2),
            rule: .inverseError
        ).run(
            [NaiveForecaster(horizon: 1), SeasonalNaiveForecaster(horizon: 1, seasonLength: 3)],
            on: ramp
        )
        let weights = try #require(result.weights)
        #expect(abs(weights[0] - 0.9) < 1e-12)
        // Forecasts are 1 and 3 below.
        #expect(abs(result.ensemble.scores.meanAbsoluteError - 1.2) < 1e-9)
    }

    @Test func fittedModelsAreTakenAsTheyAre() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 150)
        let train = try TrainingData(table, train: 0..<100)
        let fitted = try members().map { (name: $0.name, model: try $0.fit(train)) }
        let result = try EnsembleEvaluation(scheme, rule: .mean).run(fitted: fitted, on: table)
        let origins = result.test.map(\.test.lowerBound)
        for (member, model) in zip(result.members, fitted) {
            #expect(
                member.forecasts.points == (try model.model.predict(table, origins: origins).points)
            )
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func doesNotDependOnThreads(threads: Int) throws {
        let table = try MadeUpSeries.table(.waves, channels: 3, count: 150)
        for rule in rules {
            let evaluation = EnsembleEvaluation(scheme, rule: rule)
            let alone = try evaluation.run(try members(), on: table, parallelism: .sequential)
            let pool = Parallelism(pool: ThreadPool(workerCount: threads))
            let shared = try evaluation.run(try members(), on: table, parallelism: pool)
            #expect(alone.weights == shared.weights)
            #expect(alone.ensemble == shared.ensemble)
            #expect(alone.members == shared.members)
        }
    }

    @Test func membersThatFailAreLeftOut() throws {
        let table = try MadeUpSeries.table(.waves, channels: 1, count: 150)
        let models: [any Forecaster] = try members() + [StubForecaster(name: "longer", horizon: 3)]
        let result = try EnsembleEvaluation(scheme, rule: .stacking).run(models, on: table)
        #expect(result.members.count == 3)
        #expect(result.failures.map(\.name) == ["longer"])
        #expect(throws: ForecastingError.self) {
            try EnsembleEvaluation(scheme, rule: .mean).run(
                [StubForecaster(name: "longer", horizon: 3)],
                on: table
            )
        }
        #expect(
            throws: ForecastingError.mismatch(
                what: "weights of the ensemble",
                expected: 3,
                found: 2
            )
        ) { try EnsembleEvaluation(scheme, rule: .weighted([1, 2])).run(try members(), on: table) }
        for weights in [[1, 1, -1.0], [0, 0, 0], [.nan, 1, 1]] {
            #expect(throws: ForecastingError.self) {
                try EnsembleEvaluation(scheme, rule: .weighted(weights)).run(
                    try members(),
                    on: table
                )
            }
        }
    }
}
