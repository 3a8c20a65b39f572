import DataParallel
import Testing

@testable import Forecasting

@Suite struct TrainingTests {
    static var small: [Architecture] {
        var nBeats = NBeats()
        nBeats.layers = 2
        nBeats.hidden = 24
        var nHits = NHits()
        nHits.hidden = [24, 24]
        var tide = Tide()
        tide.hidden = 16
        tide.decoderWidth = 4
        tide.temporalHidden = 8
        var mixer = TSMixer()
        mixer.hidden = 8
        mixer.dropout = 0.1
        return [
            .nlinear, .dlinear(DLinear(kernel: 5)), .rlinear,
            .mlp(MLP(hidden: [32, 32], dropout: 0.2)), .nBeats(nBeats), .nHits(nHits),
            .tide(tide), .tsMixer(mixer),
        ]
    }

    private static func forecaster(
        _ architecture: Architecture,
        steps: Int,
        _ change: (inout TrainingSettings) -> Void = { _ in }
    ) -> NetworkForecaster {
        var training = TrainingSettings()
        training.length = .steps(steps)
        training.batchSize = 50
        training.seed = 11
        change(&training)
        return NetworkForecaster(architecture, inputLength: 24, horizon: 6, training: training)
    }

    @Test(arguments: small + SmallSequenceModels.dropping)
    func theBitsDoNotDependOnThreads(_ architecture: Architecture) throws {
        let table = try SyntheticSeries.waves(rows: 200, channels: 3, seed: 1)
        let data = try TrainingData(table, train: 0..<160, validation: 160..<200)
        let forecaster = Self.forecaster(architecture, steps: 7) {
            $0.gradientNorm = 0.5
            $0.weightDecay = 0.01
            $0.optimizer = .adamW()
            $0.validationInterval = 3
        }
        let expected = try forecaster.trained(data, on: .sequential)
        let forecasts = try expected.predict(table, origins: [30, 100, 200], on: .sequential)
        #expect(expected.parameters.reduce(0, +).isFinite)
        for workers in [1, 2, 3, 8] {
            let parallelism = Parallelism(pool: ThreadPool(workerCount: workers))
            let fitted = try forecaster.trained(data, on: parallelism)
            #expect(fitted.parameters == expected.parameters)
            #expect(fitted.report == expected.report)
            #expect(fitted.record() == expected.record())
            let others = try fitted.predict(table, origins: [30, 100, 200], on: parallelism)
            #expect(others == forecasts)
        }
    }

    @Test(arguments: small)
    func overfitsAFewSamples(_ architecture: Architecture) throws {
        let table = try SyntheticSeries.waves(rows: 61, noise: 1, seed: 2)
        var architecture = architecture
        if case .mlp(var settings) = architecture {
            settings.dropout = 0
            architecture = .mlp(settings)
        }
        if case .tsMixer(var settings) = architecture {
            settings.dropout = 0
            architecture = .tsMixer(settings)
        }
        // The linear ones have enough parameters only if windows are long enough.
        let fitted = try NetworkForecaster(
            architecture,
            inputLength: 36,
            horizon: 4,
            training: {
                var training = TrainingSettings()
                training.batchSize = 32
                training.length = .steps(700)
                training.learningRate = 0.01
                training.schedule = .cosine()
                return training
            }()
        ).trained(try TrainingData(table, train: 0..<61))
        let losses = try #require(fitted.report).losses
        #expect(losses[0] > 0.2)
        #expect(losses.last! < 0.01 * losses[0])
    }

    @Test func everyOptimizerAndScheduleLearns() throws {
        let table = try SyntheticSeries.waves(rows: 300, noise: 0.05, seed: 3)
        let data = try TrainingData(table, train: 0..<240, validation: 240..<300)
        let optimizers: [Optimizer] = [.adam(), .adamW(), .sgd(), .sgd(momentum: 0), .rmsProp()]
        let schedules: [LearningRateSchedule] = [
            .constant, .step(every: 50, factor: 0.5), .cosine(warmUpSteps: 10),
            .plateau(patience: 2, factor: 0.5),
        ]
        for (index, optimizer) in optimizers.enumerated() {
            let schedule = schedules[index % schedules.count]
            let forecaster = Self.forecaster(.nlinear, steps: 200) {
                $0.optimizer = optimizer
                $0.schedule = schedule
                $0.learningRate = 0.01
                $0.validationInterval = 20
            }
            let fitted = try forecaster.trained(data)
            let report = try #require(fitted.report)
            #expect(report.validations.min()! < 0.3 * report.losses[0], "\(optimizer)")
        }
    }

