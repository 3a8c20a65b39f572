import MarketData

/// A neural network and how it is trained.
///
/// Univariate networks share their parameters among all channels, each of whose windows is a sample. Windows
/// are those of all training segments; each lies within one.
public struct NetworkForecaster: Forecaster {
    /// The network.
    public var architecture: Architecture
    /// Values before the origin that it sees.
    public var inputLength: Int
    /// Values that it forecasts.
    public var horizon: Int
    /// What is taken out of windows and put back.
    public var normalization: WindowNormalization
    /// How it is trained.
    public var training: TrainingSettings

    /// Makes a forecaster; a normalization of nil is the architecture's usual one, and training of nil the
    /// defaults with its usual limit of the gradient.
    public init(
        _ architecture: Architecture,
        inputLength: Int,
        horizon: Int,
        normalization: WindowNormalization? = nil,
        training: TrainingSettings? = nil
    ) {
        self.architecture = architecture
        self.inputLength = inputLength
        self.horizon = horizon
        self.normalization = normalization ?? architecture.usualNormalization
        var usual = TrainingSettings()
        usual.gradientNorm = architecture.usualGradientNorm
        self.training = training ?? usual
    }

    /// The architecture's name.
    public var name: String { architecture.name }

    /// Trains the network.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        try trained(data, on: parallelism)
    }

    /// Trains the network, and tells how it went.
    ///
    /// - Parameters:
    ///   - data: What it may learn from.
    ///   - parallelism: Who works; the network does not depend on it.
    ///   - checkpoint: Where training is stored as it goes, and taken up from, with the same result to the last bit.
    ///   - progress: Told of each step; what it takes, training waits for.
    /// - Throws: What is wrong with settings or data; ``ForecastingError/diverged(model:where:)``;
    ///   ``ForecastingError/cancelled``, which is looked at before each step and each validation.
    public func trained(
        _ data: TrainingData,
        on parallelism: Parallelism = .shared,
        checkpoint: TrainingCheckpoint? = nil,
        progress: (@Sendable (TrainingProgress) -> Void)? = nil
    ) throws(ForecastingError) -> FittedNetwork {
        try Self.validate(architecture, inputLength: inputLength, horizon: horizon)
        try training.validate()
        if training.patience != nil, data.validation == nil {
            throw .invalidSetting(
                name: "patience",
                value: "\(training.patience!)",
                requirement: "comes with validation rows"
            )
        }
        let needed = inputLength + horizon
        guard data.train.count >= needed else {
            throw .tooShort(
                what: "one window of \(name)",
                needed: needed,
                available: data.train.count
            )
        }
        let shape = shape(channelCount: data.table.channelCount)
        let network: Network<Float> = architecture.network(shape)
        let folding = architecture.folding(network, shape)
        let train = source(
            data.table,
            data.segments.filter { $0.count >= needed }.map {
                ($0.lowerBound + inputLength)..<($0.upperBound - horizon + 1)
            }
        )
        var validation: WindowSource?
        if let rows = data.validation {
            // Inputs lie in the last segment and after it, so not before what is left out.
            let start = data.segments[data.segments.count - 1].lowerBound
            let first = max(rows.lowerBound, start + inputLength)
            guard rows.upperBound - first >= horizon else {
                throw .tooShort(
                    what: "the validation of \(name)",
                    needed: first - rows.lowerBound + horizon,
                    available: rows.count
                )
            }
            let inputs = (first - inputLength)..<rows.upperBound
            try data.table.requireFinite(inputs)
            validation = source(data.table, [first..<(rows.upperBound - horizon + 1)])
        }
        let outcome = try Trainer(
            model: name,
            network: network,
            folding: folding,
            settings: training,
            train: train,
            validation: validation,
            channelScales: try channelScales(data),
            parallelism: parallelism,
            checkpoints: checkpoint.map {
                CheckpointWriter($0, fingerprint: fingerprint(data, shape))
            },
            progress: progress
        ).run()
        return FittedNetwork(
            architecture,
            shape,
            levels: training.loss.levels,
            parameters: outcome.parameters,
            report: TrainingReport(
                steps: outcome.steps,
                losses: outcome.losses,
                validations: outcome.validations
            )
        )
    }

    static func validate(
        _ architecture: Architecture,
        inputLength: Int,
        horizon: Int
    ) throws(ForecastingError) {
        try Architecture.require([inputLength], "input length")
        try Architecture.require([horizon], "horizon")
        try architecture.validate(inputLength: inputLength, horizon: horizon)
    }

    /// Tells trainings apart whose results differ.
    private func fingerprint(_ data: TrainingData, _ shape: NetworkShape) -> UInt64 {
        let settings = architecture.settings.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        let description =
            "\(name) \(settings) \(shape) \(training) \(data.segments) "
            + "\(data.validation.map { "\($0)" } ?? "")"
        let numbers = data.table.values.withUnsafeBytes { CRC64.checksum($0) }
        return CRC64.checksum(Array("\(description) \(numbers)".utf8))
    }

    private func shape(channelCount: Int) -> NetworkShape {
        NetworkShape(
            inputLength: inputLength,
            horizon: horizon,
            outputWidth: horizon * training.loss.outputsPerStep,
            channelCount: channelCount,
            normalization: normalization
        )
    }

    private func source(_ table: SeriesTable, _ origins: [Range<Int>]) -> WindowSource {
        WindowSource(
            table: table,
            inputLength: inputLength,
            horizon: horizon,
            origins: WindowOrigins(origins),
            channelsPerSample: architecture.isMultivariate ? table.channelCount : 1,
            normalization: normalization
        )
    }

    /// The mean absolute error of the seasonal naive forecast in each channel's training rows, for MASE.
    func channelScales(_ data: TrainingData) throws(ForecastingError) -> [Double] {
        guard case .mase(let seasonLength) = training.loss else {
            return Array(repeating: 1, count: data.table.channelCount)
        }
        guard data.train.count > seasonLength else {
            throw .tooShort(
                what: "the scale of MASE",
                needed: seasonLength + 1,
                available: data.train.count
            )
        }
        return data.table.channels.indices.map { channel in
            var sum = 0.0
            var count = 0
            for segment in data.segments {
                for row in segment.dropFirst(seasonLength) {
                    sum += abs(data.table[channel, row] - data.table[channel, row - seasonLength])
                    count += 1
                }
            }
            let scale = sum / Double(count)
            // A channel that repeats itself exactly has no errors to compare with.
            return scale > 0 ? scale : 1
        }
    }
}

/// How training went.
public struct TrainingReport: Sendable, Equatable {
    /// Steps that were made; the parameters may be those of an earlier one.
    public let steps: Int
    /// The mean loss of each step's batch.
    public let losses: [Double]
    /// The mean loss of each validation.
    public let validations: [Double]
}
