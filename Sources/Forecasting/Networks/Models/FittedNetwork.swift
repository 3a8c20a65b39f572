import _MatrixProducts

/// A trained network.
public struct FittedNetwork: RestorableForecaster {
    /// The network.
    public let architecture: Architecture
    /// How training went; nil for a network that was read from a file.
    public let report: TrainingReport?
    /// Levels that are forecast; see ``FittedForecaster/quantileLevels``.
    public let quantileLevels: [Double]
    let shape: NetworkShape
    let parameters: [Float]
    let descriptions: [ParameterDescription]
    private let network: Network<Float>
    /// What the network runs on.
    private let effective: [Float]
    private let workspaces: Pool<Block>
    /// Samples of a piece of work.
    private let blockLength: Int

    init(
        _ architecture: Architecture,
        _ shape: NetworkShape,
        levels: [Double],
        parameters: [Float],
        report: TrainingReport?
    ) {
        self.architecture = architecture
        self.shape = shape
        self.report = report
        self.parameters = parameters
        quantileLevels = levels
        let network: Network<Float> = architecture.network(shape)
        let folding = architecture.folding(network, shape)
        self.network = network
        descriptions = folding?.descriptions ?? network.parameters
        precondition(parameters.count == descriptions.reduce(0) { $0 + $1.count })
        // Vectors are read beyond the last number.
        let slack = Array(repeating: Float(0), count: Rows.slack)
        var effective = parameters + slack
        if let folding {
            let trained = effective
            effective = Array(repeating: 0, count: network.parameterCount) + slack
            trained.withUnsafeBufferPointer { trained in
                effective.withUnsafeMutableBufferPointer {
                    folding.fold(trained.baseAddress!, into: $0.baseAddress!)
                }
            }
        }
        self.effective = effective
        let channelsPerSample = architecture.isMultivariate ? shape.channelCount : 1
        blockLength = MicroBatches.inferenceLength(network)
        workspaces = Pool {
            Block(network, channelsPerSample: channelsPerSample, targetWidth: 0)
        }
    }

    /// The architecture's name.
    public var name: String { architecture.name }
    /// Steps of a forecast.
    public var horizon: Int { shape.horizon }
    /// Values before the origin that it sees.
    public var inputLength: Int { shape.inputLength }
    /// Channels it was trained on.
    public var channelCount: Int { shape.channelCount }
    /// The number of trained parameters.
    public var parameterCount: Int { parameters.count }

    /// Whether ``sample(_:origins:_:on:)`` can: units were dropped in training.
    public var hasDropout: Bool { network.firstRandom != nil }

    /// Forecasts every channel from each origin. Where levels are forecast, they are sorted at each step
    /// (V. Chernozhukov, I. Fernández-Val, A. Galichon, "Quantile and probability curves without
    /// crossing", 2010), and the point forecast is the level nearest to the median.
    public func predict(
        _ table: SeriesTable,
        origins: [Int],
        on parallelism: Parallelism
    ) throws(ForecastingError) -> Forecasts {
        try check(table, origins: origins)
        try requireFiniteInputs(table, origins)
        try parallelism.checkCancellation()
        var forecasts = Forecasts(
            origins: origins,
            channelCount: channelCount,
            horizon: horizon,
            quantileLevels: quantileLevels
        )
        let isMultivariate = architecture.isMultivariate
        let perOrigin = isMultivariate ? 1 : channelCount
        let channelsPerSample = isMultivariate ? channelCount : 1
        let count = origins.count * perOrigin
        let source = WindowSource(
            table: table,
            inputLength: inputLength,
            horizon: horizon,
            origins: WindowOrigins([0..<1]),
            channelsPerSample: channelsPerSample,
            normalization: shape.normalization
        )
        // Small batches are cut finer, so that they are shared; all pieces are equally long.
        let windows = count * channelsPerSample
        let unit = windows < 8 * blockLength ? blockLength / 4 : blockLength
        let length = max(1, unit / channelsPerSample)
        let pieces = (count + length - 1) / length
        forecasts.withWriter { writer in
            parallelism.forEach(pieces, grain: 1) { piece in
                let samples = (count * piece / pieces)..<(count * (piece + 1) / pieces)
                self.run(rows: samples.count, on: parallelism) { row, windows in
                    let (place, channel) = (samples.lowerBound + row).quotientAndRemainder(
                        dividingBy: perOrigin
                    )
                    source.gatherInput(channel, origins[place], row: row, windows)
                } take: { row, windows, output in
                    for index in 0..<channelsPerSample {
                        let group = row * channelsPerSample + index
                        writer.write(
                            output + group * self.shape.outputWidth,
                            to: (samples.lowerBound + row) * channelsPerSample + index,
                            location: windows.locations[group],
                            scale: windows.scales[group]
                        )
                    }
                }
            }
        }
        return forecasts
    }

