import DataParallel
import Testing

@testable import Forecasting

@Suite struct MonteCarloTests {
    /// The mean of a few random numbers, shifted by the window.
    private let noisy:
        @Sendable (Int, Int, inout RandomStream) throws(ForecastingError) -> [Float] = {
            (_, window, random) throws(ForecastingError) in
            (0..<3).map { output in
                Float(random.nextUniform() + random.nextUniform()) * Float(output + 1)
                    + Float(window)
            }
        }

    /// Samples of 4, 1, 3 and 2: mean 2.5, variance 5 / 3, and the quantiles of type 7 between them.
    @Test func sumsUpByHand() throws {
        let values: [Float] = [4, 1, 3, 2]
        let simulation = try MonteCarlo(
            samples: 4,
            seed: 1,
            quantileLevels: [0, 0.1, 0.5, 0.75, 1]
        )
        let summary = try simulation.run(windows: 2, outputs: 2) {
            (sample, window, _) throws(ForecastingError) in
            [values[sample], Float(10 * window)]
        }
        #expect(summary.means == [2.5, 0, 2.5, 10])
        let deviation = (5.0 / 3).squareRoot()
        #expect(summary.standardDeviations == [deviation, 0, deviation, 0])
        let quantiles = (0..<5).map { summary.quantile(window: 1, level: $0) }
        let expected = [1, 1.3, 2.5, 3.25, 4]
        for (found, wanted) in zip(quantiles, expected) {
            #expect(abs(found[found.startIndex] - wanted) < 1e-12)
            #expect(found[found.startIndex + 1] == 10)
        }
        #expect(Array(summary.mean(window: 1)) == [2.5, 10])
        #expect(Array(summary.standardDeviation(window: 0)) == [deviation, 0])
    }

    /// `numpy.quantile([0.5, 1.75, -2, 8, 3.25, 3], q)` of numpy 2.
    @Test func quantilesAreThoseOfNumpy() throws {
        let values: [Float] = [0.5, 1.75, -2, 8, 3.25, 3]
        let levels = [0.05, 0.3, 0.5, 0.8, 0.93]
        let summary = try MonteCarlo(samples: 6, seed: 1, quantileLevels: levels)
            .run(windows: 1, outputs: 1) { (sample, _, _) throws(ForecastingError) in
                [values[sample]]
            }
        for (found, wanted) in zip(summary.quantiles, [-1.375, 1.125, 2.375, 3.25, 6.3375]) {
            #expect(abs(found - wanted) < 1e-12)
        }
    }

    /// Every number of samples up to 70 has a network of its own; values repeat.
    @Test(arguments: 1...70)
    func lanesAreSorted(count: Int) {
        var random = RandomStream(seed: 2, stream: UInt64(count))
        let draws = (0..<count).map { _ in
            (0..<21).map { _ in Float(Int.random(in: -40...40, using: &random)) }
        }
        var lanes = SampleLanes(draws, first: 16)
        lanes.sort()
        for lane in 0..<16 {
            let plain = draws.map { lane < 5 ? $0[16 + lane] : 0 }
            #expect(lanes.samples.map { $0[lane] } == plain.sorted())
        }
    }

