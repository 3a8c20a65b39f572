import DataParallel
import Forecasting

/// An operation that is run on so many batches.
struct BatchOperation {
    let name: String
    let description: String
    let unit: String
    let unitsPerBatch: Int
    /// Given the number of batches, what is to be the same on any number of threads.
    let run: (Int, Parallelism) throws -> [Double]
}

extension BatchOperation {
    private static let inputLength = 120
    private static let horizon = 20

    /// The network of the operations that need one, hardly trained: its speed does not depend on that.
    private static func network(_ table: SeriesTable) throws -> FittedNetwork {
        var training = TrainingSettings()
        training.length = .steps(1)
        return try NetworkForecaster(
            .mlp(MLP(hidden: [256, 256], dropout: 0.2)),
            inputLength: inputLength,
            horizon: horizon,
            training: training
        ).trained(try TrainingData(table))
    }

    /// The origins of a batch: so many, spread over the table, others in each.
    private static func origins(_ batch: Int, _ count: Int, _ table: SeriesTable) -> [Int] {
        let room = table.count - inputLength
        return (0..<count).map { inputLength + (batch * count + $0) * 13 % room }.sorted()
    }

    static func inference(_ table: SeriesTable) throws -> BatchOperation {
        let model = try network(table)
        let perBatch = 8
        return BatchOperation(
            name: "batch inference",
            description: "forecasts of an MLP of two layers of 256, input \(inputLength), horizon"
                + " \(horizon), \(perBatch) origins of \(table.channelCount) channels a batch",
            unit: "windows",
            unitsPerBatch: perBatch * table.channelCount
        ) { batches, parallelism in
            let work = (0..<batches).map {
                ForecastBatch(table, origins: origins($0, perBatch, table))
            }
            return try BatchInference.forecast(model, work, on: parallelism)
                .flatMap { try $0.get().points }
        }
    }

    static func uncertainty(_ table: SeriesTable) throws -> BatchOperation {
        let model = try network(table)
        let samples = 50
        return BatchOperation(
            name: "uncertainty",
            description: "\(samples) samples of the same MLP with dropout 0.2, mean, deviation and"
                + " three quantiles, one origin of \(table.channelCount) channels a batch",
            unit: "sampled windows",
            unitsPerBatch: samples * table.channelCount
        ) { batches, parallelism in
            let summary = try model.sample(
                table,
                origins: (0..<batches).flatMap { origins($0, 1, table) },
                try MonteCarlo(samples: samples, seed: 1),
                on: parallelism
            )
            return summary.means + summary.standardDeviations + summary.quantiles
        }
    }

    static func preprocessing(_ table: SeriesTable) -> BatchOperation {
        let channel = table.channels[0]
        let features: [Feature] = [
            .series(.lag(1), of: channel), .series(.rollingMean(20), of: channel),
            .series(.rollingStandardDeviation(20), of: channel),
            .series(.relativeStrengthIndex(), of: channel), .series(.macd(), of: channel),
        ]
        return BatchOperation(
            name: "preprocessing",
            description: "standard and robust scaling of all channels and back, and"
                + " \(features.count) features of one, of"
                + " \(table.count) rows a batch",
            unit: "values",
            unitsPerBatch: table.count * table.channelCount
        ) { batches, parallelism in
            try BatchInference.mapBatches(
                (0..<batches).map { [$0] },
                on: parallelism
            ) { (batch) throws(ForecastingError) -> Double in
                // Each batch is fitted on other rows.
                let train = 0..<(table.count / 2 + batch[0] % (table.count / 2))
                var sum = 0.0
                for scaler in [Scaler.standard, .robust] {
                    let fitted = try scaler.fit(table, train: train, on: parallelism)
                    let scaled = try fitted.transform(table, on: parallelism)
                    sum += try fitted.inverse(scaled, on: parallelism)[0, table.count - 1]
                }
                let columns = try table.columns(of: features, on: parallelism)
                return sum + columns[0, table.count - 1]
            }
        }
    }

    static func gradients(_ table: SeriesTable) throws -> BatchOperation {
        let batchSize = 512
        let data = try TrainingData(table)
        return BatchOperation(
            name: "gradients",
            description: "steps of Adam of the same MLP, \(batchSize) windows a batch",
            unit: "windows",
            unitsPerBatch: batchSize
        ) { batches, parallelism in
            var training = TrainingSettings()
            training.batchSize = batchSize
            training.length = .steps(batches)
            return try NetworkForecaster(
                .mlp(MLP(hidden: [256, 256], dropout: 0.2)),
                inputLength: inputLength,
                horizon: horizon,
                training: training
            ).trained(data, on: parallelism).report?.losses ?? []
        }
    }

    static func crossValidation(_ table: SeriesTable) throws -> BatchOperation {
        let model = try RidgeForecaster(.nlinear, inputLength: 60, horizon: horizon)
        return BatchOperation(
            name: "cross-validation",
            description:
                "NLinear in closed form, input 60, horizon \(horizon), fitted anew for each"
                + " window of \(table.channelCount) channels, a window a batch",
            unit: "windows",
            unitsPerBatch: 1
        ) { batches, parallelism in
            let scheme = RollingOrigin(windows: batches, horizon: horizon, step: 5)
            return try CrossValidation(scheme).run([model], on: table, parallelism: parallelism)
                .models[0].windows.flatMap { try $0.get().forecasts.points }
        }
    }
}
