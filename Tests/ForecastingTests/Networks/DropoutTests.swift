import DataParallel
import Testing
import _MatrixProducts

@testable import Forecasting

@Suite struct DropoutTests {
    /// The vector code draws the numbers of the generator that is tested against published vectors.
    @Test func blocksAreThoseOfPhilox() {
        let seed: UInt64 = 0x0123_4567_89AB_CDEF
        for first in [0, 8, 4_294_967_288] as [UInt32] {
            var numbers = [UInt32](repeating: .max, count: 64)
            apus_dropout_numbers(first, 77, 88, 99, seed, &numbers)
            for lane in 0..<8 {
                let expected = Philox4x32.block(
                    counter: SIMD4(first + UInt32(lane), 77, 88, 99),
                    key: SIMD2(0x89AB_CDEF, 0x0123_4567)
                )
                for word in 0..<4 {
                    #expect(numbers[16 * word + lane] == expected[word] & 0xFFFF)
                    #expect(numbers[16 * word + 8 + lane] == expected[word] >> 16)
                }
            }
        }
    }

    /// What a layer of so many units makes of ones.
    private func dropped(
        rows: Int,
        width: Int,
        rate: Double,
        first: UInt64,
        seed: UInt64 = 5
    ) -> [[Float]] {
        var builder = NetworkBuilder<Float>(inputWidth: width)
        let output = builder.dropout(builder.input, rate: rate)
        let network = builder.network(output: output)
        let workspace = Workspace(network, capacity: rows, trains: false)
        let memory = WindowMemory<Float>(
            capacity: rows,
            inputWidth: 0,
            targetWidth: 0,
            channelsPerSample: 1
        )
        for place in 0..<(rows * width) { workspace.values[place] = 1 }
        let none: [Float] = [0]
        return none.withUnsafeBufferPointer { parameters in
            let pass = workspace.pass(
                rows: rows,
                memory.windows(inputs: workspace.values),
                parameters: parameters.baseAddress!,
                Randomness(seed: seed, firstSample: first, drops: true)
            )
            network.forward(pass)
            let values = pass.values(network.output)
            return (0..<rows).map { row in (0..<width).map { values[row * width + $0] } }
        }
    }

    @Test(arguments: [0.1, 0.2, 0.5, 0.9])
    func dropsTheShareAndKeepsTheMean(rate: Double) {
        let values = dropped(rows: 100, width: 1_000, rate: rate, first: 0).flatMap { $0 }
        let share = Double(values.count { $0 == 0 }) / 100_000
        #expect(abs(share - rate) < 0.006)
        let kept = Float(1 / (1 - (rate * 65_536).rounded() / 65_536))
        for value in values where value != 0 { #expect(abs(value - kept) < 1e-5 * kept) }
    }

    @Test(arguments: [1, 15, 16, 17, 63, 64, 65, 200])
    func aSamplesUnitsAreItsOwn(width: Int) {
        let together = dropped(rows: 6, width: width, rate: 0.5, first: 1 << 40 | 10)
        for row in 0..<6 {
            let alone = dropped(rows: 1, width: width, rate: 0.5, first: 1 << 40 | UInt64(10 + row))
            #expect(alone[0] == together[row])
        }
        if width >= 63 {
            #expect(Set(together).count == 6)
            #expect(dropped(rows: 1, width: width, rate: 0.5, first: 10)[0] != together[0])
            let other = dropped(rows: 1, width: width, rate: 0.5, first: 1 << 40 | 10, seed: 6)
            #expect(other[0] != together[0])
        }
    }

    @Test func samplesDoNotDependOnThreadsOrTheirNumber() throws {
        let table = try SyntheticSeries.waves(rows: 150, channels: 2, seed: 8)
        var training = TrainingSettings()
        training.length = .steps(20)
        for architecture in [
            Architecture.mlp(MLP(hidden: [20, 20], dropout: 0.3)),
            .tsMixer(
                {
                    var settings = TSMixer()
                    settings.dropout = 0.3
                    return settings
                }()
            ),
        ] + SmallSequenceModels.dropping {
            let fitted = try NetworkForecaster(
                architecture,
                inputLength: 12,
                horizon: 5,
                training: training
            ).trained(try TrainingData(table))
            let origins = Array(12...150)
            let simulation = try MonteCarlo(samples: 9, seed: 3, quantileLevels: [0.1, 0.5])
            let expected = try fitted.sample(table, origins: origins, simulation, on: .sequential)
            #expect(expected.means.count == 139 * 10)
            #expect(expected.standardDeviations.filter { $0 > 0 }.count > 1_100)
            for workers in [1, 2, 3, 8] {
                let found = try fitted.sample(
                    table,
                    origins: origins,
                    simulation,
                    on: Parallelism(pool: ThreadPool(workerCount: workers))
                )
                #expect(found == expected)
            }
            let first = try fitted.sample(table, origins: Array(origins.prefix(3)), simulation)
            #expect(Array(first.means) == Array(expected.means.prefix(30)))
            // The samples lie around the forecast without dropout.
            let points = try fitted.predict(table, origins: origins).points
            let apart = zip(points, expected.means).map { abs($0 - $1) }.reduce(0, +)
            let spread = expected.standardDeviations.reduce(0, +)
            #expect(apart > 0 && apart < 2 * spread)
        }
    }

    @Test func refusesNetworksWithoutDropout() throws {
        let table = try SyntheticSeries.waves(rows: 60, seed: 9)
        var training = TrainingSettings()
        training.length = .steps(1)
        let fitted = try NetworkForecaster(
            .nlinear,
            inputLength: 12,
            horizon: 5,
            training: training
        ).trained(try TrainingData(table))
        let expected = ForecastingError.unsupported(
            model: "nlinear",
            what: "samples without dropout"
        )
        #expect(throws: expected) {
            try fitted.sample(table, origins: [20], MonteCarlo(samples: 5, seed: 1))
        }
    }
}
