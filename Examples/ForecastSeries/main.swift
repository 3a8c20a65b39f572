import Forecasting
import MarketData

let prices = try BundledDataset.sp500.load().table
let table = SeriesTable(prices)
let data = try TrainingData(table, train: 0..<(table.count - 40))

// A network, a closed form and a classical model: all are forecasters.
var training = TrainingSettings()
training.length = .steps(300)
training.seed = 7
let models: [any Forecaster] = [
    NetworkForecaster(.nHits(), inputLength: 60, horizon: 20, training: training),
    try RidgeForecaster(.nlinear, inputLength: 60, horizon: 20),
    ThetaForecaster(horizon: 20),
]
for model in models {
    let fitted = try model.fit(data)
    let forecast = try fitted.predict(table, origins: [table.count - 40])
    let last = forecast.point(origin: 0, channel: 0).last ?? .nan
    print(model.name, "expects", table.channels[0], "at", last, "after 20 days")
}
