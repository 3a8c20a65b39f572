public import DataParallel

/// Samples a stochastic model many times and sums up what comes out.
///
/// Sample `s` of window `w` draws from a stream of random numbers of its own, given by the seed, `s` and `w`
/// alone: neither the number of threads, nor of samples, nor of other windows changes it. Samples of a
/// window are given up when its sums are there; memory holds those of the windows that are being worked on.
public struct MonteCarlo: Sendable, Equatable {
    /// The number of samples of each window.
    public let samples: Int
    /// What the random numbers follow from.
    public let seed: UInt64
    /// The levels of the quantiles, ascending.
    public let quantileLevels: [Double]

    /// Where the streams begin, apart from those that others draw with the same seed.
    private static let firstBlock: UInt64 = 0x4D43 << 48

    /// Makes a simulation.
    ///
    /// - Parameters:
    ///   - samples: From 2 to 2³².
    ///   - seed: Equal seeds give equal samples.
    ///   - quantileLevels: Ascending, from 0 to 1.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)``.
    public init(
        samples: Int,
        seed: UInt64,
        quantileLevels: [Double] = [0.05, 0.5, 0.95]
    ) throws(ForecastingError) {
        guard 2...(1 << 32) ~= samples else {
            throw .invalidSetting(
                name: "samples",
                value: "\(samples)",
                requirement: "is from 2 to 4294967296"
            )
        }
        try SampleQuantile.check(quantileLevels)
        self.samples = samples
        self.seed = seed
        self.quantileLevels = quantileLevels
    }

    /// The random numbers of a sample.
    public func stream(sample: Int, window: Int) -> RandomStream {
        RandomStream(
            seed: seed,
            stream: UInt64(window) << 32 | UInt64(sample),
            index: Self.firstBlock
        )
    }

    /// Samples every window.
    ///
    /// - Parameters:
    ///   - windows: How many windows there are, from 1 to 2³¹.
    ///   - outputs: How many numbers a sample has, at least 1.
    ///   - parallelism: Windows are shared out, and so are the samples of each.
    ///   - model: Given the numbers of the sample and the window, and its random numbers, a sample.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for counts out of range; of the
    ///   first window, and in it the first sample, that fails, what the model throws,
    ///   ``ForecastingError/mismatch(what:expected:found:)`` for a sample of another length and
    ///   ``ForecastingError/diverged(model:where:)`` for one that is not finite;
    ///   ``ForecastingError/cancelled``.
    /// - Complexity: O(windows x samples x (model + outputs x log samples)).
    public func run(
        windows: Int,
        outputs: Int,
        on parallelism: Parallelism = .shared,
        _ model:
            @escaping @Sendable (
                _ sample: Int, _ window: Int, _ random: inout RandomStream
            ) throws(ForecastingError) -> [Float]
    ) throws(ForecastingError) -> MonteCarloSummary {
        for (name, value) in [("windows", windows), ("outputs", outputs)]
        where !(1...(1 << 31) ~= value) {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "is from 1 to 2147483648"
            )
        }
        let parts = try parallelism.map(windows, grain: 1) { (window) throws(ForecastingError) in
            let draws = try parallelism.map(samples) { (sample) throws(ForecastingError) in
                var random = stream(sample: sample, window: window)
                let values = try model(sample, window, &random)
                try check(values, outputs, sample, window)
                return values
            }
            return WindowSummary(draws, outputs: outputs, levels: quantileLevels, on: parallelism)
        }
        return MonteCarloSummary(
            windowCount: windows,
            outputCount: outputs,
            quantileLevels: quantileLevels,
            means: parts.flatMap(\.means),
            standardDeviations: parts.flatMap(\.standardDeviations),
            quantiles: parts.flatMap(\.quantiles)
        )
    }

    private func check(
        _ values: [Float],
        _ outputs: Int,
        _ sample: Int,
        _ window: Int
    ) throws(ForecastingError) {
        guard values.count == outputs else {
            throw .mismatch(
                what: "outputs of sample \(sample + 1) of window \(window + 1)",
                expected: outputs,
                found: values.count
            )
        }
        for (output, value) in values.enumerated() where !value.isFinite {
            throw .diverged(
                model: "the sampled model",
                where: "output \(output + 1) of sample \(sample + 1) of window \(window + 1)"
            )
        }
    }
}
