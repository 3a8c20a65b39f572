import DataParallel
import Forecasting
import Testing

@Suite struct CancellationTests {
    private static var cancelled: CancellationToken {
        let token = CancellationToken()
        token.cancel()
        return token
    }

    /// One model of every kind, each for a horizon of 3.
    private static var models: [any Forecaster] {
        get throws {
            var training = TrainingSettings()
            training.length = .steps(3)
            var models: [any Forecaster] = [
                NaiveForecaster(horizon: 3), ThetaForecaster(horizon: 3),
                ETSForecaster(horizon: 3), AutoregressiveForecaster(horizon: 3),
                NetworkForecaster(.nlinear, inputLength: 6, horizon: 3, training: training),
            ]
            for form in RidgeForecaster.Form.allCases {
                models.append(try RidgeForecaster(form, inputLength: 6, horizon: 3))
            }
            return models
        }
    }

    private static func parallelism(_ threads: Int, _ token: CancellationToken) -> Parallelism {
        let pool = threads == 0 ? nil : ThreadPool(workerCount: threads)
        return Parallelism(pool: pool, cancellation: token)
    }

    @Test(arguments: [0, 1, 3])
    func noModelIsFittedOrForecastAfterwards(threads: Int) throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 60)
        let data = try TrainingData(table)
        let parallelism = Self.parallelism(threads, Self.cancelled)
        for model in try Self.models {
            #expect(throws: ForecastingError.cancelled, "\(model.name)") {
                _ = try model.fit(data, on: parallelism)
            }
            let fitted = try model.fit(data, on: .sequential)
            #expect(throws: ForecastingError.cancelled, "\(model.name)") {
                _ = try fitted.predict(table, origins: [50, 60], on: parallelism)
            }
        }
    }

    @Test(arguments: [0, 1, 3])
    func aTokenThatIsNotCancelledChangesNothing(threads: Int) throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 60)
        let validation = CrossValidation(RollingOrigin(windows: 2, horizon: 3))
        let models = try Self.models
        let expected = try validation.run(models, on: table, parallelism: .sequential)
        let parallelism = Self.parallelism(threads, CancellationToken())
        let found = try validation.run(models, on: table, parallelism: parallelism)
        #expect(found == expected)
        #expect(!found.isCancelled)
        #expect(try found.models[0].finishedErrors() == expected.models[0].errors)
    }

    @Test func trainingEndsBetweenSteps() throws {
        let token = CancellationToken()
        let table = try MadeUpSeries.table(.waves, channels: 1, count: 60)
        var training = TrainingSettings()
        training.length = .steps(10_000_000)
        let model = NetworkForecaster(.nlinear, inputLength: 6, horizon: 3, training: training)
        let canceller = CancellingForecaster(base: NaiveForecaster(horizon: 3), token: token)
        let pool = Parallelism(pool: ThreadPool(workerCount: 2), cancellation: token)
        // Beside each other: without the token, training would not end.
        let result = try CrossValidation(RollingOrigin(windows: 1, horizon: 3))
            .run([model, canceller], on: table, parallelism: pool)
        #expect(result.models[0].windows == [.failure(.cancelled)])
    }

    @Test func crossValidationKeepsWhatEnded() throws {
        let token = CancellationToken()
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 40)
        let naive = NaiveForecaster(horizon: 2)
        let models: [any Forecaster] = [
            naive, CancellingForecaster(base: naive, token: token), naive,
        ]
        let validation = CrossValidation(RollingOrigin(windows: 3, horizon: 2))
        let whole = try validation.run([naive], on: table, parallelism: .sequential)
        #expect(whole.models[0].failureCount == 0)
        let result = try validation.run(
            models,
            on: table,
            parallelism: .sequential.cancelled(by: token)
        )
        #expect(result.isCancelled)
        #expect(result.models[0] == whole.models[0])
        #expect(result.models.map(\.cancelledCount) == [0, 3, 3])
        #expect(result.models.map(\.failureCount) == [0, 3, 3])
        #expect(throws: ForecastingError.cancelled) { try result.models[2].finishedErrors() }
    }

    @Test func gridSearchKeepsWhatEnded() throws {
        let token = CancellationToken()
        let search = try GridSearch([5, 3, 4, 1, 2])
        let result = try search.run(on: .sequential.cancelled(by: token)) { point in
            if point == 4 { token.cancel() }
            return Double(point)
        }
        #expect(result.bestScore == 3)
        #expect(result.points.prefix(3).map { try? $0.score.get() } == [5, 3, 4])
        #expect(result.points.map(\.isCancelled) == [false, false, false, true, true])
        #expect(result.isCancelled)
        #expect(result.failureCount == 2)
    }

    @Test(arguments: [0, 1, 3])
    func aSearchThatNeverBeginsIsCancelledAndHasNotFailed(threads: Int) throws {
        #expect(throws: ForecastingError.cancelled) {
            try GridSearch([1, 2]).run(on: Self.parallelism(threads, Self.cancelled)) {
                Double($0)
            }
        }
    }

    @Test func simulationsAndBatchesEnd() throws {
        let token = CancellationToken()
        let parallelism = Parallelism.sequential.cancelled(by: token)
        #expect(throws: ForecastingError.cancelled) {
            try MonteCarlo(samples: 10, seed: 1).run(windows: 2, outputs: 1, on: parallelism) {
                sample,
                _,
                _ in
                if sample == 4 { token.cancel() }
                #expect(sample <= 4)
                return [Float(sample)]
            }
        }
        #expect(throws: ForecastingError.cancelled) {
            try BatchInference.map([[1, 2], [3]], on: parallelism) {
                (value: Int) throws(ForecastingError) in value
            }
        }
        #expect(throws: ForecastingError.cancelled) {
            try BatchInference.mapBatches([[1, 2], [3]], on: parallelism) {
                (values: [Int]) throws(any Error) in values
            }
        }
        // What has no errors cannot tell of it and runs to its end.
        #expect(BatchInference.map([[1, 2], [3]], on: parallelism) { $0 + 1 } == [[2, 3], [4]])
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 20)
        let naive = try NaiveForecaster(horizon: 2).fit(TrainingData(table), on: .sequential)
        let fitted = try #require(naive as? FittedNaive)
        let batch = ForecastBatch(table, origins: [20])
        #expect(
            BatchInference.forecast(fitted, [batch, batch], on: parallelism)
                == [.failure(.cancelled), .failure(.cancelled)]
        )
    }

    @Test func theMessageSaysWhatHappened() {
        #expect("\(ForecastingError.cancelled)".hasPrefix("the work was cancelled before it ended"))
    }
}

/// Cancels a token when it is fitted.
private struct CancellingForecaster: Forecaster {
    let base: NaiveForecaster
    let token: CancellationToken
    var name: String { "cancelling" }
    var horizon: Int { base.horizon }

    func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        token.cancel()
        return try base.fit(data, on: parallelism)
    }
}
