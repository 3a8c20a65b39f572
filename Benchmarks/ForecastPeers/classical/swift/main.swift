// Rolling refits of the classical models on one thread; the twin of statsforecast_fits.py.
//
//     classical-fits write series.csv    make up the series, once
//     classical-fits series.csv [model ...]

import DataParallel
import Forecasting

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#endif

let horizon = 12
let seasonLength = 12
let windowLength = 120

/// Monthly totals of international airline passengers in thousands, 1949-1960 (G. E. P. Box, G. M.
/// Jenkins, "Time Series Analysis: Forecasting and Control", series G).
let passengers: [Double] = [
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170,
    170,
    158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193,
    181,
    183, 218, 230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180,
    201,
    204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364,
    347,
    312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356,
    348,
    355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310,
    337,
    360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622,
    606,
    508, 461, 390, 432,
]

func fail(_ message: String) -> Never {
    print("classical-fits: \(message)")
    exit(2)
}

/// Monthly series of many shapes, 145 values each, so that every one gives 13 or 14 windows.
func madeUpSeries(count: Int) -> [[Double]] {
    (0..<count).map { number in
        var random = RandomStream(seed: 20_260_101, stream: UInt64(number))
        func uniform(_ low: Double, _ high: Double) -> Double {
            low + (high - low) * random.nextUniform()
        }
        func normal() -> Double {
            (-2 * log(1 - random.nextUniform())).squareRoot()
                * cos(2 * Double.pi * random.nextUniform())
        }
        let isMultiplicative = number.isMultiple(of: 2)
        let noise = uniform(0.01, 0.08)
        let amplitude = number % 5 == 4 ? 0 : uniform(0.02, 0.3)
        let alpha = uniform(0.05, 0.9)
        let beta = number % 3 == 0 ? uniform(0, 0.1) : 0
        var level = 100.0
        var slope = number % 3 == 2 ? 0 : uniform(-0.2, 0.8)
        let shape = (0..<seasonLength).map { _ in amplitude * normal() }
        return (0..<(windowLength + horizon + 13)).map { time in
            let season = shape[time % seasonLength]
            let error = noise * normal()
            let base = level + slope
            let value =
                isMultiplicative
                ? base * max(1 + season, 0.2) * (1 + error) : base + 100 * (season + error)
            level = max(base + alpha * (isMultiplicative ? base : 100) * error, 20)
            slope += beta * (isMultiplicative ? base : 100) * error
            if level <= 20 { slope = abs(slope) }
            return value
        }
    }
}

func readSeries(_ path: String) -> [[Double]] {
    guard let file = fopen(path, "r") else { fail("cannot read \(path)") }
    defer { fclose(file) }
    var series: [[Double]] = []
    var line = [CChar](repeating: 0, count: 65_536)
    while fgets(&line, Int32(line.count), file) != nil {
        let text = String(
            decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        series.append(
            text.split(whereSeparator: { $0 == "," || $0.isNewline }).map { field in
                guard let value = Double(field) else { fail("\(path): \(field) is no number") }
                return value
            }
        )
    }
    return series
}

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.count == 2, arguments[0] == "write" {
    // The air-passengers series first: 13 refits; 38 made up ones make 500 and a few more.
    guard let file = fopen(arguments[1], "w") else { fail("cannot write \(arguments[1])") }
    for series in [passengers] + madeUpSeries(count: 38) {
        fputs(series.map { "\($0)" }.joined(separator: ",") + "\n", file)
    }
    fclose(file)
    exit(0)
}
guard let path = arguments.first else { fail("give the file with the series") }
let series = readSeries(path)
let models: [(String, any Forecaster)] = [
    ("auto-ets", ETSForecaster(horizon: horizon, seasonLength: seasonLength)),
    (
        "auto-theta",
        ThetaForecaster(horizon: horizon, seasonLength: seasonLength, variant: .automatic)
    ),
    ("theta", ThetaForecaster(horizon: horizon, seasonLength: seasonLength)),
    ("ar", AutoregressiveForecaster(horizon: horizon)),
    ("seasonal-naive", SeasonalNaiveForecaster(horizon: horizon, seasonLength: seasonLength)),
]
print("model,series,fits,median_ms,mean_ms,mae,mase")
for (name, model) in models where arguments.count == 1 || arguments.dropFirst().contains(name) {
    for (label, chosen) in [("air-passengers", series.prefix(1)), ("made-up", series.dropFirst())] {
        var milliseconds: [Double] = []
        var absolute = 0.0
        var scaled = 0.0
        var count = 0.0
        for values in chosen {
            let table = try SeriesTable(channels: ["y"], columns: [values])
            for first in 0...(values.count - windowLength - horizon) {
                let origin = first + windowLength
                let data = try TrainingData(table, train: first..<origin)
                let start = now()
                let fitted = try model.fit(data, on: .sequential)
                let forecasts = try fitted.predict(table, origins: [origin], on: .sequential)
                milliseconds.append(1e3 * (now() - start))
                var naive = 0.0
                for row in (first + seasonLength)..<origin {
                    naive += abs(values[row] - values[row - seasonLength])
                }
                naive /= Double(windowLength - seasonLength)
                for (step, point) in forecasts.point(origin: 0, channel: 0).enumerated() {
                    let error = abs(values[origin + step] - point)
                    absolute += error
                    scaled += error / naive
                    count += 1
                }
            }
        }
        let sorted = milliseconds.sorted()
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        func digits(_ value: Double) -> Double { (value * 1e5).rounded() / 1e5 }
        print(
            "\(name),\(label),\(sorted.count),\(digits(sorted[sorted.count / 2])),\(digits(mean)),"
                + "\(digits(absolute / count)),\(digits(scaled / count))"
        )
    }
}