    /// Throws if an input of some origin is missing.
    private func requireFiniteInputs(
        _ table: SeriesTable,
        _ origins: [Int]
    ) throws(ForecastingError) {
        var checked = 0
        for origin in origins.sorted() {
            let first = max(checked, origin - inputLength)
            if first < origin { try table.requireFinite(first..<origin) }
            checked = max(checked, origin)
        }
    }

    /// Runs a block of samples through the network.
    ///
    /// - Parameters:
    ///   - fill: Copies the inputs of a row.
    ///   - take: Takes the outputs of a row.
    private func run(
        rows: Int,
        on parallelism: Parallelism,
        fill: (Int, Windows<Float>) -> Void,
        take: (Int, Windows<Float>, UnsafePointer<Float>) -> Void
    ) {
        withBlock(rows: rows, on: parallelism, fill: fill) { windows, pass in
            network.forward(pass(Randomness()))
            let output = UnsafePointer(pass(Randomness()).values(network.output))
            for row in 0..<rows { take(row, windows, output) }
        }
    }

    /// Lends a workspace with the inputs of a block, and what runs the network on it.
    private func withBlock(
        rows: Int,
        on parallelism: Parallelism,
        fill: (Int, Windows<Float>) -> Void,
        _ body: (Windows<Float>, (Randomness) -> Pass<Float>) -> Void
    ) {
        let run = apus_begin_products()
        defer { apus_end_products(run) }
        workspaces.withElement { block in
            let (workspace, windows) = (block.workspace, block.windows)
            for row in 0..<rows { fill(row, windows) }
            effective.withUnsafeBufferPointer { effective in
                body(windows) {
                    workspace.pass(
                        rows: rows,
                        windows,
                        parameters: effective.baseAddress!,
                        $0,
                        on: parallelism
                    )
                }
            }
        }
    }

