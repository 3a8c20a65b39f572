import Synchronization
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
    private let workspaces: WorkspacePool

    /// Samples of a piece of work.
    private static let blockLength = 256

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
        var effective = parameters
        if let folding {
            effective = Array(repeating: 0, count: network.parameterCount)
            parameters.withUnsafeBufferPointer { trained in
                effective.withUnsafeMutableBufferPointer {
                    folding.fold(trained.baseAddress!, into: $0.baseAddress!)
                }
            }
        }
        effective += Array(repeating: 0, count: Rows.slack)
        self.effective = effective
        let channelsPerSample = architecture.isMultivariate ? shape.channelCount : 1
        workspaces = WorkspacePool {
            Workspace(
                network,
                capacity: Self.blockLength,
                channelsPerSample: channelsPerSample,
                targetWidth: 0,
                trains: false
            )
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

    /// Forecasts every channel from each origin. Where levels are forecast, they are sorted at each step
    /// (V. Chernozhukov, I. Fernández-Val, A. Galichon, "Quantile and probability curves without
    /// crossing", 2010), and the point forecast is the level nearest to the median.
    public func predict(
        _ table: SeriesTable,
        origins: [Int],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Forecasts {
        try check(table, origins: origins)
        try requireFiniteInputs(table, origins)
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
            origins: 0..<1,
            channelsPerSample: channelsPerSample,
            normalization: shape.normalization
        )
        let length = count < 8 * Self.blockLength ? Self.blockLength / 4 : Self.blockLength
        forecasts.withWriter { writer in
            parallelism.forEach((count + length - 1) / length, grain: 1) { block in
                let samples = (block * length)..<min((block + 1) * length, count)
                self.run(rows: samples.count, randomness: Randomness()) { row, input, workspace in
                    let (place, channel) = (samples.lowerBound + row).quotientAndRemainder(
                        dividingBy: perOrigin
                    )
                    source.gatherInput(channel, origins[place], row: row, input, workspace)
                } take: { row, workspace, output in
                    for index in 0..<channelsPerSample {
                        let group = row * channelsPerSample + index
                        writer.write(
                            output + group * self.shape.outputWidth,
                            to: (samples.lowerBound + row) * channelsPerSample + index,
                            location: workspace.locations[group],
                            scale: workspace.scales[group]
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
    func run(
        rows: Int,
        randomness: Randomness,
        fill: (Int, UnsafeMutablePointer<Float>, Workspace<Float>) -> Void,
        take: (Int, Workspace<Float>, UnsafePointer<Float>) -> Void
    ) {
        let denormals = apus_flush_denormals()
        defer { apus_restore_denormals(denormals) }
        workspaces.withWorkspace { workspace in
            for row in 0..<rows { fill(row, workspace.values, workspace) }
            effective.withUnsafeBufferPointer { effective in
                let pass = workspace.pass(
                    rows: rows,
                    parameters: effective.baseAddress!,
                    randomness
                )
                network.forward(pass)
                let output = UnsafePointer(pass.values(network.output))
                for row in 0..<rows { take(row, workspace, output) }
            }
        }
    }
}

/// Workspaces that are not in use.
private final class WorkspacePool: Sendable {
    private let spare = Mutex<[Workspace<Float>]>([])
    private let make: @Sendable () -> Workspace<Float>

    init(_ make: @escaping @Sendable () -> Workspace<Float>) { self.make = make }

    func withWorkspace(_ body: (Workspace<Float>) -> Void) {
        let workspace = spare.withLock { $0.popLast() } ?? make()
        body(workspace)
        spare.withLock { $0.append(workspace) }
    }
}
