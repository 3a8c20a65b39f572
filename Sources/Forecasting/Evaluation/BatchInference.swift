/// Many batches of inputs through a function or a model, in parallel; results keep the order of the inputs.
public enum BatchInference {
    /// What a function makes of each input of each batch.
    ///
    /// Inputs are shared out one by one, so batches may differ in size.
    ///
    /// - Throws: The error of the first input that fails, in the batches' order; where errors can be
    ///   ``ForecastingError/cancelled``, that one when the work is cancelled.
    public static func map<Input: Sendable, Output: Sendable, Failure: Error>(
        _ batches: [[Input]],
        on parallelism: Parallelism = .shared,
        _ function: @escaping @Sendable (Input) throws(Failure) -> Output
    ) throws(Failure) -> [[Output]] {
        let inputs = batches.flatMap { $0 }
        let outputs = try parallelism.map(inputs.count) { (index) throws(Failure) in
            try function(inputs[index])
        }
        var first = 0
        return batches.map { batch in
            defer { first += batch.count }
            return Array(outputs[first..<(first + batch.count)])
        }
    }

    /// What a function that works on whole batches makes of each.
    ///
    /// - Throws: The error of the first batch that fails; where errors can be
    ///   ``ForecastingError/cancelled``, that one when the work is cancelled.
    public static func mapBatches<Input: Sendable, Output: Sendable, Failure: Error>(
        _ batches: [[Input]],
        on parallelism: Parallelism = .shared,
        _ function: @escaping @Sendable ([Input]) throws(Failure) -> Output
    ) throws(Failure) -> [Output] {
        try parallelism.map(batches.count, grain: 1) { (index) throws(Failure) in
            try function(batches[index])
        }
    }

    /// Forecasts a model makes of each batch; a batch that cannot be forecast has its error, and one that is
    /// not begun when the work is cancelled ``ForecastingError/cancelled``.
    ///
    /// The model shares the pool.
    public static func forecast(
        _ model: some FittedForecaster,
        _ batches: [ForecastBatch],
        on parallelism: Parallelism = .shared
    ) -> [Result<Forecasts, ForecastingError>] {
        parallelism.map(batches.count, grain: 1) { index in
            let batch = batches[index]
            return Result { () throws(ForecastingError) in
                try parallelism.checkCancellation()
                return try model.predict(batch.table, origins: batch.origins, on: parallelism)
            }
        }
    }
}

/// A table and where to forecast it from.
public struct ForecastBatch: Sendable {
    /// The series.
    public let table: SeriesTable
    /// The first row of each forecast.
    public let origins: [Int]

    /// Makes a batch.
    public init(_ table: SeriesTable, origins: [Int]) {
        self.table = table
        self.origins = origins
    }
}