    /// Forecasts with dropout, many times: a distribution of forecasts (Y. Gal, Z. Ghahramani, "Dropout as
    /// a Bayesian approximation", ICML 2016).
    ///
    /// A unit is dropped or kept by the seed, the sample, the place of the origin and the channel alone.
    /// What comes before the first dropout is computed once for all samples.
    ///
    /// - Parameters:
    ///   - table: As for ``predict(_:origins:on:)``.
    ///   - origins: As for ``predict(_:origins:on:)``; at most 2^40 forecasts in all.
    ///   - simulation: The number of samples, the seed and the quantile levels.
    ///   - parallelism: Who works; the samples do not depend on it.
    /// - Throws: ``ForecastingError/unsupported(model:what:)`` for a network without dropout or of
    ///   quantiles; otherwise as ``predict(_:origins:on:)``.
    public func sample(
        _ table: SeriesTable,
        origins: [Int],
        _ simulation: MonteCarlo,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> MonteCarloSummary {
        try check(table, origins: origins)
        try requireFiniteInputs(table, origins)
        try parallelism.checkCancellation()
        guard let firstRandom = network.firstRandom else {
            throw .unsupported(model: name, what: "samples without dropout")
        }
        guard quantileLevels.isEmpty else {
            throw .unsupported(model: name, what: "samples where it forecasts quantiles")
        }
        let isMultivariate = architecture.isMultivariate
        let rowsPerOrigin = isMultivariate ? 1 : channelCount
        let source = WindowSource(
            table: table,
            inputLength: inputLength,
            horizon: horizon,
            origins: WindowOrigins([0..<1]),
            channelsPerSample: isMultivariate ? channelCount : 1,
            normalization: shape.normalization
        )
        // Large blocks multiply better; few origins are cut finer, so that they are shared.
        let unit =
            origins.count * rowsPerOrigin < 8 * blockLength
            ? blockLength / 4 : blockLength
        let originsPerBlock = max(1, unit / rowsPerOrigin)
        guard originsPerBlock * rowsPerOrigin <= blockLength else {
            throw .unsupported(
                model: name,
                what: "samples of more than \(blockLength) channels"
            )
        }
        let operations = network.operations.count
        let outputs = channelCount * horizon
        let blocks = (origins.count + originsPerBlock - 1) / originsPerBlock
        let parts = try parallelism.map(blocks, grain: 1) { (block) throws(ForecastingError) in
            let places =
                (block * originsPerBlock)..<min((block + 1) * originsPerBlock, origins.count)
            let rows = places.count * rowsPerOrigin
            // Origin by origin, sample by sample.
            var draws = places.map { _ in [[Float]]() }
            self.withBlock(rows: rows, on: parallelism) { row, windows in
                let (place, channel) = row.quotientAndRemainder(dividingBy: rowsPerOrigin)
                let origin = origins[places.lowerBound + place]
                source.gatherInput(channel, origin, row: row, windows)
            } _: { windows, pass in
                self.network.forward(pass(Randomness()), 0..<firstRandom)
                let first = UInt64(places.lowerBound * rowsPerOrigin)
                for sample in 0..<simulation.samples {
                    let randomness = Randomness(
                        seed: simulation.seed,
                        firstSample: UInt64(sample) << 40 | first,
                        drops: true
                    )
                    let pass = pass(randomness)
                    self.network.forward(pass, firstRandom..<operations)
                    let output = pass.values(self.network.output)
                    for index in places.indices {
                        let group = (index - places.lowerBound) * self.channelCount
                        draws[index - places.lowerBound].append(
                            Self.forecasts(
                                output + group * self.horizon,
                                outputs,
                                self.horizon,
                                windows,
                                firstGroup: group
                            )
                        )
                    }
                }
            }
            return draws.map {
                WindowSummary(
                    $0,
                    outputs: outputs,
                    levels: simulation.quantileLevels,
                    on: .sequential
                )
            }
        }
        let summaries = parts.flatMap { $0 }
        return MonteCarloSummary(
            windowCount: origins.count,
            outputCount: outputs,
            quantileLevels: simulation.quantileLevels,
            means: summaries.flatMap(\.means),
            standardDeviations: summaries.flatMap(\.standardDeviations),
            quantiles: summaries.flatMap(\.quantiles)
        )
    }

    /// The forecasts of an origin, scaled and moved: channel by channel, step by step.
    private static func forecasts(
        _ output: UnsafePointer<Float>,
        _ count: Int,
        _ horizon: Int,
        _ windows: Windows<Float>,
        firstGroup: Int
    ) -> [Float] {
        Array(unsafeUninitializedCapacity: count) { forecasts, initialized in
            for first in stride(from: 0, to: count, by: horizon) {
                let group = firstGroup + first / horizon
                let scale = windows.scales[group]
                let location = Float(windows.locations[group])
                for step in first..<(first + horizon) {
                    forecasts.initializeElement(at: step, to: output[step] * scale + location)
                }
            }
            initialized = count
        }
    }
}
