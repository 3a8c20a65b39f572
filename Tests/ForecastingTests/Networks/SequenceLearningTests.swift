import DataParallel
import Foundation
import Testing

@testable import Forecasting

/// Small sequence models learn two seasons in noise nearly as well as it can be known.
@Suite struct SequenceLearningTests {
    private static let (rows, trainRows) = (7_000, 6_200)
    private static let (inputLength, horizon) = (36, 6)

    /// The series and the noise in them, channel by channel.
    private static func seasons() throws -> (table: SeriesTable, noise: [[Double]]) {
        var stream = RandomStream(seed: 29, stream: 0)
        var (noise, columns) = ([[Double]](), [[Double]]())
        for channel in 0..<2 {
            let shift = 0.3 * Double(channel)
            noise.append((0..<rows).map { _ in 2.4 * (stream.nextUniform() - 0.5) })
            columns.append(
                (0..<rows).map { row in
                    let turn = { (period: Double) in
                        sin(2 * Double.pi * (Double(row) / period + shift))
                    }
                    return 1.5 * turn(12) + 0.7 * turn(4) + turn(9) + noise[channel][row]
                }
            )
        }
        return (try SeriesTable(channels: ["a", "b"], columns: columns), noise)
    }

    private static var architectures: [Architecture] {
        var tcn = TCN()
        tcn.channels = 24
        var patches = PatchTST()
        (patches.patchLength, patches.stride, patches.hidden, patches.layers) = (6, 3, 32, 2)
        var turned = ITransformer()
        (turned.width, turned.hidden, turned.layers) = (32, 32, 1)
        return [
            .lstm(Recurrent(hidden: 32)), .gru(Recurrent(hidden: 32)), .tcn(tcn),
            .patchTST(patches), .iTransformer(turned),
        ]
    }

    @Test(arguments: architectures)
    func areNearTheNoise(_ architecture: Architecture) throws {
        let (table, noise) = try Self.seasons()
        let (inputLength, horizon) = (Self.inputLength, Self.horizon)
        var training = TrainingSettings()
        training.length = .steps(1_500)
        training.batchSize = 100
        training.learningRate = 0.006
        training.gradientNorm = 1
        training.schedule = .cosine(warmUpSteps: 20)
        training.seed = 5
        let fitted = try NetworkForecaster(
            architecture,
            inputLength: inputLength,
            horizon: horizon,
            normalization: .standard,
            training: training
        ).trained(try TrainingData(table, train: 0..<Self.trainRows))
        let origins = Array(Self.trainRows...(Self.rows - horizon))
        let forecasts = try fitted.predict(table, origins: origins, on: .shared)
        var (error, unknowable, naive) = (0.0, 0.0, 0.0)
        for (index, origin) in origins.enumerated() {
            for channel in 0..<2 {
                let point = forecasts.point(origin: index, channel: channel)
                for (step, forecast) in point.enumerated() {
                    let actual = table[channel, origin + step]
                    error += (forecast - actual) * (forecast - actual)
                    unknowable += noise[channel][origin + step] * noise[channel][origin + step]
                    // All seasons end together after 36 rows.
                    let before = table[channel, origin + step - 36]
                    naive += (before - actual) * (before - actual)
                }
            }
        }
        let above = (error / unknowable).squareRoot() - 1
        // The seasonal naive forecast's noise is that of two values.
        #expect(abs((naive / unknowable / 2).squareRoot() - 1) < 0.1)
        #expect(above > -0.02 && above < 0.1, "\(architecture.name): \(above)")
    }
}
