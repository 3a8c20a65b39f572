import Forecasting

/// Forecasts the sum of what it was fitted on, or fails where it is told to.
struct StubForecaster: Forecaster {
    var name = "stub"
    var horizon = 2
    var inputLength = 1
    /// Fitting on rows that end here fails.
    var failingEnd: Int?
    /// Forecasts from here fail.
    var failingOrigin: Int?

    func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        if data.train.upperBound == failingEnd { throw .cancelled }
        var sum = 0.0
        for channel in 0..<data.table.channelCount {
            for row in data.train { sum += data.table[channel, row] }
        }
        return Fitted(
            model: self,
            sum: sum,
            rows: data.table.count,
            start: data.train.lowerBound,
            channelCount: data.table.channelCount
        )
    }

    struct Fitted: FittedForecaster {
        let model: StubForecaster
        let sum: Double
        let rows: Int
        let start: Int
        let channelCount: Int
        var name: String { model.name }
        var horizon: Int { model.horizon }
        var inputLength: Int { model.inputLength }
        var quantileLevels: [Double] { [0.5] }

        /// The points are the sum; the medians hold where the training rows began and the table ended.
        func predict(
            _ table: SeriesTable,
            origins: [Int],
            on parallelism: Parallelism
        ) throws(ForecastingError) -> Forecasts {
            try check(table, origins: origins)
            if let failing = model.failingOrigin, origins.contains(failing) {
                throw .missingValue(channel: "a", time: failing)
            }
            var forecasts = Forecasts(
                origins: origins,
                channelCount: channelCount,
                horizon: horizon,
                quantileLevels: quantileLevels
            )
            for place in forecasts.points.indices {
                forecasts.points[place] = sum
                forecasts.quantiles[place] = Double(place % horizon == 0 ? start : rows)
            }
            return forecasts
        }

        func record() -> ModelRecord { ModelRecord(name: name) }
    }
}
