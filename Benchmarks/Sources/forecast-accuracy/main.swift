// How well the sequence models learn, beside linear models and the seasonal naive forecast.
//
//   swift run --package-path Benchmarks -c release -Xcc -march=native forecast-accuracy [tcn,gru,...]
//
// Each network is trained with some learning rates and normalisations; the best on the validation rows is judged on the
// test rows, once.

import Forecasting
import Foundation

let wanted = CommandLine.arguments.dropFirst().first?.split(separator: ",").map(String.init)

/// Settings that are small enough for a minute or two.
let architectures: [Architecture] = {
    var patches = PatchTST()
    patches.dropout = 0.1
    var turned = ITransformer()
    (turned.width, turned.hidden, turned.dropout) = (64, 64, 0.1)
    return [
        .lstm(Recurrent(hidden: 64)), .gru(Recurrent(hidden: 64)), .tcn(), .patchTST(patches),
        .iTransformer(turned), .nHits(), .nlinear,
    ]
}()

/// What was found, and how long it took.
struct Found {
    let name: String
    let choice: String
    let validation: Double
    let test: Double
    let seconds: Double
}

func measured(_ body: () throws -> Found) rethrows -> Found {
    let start = ContinuousClock.now
    let found = try body()
    let time = (ContinuousClock.now - start).components
    return Found(
        name: found.name,
        choice: found.choice,
        validation: found.validation,
        test: found.test,
        seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18
    )
}

func tuned(_ architecture: Architecture, _ task: Task) throws -> Found {
    let data = try TrainingData(task.table, train: task.train, validation: task.validation)
    var best: (found: Found, fitted: FittedNetwork)?
    for normalization in [WindowNormalization.last, .standard] {
        for rate in [3e-4, 1e-3, 3e-3] {
            var training = TrainingSettings()
            training.gradientNorm = 1
            training.learningRate = rate
            training.schedule = .cosine(warmUpSteps: 20)
            training.batchSize = architecture.isMultivariate ? 64 : 128
            training.length = .steps(2_000)
            training.validationInterval = 100
            let fitted = try NetworkForecaster(
                architecture,
                inputLength: task.inputLength,
                horizon: task.horizon,
                normalization: normalization,
                training: training
            ).trained(data)
            let error = try task.error(fitted, on: task.validation)
            guard error < best?.found.validation ?? .infinity else { continue }
            let found = Found(
                name: architecture.name,
                choice: "\(normalization.rawValue), \(rate)",
                validation: error,
                test: 0,
                seconds: 0
            )
            best = (found, fitted)
        }
    }
    let (found, fitted) = best!
    return Found(
        name: found.name,
        choice: found.choice,
        validation: found.validation,
        test: try task.error(fitted, on: task.test),
        seconds: 0
    )
}

func fitted(_ forecaster: any Forecaster, _ task: Task) throws -> Found {
    let data = try TrainingData(task.table, train: task.train)
    let model = try forecaster.fit(data, on: .shared)
    return Found(
        name: forecaster.name,
        choice: "",
        validation: try task.error(model, on: task.validation),
        test: try task.error(model, on: task.test),
        seconds: 0
    )
}

for task in [try Task.seasons(), try Task.stocks()] {
    let naive = try measured {
        try fitted(
            SeasonalNaiveForecaster(horizon: task.horizon, seasonLength: task.season),
            task
        )
    }
    var all = [naive]
    all.append(try measured { try fitted(NaiveForecaster(horizon: task.horizon), task) })
    all.append(
        try measured {
            try fitted(
                RidgeForecaster(.nlinear, inputLength: task.inputLength, horizon: task.horizon),
                task
            )
        }
    )
    let floor = task.unknowable(task.test)
    print(
        "\n\(task.name): root mean squared error of \(task.horizon) steps from \(task.inputLength)"
    )
    if let floor { print("the noise itself: \(String(format: "%.4f", floor))") }
    print("| model | chosen | validation | test | to seasonal naive |", terminator: "")
    print(floor == nil ? " seconds |" : " above the noise | seconds |")
    print(floor == nil ? "|---|---|---:|---:|---:|---:|" : "|---|---|---:|---:|---:|---:|---:|")
    func show(_ found: Found) {
        var fields = [found.name, found.choice]
        fields += [found.validation, found.test].map { String(format: "%.4f", $0) }
        fields.append(String(format: "%+.1f %%", 100 * (found.test / naive.test - 1)))
        if let floor { fields.append(String(format: "%+.1f %%", 100 * (found.test / floor - 1))) }
        fields.append(String(format: "%.2f", found.seconds))
        print("| \(fields.joined(separator: " | ")) |")
        fflush(nil)
    }
    for found in all { show(found) }
    for architecture in architectures where wanted?.contains(architecture.name) ?? true {
        show(try measured { try tuned(architecture, task) })
    }
}
