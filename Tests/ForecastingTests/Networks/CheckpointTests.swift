import DataParallel
import Foundation
import TestSupport
import Testing

@testable import Forecasting

/// Training that is stopped and taken up again.
@Suite struct CheckpointTests {
    private static func data() throws -> TrainingData {
        let table = try SyntheticSeries.waves(rows: 160, channels: 2, noise: 0.3, seed: 21)
        return try TrainingData(table, train: 0..<130, validation: 130..<160)
    }

    private static func forecaster(
        _ architecture: Architecture,
        _ change: (inout TrainingSettings) -> Void = { _ in }
    ) -> NetworkForecaster {
        var training = TrainingSettings()
        training.length = .steps(17)
        training.batchSize = 40
        training.validationInterval = 4
        training.gradientNorm = 1
        training.schedule = .plateau(patience: 1, factor: 0.5)
        training.optimizer = .adamW()
        training.weightDecay = 0.01
        change(&training)
        return NetworkForecaster(architecture, inputLength: 24, horizon: 6, training: training)
    }

    /// Cancelled at every step in turn, and taken up again until it ends.
    @Test(
        arguments: [
            .nlinear, .dlinear(DLinear(kernel: 5)), .mlp(MLP(hidden: [16], dropout: 0.2)),
            .lstm(Recurrent(hidden: 5, layers: 2, dropout: 0.2)),
        ] as [Architecture]
    )
    func endsWithTheSameBits(_ architecture: Architecture) throws {
        let (forecaster, data) = (Self.forecaster(architecture), try Self.data())
        let expected = try forecaster.trained(data, on: .sequential)
        let directory = try TemporaryDirectory()
        for stop in 1...17 {
            let checkpoint = TrainingCheckpoint(
                path: directory.path("stop\(stop)"),
                interval: 3_600
            )
            var runs = 0
            var fitted: FittedNetwork?
            while fitted == nil {
                runs += 1
                let (token, end) = (CancellationToken(), stop * runs)
                do {
                    fitted = try forecaster.trained(
                        data,
                        on: Parallelism(pool: ThreadPool(workerCount: runs % 3 + 1))
                            .cancelled(by: token),
                        checkpoint: checkpoint
                    ) { progress in
                        if progress.finished == end { token.cancel() }
                    }
                } catch {
                    try #require(error == .cancelled)
                    try #require(runs <= 17)
                }
            }
            #expect(runs == (17 + stop - 1) / stop)
            #expect(fitted?.record() == expected.record())
            #expect(fitted?.report == expected.report)
        }
    }

    /// A training that ended is taken up at its end, without a step.
    @Test func whatIsOverIsNotRepeated() throws {
        let forecaster = Self.forecaster(.nlinear) {
            $0.length = .steps(400)
            $0.patience = 2
            $0.learningRate = 0.5
        }
        let data = try Self.data()
        let directory = try TemporaryDirectory()
        let checkpoint = TrainingCheckpoint(path: directory.path("x"))
        let first = try forecaster.trained(data, checkpoint: checkpoint)
        #expect(try #require(first.report).steps < 400)
        let second = try forecaster.trained(data, checkpoint: checkpoint) { _ in
            Issue.record("a step was made")
        }
        #expect(second.record() == first.record())
        #expect(second.report == first.report)
        #expect(FileManager.default.fileExists(atPath: directory.path("x")))
    }

    /// Stored after each step, the file of any step leads to the same end.
    @Test func isStoredAsItGoes() throws {
        let (forecaster, data) = (Self.forecaster(.rlinear), try Self.data())
        let directory = try TemporaryDirectory()
        let checkpoint = TrainingCheckpoint(path: directory.path("x"), interval: 0)
        let copies = (0..<17).map { directory.path("copy\($0)") }
        let expected = try forecaster.trained(data, on: .sequential, checkpoint: checkpoint) {
            // What is there now is of the step before.
            guard $0.finished > 1 else { return }
            try? FileManager.default.copyItem(
                atPath: checkpoint.path,
                toPath: copies[$0.finished - 1]
            )
        }
        for copy in copies.dropFirst() {
            var steps = 0
            let bytes = try #require(FileManager.default.contents(atPath: copy))
            #expect(!bytes.isEmpty)
            let fitted = try forecaster.trained(
                data,
                on: .sequential,
                checkpoint: TrainingCheckpoint(path: copy)
            )
            steps = try #require(fitted.report).steps
            #expect(steps == 17)
            #expect(fitted.record() == expected.record())
            #expect(fitted.report == expected.report)
        }
    }

    @Test func refusesWhatIsAnotherTraining() throws {
        let data = try Self.data()
        let directory = try TemporaryDirectory()
        let checkpoint = TrainingCheckpoint(path: directory.path("x"))
        _ = try Self.forecaster(.nlinear).trained(data, checkpoint: checkpoint)
        let before = try #require(FileManager.default.contents(atPath: checkpoint.path))
        let others: [NetworkForecaster] = [
            Self.forecaster(.rlinear), Self.forecaster(.nlinear) { $0.seed = 2 },
            Self.forecaster(.nlinear) { $0.length = .steps(18) },
            Self.forecaster(.nlinear) { $0.learningRate = 2e-3 },
        ]
        for other in others {
            let error = #expect(throws: ForecastingError.self) {
                try other.trained(data, checkpoint: checkpoint)
            }
            let message = try #require(error).description
            #expect(message.contains("is of the same model, settings and data"))
        }
        let table = try SyntheticSeries.waves(rows: 160, channels: 2, noise: 0.3, seed: 22)
        #expect(throws: ForecastingError.self) {
            try Self.forecaster(.nlinear).trained(
                TrainingData(table, train: 0..<130, validation: 130..<160),
                checkpoint: checkpoint
            )
        }
        // What was there stays.
        #expect(FileManager.default.contents(atPath: checkpoint.path) == before)
    }

    @Test func refusesWhatIsDamaged() throws {
        let (forecaster, data) = (Self.forecaster(.nlinear), try Self.data())
        let directory = try TemporaryDirectory()
        let checkpoint = TrainingCheckpoint(path: directory.path("x"))
        _ = try forecaster.trained(data, checkpoint: checkpoint)
        let bytes = Array(try #require(FileManager.default.contents(atPath: checkpoint.path)))
        func isRefused(_ bytes: [UInt8]) throws -> Bool {
            let path = try directory.write(bytes, to: "damaged")
            do {
                _ = try forecaster.trained(data, checkpoint: TrainingCheckpoint(path: path))
                return false
            } catch {
                if case .corruptFile = error { return true }
                return false
            }
        }
        for place in stride(from: 0, to: bytes.count, by: 97) {
            var damaged = bytes
            damaged[place] ^= 4
            #expect(try isRefused(damaged), "byte \(place)")
            #expect(try isRefused(Array(bytes[..<place])), "cut at \(place)")
        }
        #expect(try isRefused(bytes + [0]))
    }
}