    @Test func stopsEarlyAndRestoresTheBest() throws {
        let table = try SyntheticSeries.waves(rows: 200, noise: 1.5, seed: 4)
        let data = try TrainingData(table, train: 0..<120, validation: 120..<200)
        let forecaster = Self.forecaster(.mlp(MLP(hidden: [64])), steps: 5_000) {
            $0.learningRate = 0.01
            $0.patience = 3
            $0.validationInterval = 5
        }
        let fitted = try forecaster.trained(data)
        let report = try #require(fitted.report)
        #expect(report.steps < 5_000 && report.steps % 5 == 0)
        let best = try #require(report.validations.min())
        #expect(report.validations.suffix(3).allSatisfy { $0 > best })
        // What is kept is what gave the best validation.
        let origins = Array(120...194)
        let forecasts = try fitted.predict(table, origins: origins)
        var sum = 0.0
        for (place, origin) in origins.enumerated() {
            for (step, value) in forecasts.point(origin: place, channel: 0).enumerated() {
                let error = value - table[0, origin + step]
                sum += error * error
            }
        }
        #expect(abs(sum / Double(origins.count * 6) - best) < 1e-4 * best)
    }

    @Test(arguments: small)
    func neverLooksAtTheFuture(_ architecture: Architecture) throws {
        let table = try SyntheticSeries.waves(rows: 200, channels: 2, seed: 5)
        let other = try SyntheticSeries.changed(table, from: 150, by: 40)
        let forecaster = Self.forecaster(architecture, steps: 5)
        let one = try forecaster.trained(try TrainingData(table, train: 0..<150))
        let two = try forecaster.trained(try TrainingData(other, train: 0..<150))
        #expect(one.parameters == two.parameters)
        let origins = [24, 100, 150]
        let forecasts = try one.predict(table, origins: origins)
        let others = try two.predict(other, origins: origins)
        #expect(others == forecasts)
        // And it does look at what comes before.
        let earlier = try SyntheticSeries.changed(table, from: 149, by: 40)
        let changed = try one.predict(earlier, origins: [150])
        let unchanged = try one.predict(table, origins: [150])
        #expect(unchanged != changed)
    }

    @Test(arguments: small)
    func beatsSeasonalNaive(_ architecture: Architecture) throws {
        let table = try SyntheticSeries.waves(
            rows: 500,
            channels: 2,
            noise: 0.6,
            level: 50,
            seed: 6
        )
        let fitted = try Self.forecaster(architecture, steps: 400) { $0.learningRate = 3e-3 }
            .trained(try TrainingData(table, train: 0..<400))
        let origins = Array(stride(from: 400, through: 494, by: 2))
        let forecasts = try fitted.predict(table, origins: origins)
        var (errors, naive) = (0.0, 0.0)
        for (place, origin) in origins.enumerated() {
            for channel in 0..<2 {
                for (step, value) in forecasts.point(origin: place, channel: channel).enumerated() {
                    let actual = table[channel, origin + step]
                    errors += abs(value - actual)
                    naive += abs(table[channel, origin + step - 12] - actual)
                }
            }
        }
        #expect(errors < 0.95 * naive)
    }

    @Test func quantilesAscendAndCover() throws {
        let table = try SyntheticSeries.waves(rows: 900, noise: 1, trend: 0, seed: 7)
        let fitted = try Self.forecaster(.nlinear, steps: 600) {
            $0.loss = .quantiles([0.1, 0.5, 0.9])
            $0.learningRate = 0.01
            $0.schedule = .cosine()
        }.trained(try TrainingData(table, train: 0..<700))
        #expect(fitted.quantileLevels == [0.1, 0.5, 0.9])
        let origins = Array(700...894)
        let forecasts = try fitted.predict(table, origins: origins)
        var inside = 0
        for (place, origin) in origins.enumerated() {
            let bands = (0..<3).map {
                Array(forecasts.quantile(origin: place, channel: 0, level: $0))
            }
            #expect(Array(forecasts.point(origin: place, channel: 0)) == bands[1])
            for step in 0..<6 {
                #expect(bands[0][step] <= bands[1][step] && bands[1][step] <= bands[2][step])
                let actual = table[0, origin + step]
                if bands[0][step] <= actual, actual <= bands[2][step] { inside += 1 }
            }
        }
        let share = Double(inside) / Double(origins.count * 6)
        #expect(share > 0.7 && share < 0.9)
    }

    @Test func ordersAreFreshPermutations() {
        for count in [1, 2, 5, 64, 1_000] {
            let orders = [(1, 0), (1, 1), (2, 0)].map { seed, epoch in
                let order = WindowOrder(count: count, seed: UInt64(seed), epoch: epoch)
                return (0..<count).map { order.sample(at: $0) }
            }
            for order in orders { #expect(order.sorted() == Array(0..<count)) }
            if count >= 64 { #expect(Set(orders).count == 3) }
        }
    }
}
