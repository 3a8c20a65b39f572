import Forecasting

/// A network at one size of batches.
struct NetworkCase {
    private let architecture: Architecture
    private let normalization: WindowNormalization
    private let options: Options
    private let parallelism: Parallelism
    /// Windows of single channels in a batch, of which a multivariate network takes all at once.
    private let batch: Int
    private var channelsPerSample: Int { architecture.isMultivariate ? Cases.channelCount : 1 }
    private var partSeconds: Double { options.seconds / Double(options.repeats) }

    init(
        _ architecture: Architecture,
        _ normalization: WindowNormalization,
        batch: Int,
        _ options: Options,
        _ parallelism: Parallelism
    ) {
        self.architecture = architecture
        self.normalization = normalization
        self.batch = batch
        self.options = options
        self.parallelism = parallelism
    }

    private func forecaster(steps: Int) -> NetworkForecaster {
        var training = TrainingSettings()
        training.batchSize = batch / channelsPerSample
        training.length = .steps(steps)
        return NetworkForecaster(
            architecture,
            inputLength: Cases.inputLength,
            horizon: Cases.horizon,
            normalization: normalization,
            training: training
        )
    }

    /// Samples a second. Preparations take part in a training of few steps and of many, and cancel.
    func training(_ data: TrainingData) throws -> Double {
        func time(_ steps: Int) throws -> Double {
            try seconds { _ = try forecaster(steps: steps).trained(data, on: parallelism) }
        }
        let few = 2
        _ = try time(few)
        let base = try median((0..<3).map { _ in try time(few) })
        let trial = try max(1e-5, (time(few + 4) - base) / 4)
        let steps = max(2, Int(partSeconds / trial))
        let times = try (0..<options.repeats).map { _ in
            try (time(few + steps) - base) / Double(steps)
        }
        return Double(batch / channelsPerSample * channelsPerSample) / median(times)
    }

    /// Samples a second, in batches as in training.
    func inference(_ data: TrainingData) throws -> Double {
        let fitted = try forecaster(steps: 1).trained(data, on: parallelism)
        let last = Cases.rowCount - Cases.horizon
        let originCount = batch / Cases.channelCount
        var next = Cases.inputLength
        func predict() throws {
            let origins = Array(next..<(next + originCount))
            _ = try fitted.predict(data.table, origins: origins, on: parallelism)
            next += originCount
            if next + originCount > last { next = Cases.inputLength }
        }
        // As OpenMP's threads do below PyTorch, workers wait for the next batch awake.
        return try parallelism.stayingAwake {
            for _ in 0..<3 { try predict() }
            let each = try seconds { for _ in 0..<5 { try predict() } } / 5
            let count = max(1, Int(partSeconds / each))
            let rates = try (0..<options.repeats).map { _ in
                let time = try seconds { for _ in 0..<count { try predict() } }
                return Double(count * originCount * Cases.channelCount) / time
            }
            return median(rates)
        }
    }
}