    @Test func becomesForecasts() throws {
        let summary = try MonteCarlo(samples: 2, seed: 1, quantileLevels: [0, 1])
            .run(windows: 2, outputs: 4) { (sample, window, _) throws(ForecastingError) in
                (0..<4).map { Float(100 * window + 10 * $0 + sample) }
            }
        let forecasts = try summary.forecasts(origins: [5, 9], channelCount: 2)
        #expect(forecasts.origins == [5, 9])
        #expect(Array(forecasts.point(origin: 1, channel: 1)) == [120.5, 130.5])
        #expect(Array(forecasts.quantile(origin: 0, channel: 1, level: 0)) == [20, 30])
        #expect(Array(forecasts.quantile(origin: 1, channel: 0, level: 1)) == [101, 111])
        #expect(
            throws: ForecastingError.mismatch(
                what: "origins of the windows",
                expected: 2,
                found: 1
            )
        ) { try summary.forecasts(origins: [5], channelCount: 2) }
        for channels in [3, 0, -1, 5] {
            #expect(throws: ForecastingError.self) {
                try summary.forecasts(origins: [5, 9], channelCount: channels)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func doesNotDependOnThreads(threads: Int) throws {
        let simulation = try MonteCarlo(samples: 50, seed: 7)
        let alone = try simulation.run(windows: 9, outputs: 3, on: .sequential, noisy)
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        #expect(try simulation.run(windows: 9, outputs: 3, on: pool, noisy) == alone)
    }

    /// The sum of two uniform numbers has mean 1 and variance 1 / 6.
    @Test func momentsAreThoseOfTheDistribution() throws {
        let summary = try MonteCarlo(samples: 4000, seed: 3).run(windows: 1, outputs: 3, noisy)
        let deviation = (1.0 / 6).squareRoot()
        for output in 0..<3 {
            let scale = Double(output + 1)
            // Four standard errors.
            #expect(abs(summary.means[output] / scale - 1) < 4 * deviation / 4000.0.squareRoot())
            #expect(abs(summary.standardDeviations[output] / scale - deviation) < 0.02)
            #expect(abs(Array(summary.quantile(window: 0, level: 1))[output] / scale - 1) < 0.03)
        }
    }

    /// A window's samples are the same among more windows, and the first ones the same among more samples.
    @Test func samplesKeepTheirStreams() throws {
        let few = try MonteCarlo(samples: 5, seed: 9)
        let many = try MonteCarlo(samples: 6, seed: 9)
        var seen: Set<UInt64> = []
        for window in 0..<20 {
            for sample in 0..<5 {
                var a = few.stream(sample: sample, window: window)
                var b = many.stream(sample: sample, window: window)
                let first = a.next()
                #expect(first == b.next())
                #expect(seen.insert(first).inserted)
            }
        }
        let one = try few.run(windows: 1, outputs: 3, noisy)
        let two = try few.run(windows: 2, outputs: 3, noisy)
        #expect(one.mean(window: 0).elementsEqual(two.mean(window: 0)))
        #expect(try MonteCarlo(samples: 5, seed: 8).run(windows: 1, outputs: 3, noisy) != one)
    }

    @Test(arguments: [1, 2, 8])
    func theFirstFailureIsThrown(threads: Int) throws {
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        let simulation = try MonteCarlo(samples: 6, seed: 1)
        #expect(throws: ForecastingError.empty(what: "window 2 sample 3")) {
            try simulation.run(windows: 5, outputs: 1, on: pool) {
                (sample, window, _) throws(ForecastingError) in
                if window >= 2, sample >= 3 {
                    throw .empty(what: "window \(window) sample \(sample)")
                }
                return [0]
            }
        }
        #expect(
            throws: ForecastingError.mismatch(
                what: "outputs of sample 1 of window 1",
                expected: 2,
                found: 1
            )
        ) {
            try simulation.run(windows: 2, outputs: 2, on: pool) {
                (_, _, _) throws(ForecastingError) in [1]
            }
        }
        for value in [Float.nan, .infinity] {
            #expect(
                throws: ForecastingError.diverged(
                    model: "the sampled model",
                    where: "output 1 of sample 1 of window 1"
                )
            ) {
                try simulation.run(windows: 2, outputs: 1, on: pool) {
                    (_, _, _) throws(ForecastingError) in [value]
                }
            }
        }
    }

    @Test func refusesSettingsOutOfRange() throws {
        #expect(throws: ForecastingError.self) { try MonteCarlo(samples: 1, seed: 1) }
        for levels in [[-0.1], [1.1], [0.5, 0.5], [0.9, 0.1], [.nan]] {
            #expect(throws: ForecastingError.self) {
                try MonteCarlo(samples: 2, seed: 1, quantileLevels: levels)
            }
        }
        let simulation = try MonteCarlo(samples: 2, seed: 1)
        for (windows, outputs) in [(0, 1), (1, 0), (-1, 1), (.max, 1)] {
            #expect(throws: ForecastingError.self) {
                try simulation.run(windows: windows, outputs: outputs, noisy)
            }
        }
    }
}
