import Testing

@testable import Forecasting

/// Tiny networks beside the same networks in PyTorch: outputs, losses, gradients and five steps of Adam.
///
/// Parameters and series follow from formulas that Benchmarks/ForecastPeers/torch_golden.py has, too; it
/// computed the golden values in double precision.
@Suite struct PyTorchGoldenTests {
    /// Numbers added up with weights, and their Euclidean norm.
    struct Summary: Sendable {
        let sum: Double
        let norm: Double

        init(_ sum: Double, _ norm: Double) { (self.sum, self.norm) = (sum, norm) }

        init(_ values: [Double]) {
            let weights = remainders(values.count, 53, 7, 89)
            sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
            norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
    }

    struct Parameter: Sendable {
        let name: String
        let gradient: Summary
        /// What five steps of Adam change.
        let change: Summary

        init(_ name: String, _ gradient: Summary, _ change: Summary) {
            (self.name, self.gradient, self.change) = (name, gradient, change)
        }
    }

    struct Golden: Sendable, CustomTestStringConvertible {
        let name: String
        /// Of the first window.
        let outputs: [Double]
        /// Before each step, and after the last.
        let losses: [Double]
        let parameters: [Parameter]

        var testDescription: String { name }

        init(_ name: String, outputs: [Double], losses: [Double], parameters: [Parameter]) {
            (self.name, self.outputs) = (name, outputs)
            (self.losses, self.parameters) = (losses, parameters)
        }
    }

    private static let inputLength = 12
    private static let horizon = 8
    private static let origins = [12, 15, 18, 20]

    /// Numbers from -0.5 to 0.5.
    private static func remainders(
        _ count: Int,
        _ factor: Int,
        _ summand: Int,
        _ modulus: Int
    ) -> [Double] {
        (0..<count).map { Double((factor * $0 + summand) % modulus) / Double(modulus) - 0.5 }
    }

    private static func table(channels: Int) throws -> SeriesTable {
        let times = 0..<(origins[3] + horizon)
        let columns = (0..<channels).map { channel in
            times.map { (time: Int) -> Double in
                let place: Int = 29 * time * time + 17 * time + 53 * channel
                return Double(place % 97) / 97 * 2 - 1
            }
        }
        return try SeriesTable(channels: (0..<channels).map { "s\($0)" }, columns: columns)
    }

    private static func architecture(_ name: String) throws -> Architecture {
        switch name {
        case "nlinear": return .nlinear
        case "dlinear": return .dlinear(DLinear(kernel: 5))
        case "rlinear": return .rlinear
        case "mlp": return .mlp(MLP(hidden: [6, 6]))
        case "n-beats":
            var settings = NBeats()
            settings.hidden = 6
            return .nBeats(settings)
        case "n-hits":
            var settings = NHits()
            settings.hidden = [6, 6]
            return .nHits(settings)
        case "tide":
            var settings = Tide()
            (settings.hidden, settings.decoderWidth, settings.temporalHidden) = (6, 3, 5)
            return .tide(settings)
        case "lstm": return .lstm(Recurrent(hidden: 5))
        case "gru": return .gru(Recurrent(hidden: 5))
        case "tcn":
            var settings = TCN()
            (settings.channels, settings.kernel, settings.blocks) = (4, 2, 2)
            return .tcn(settings)
        case "patchtst":
            var settings = PatchTST()
            (settings.patchLength, settings.stride) = (5, 2)
            (settings.width, settings.heads, settings.hidden) = (6, 2, 7)
            settings.layers = 2
            return .patchTST(settings)
        case "itransformer":
            var settings = ITransformer()
            (settings.width, settings.heads, settings.hidden) = (6, 2, 5)
            return .iTransformer(settings)
        default:
            try #require(name == "tsmixer")
            var settings = TSMixer()
            settings.hidden = 5
            return .tsMixer(settings)
        }
    }

    private static func initial(_ descriptions: [ParameterDescription]) -> [Float] {
        descriptions.flatMap { description in
            let name = description.name
            let bytes = name.utf8.reduce(0) { $0 + Int($1) }
            return remainders(description.count, 37, bytes, 101).map { pattern in
                if name.hasSuffix(".weights") {
                    return Float(2 * pattern / Double(description.rows).squareRoot())
                }
                return Float(pattern * 0.5 + (name.hasSuffix(".gain") ? 1 : 0))
            }
        }
    }

    /// A network with the formula's parameters, and one batch in two pieces.
    private struct Training {
        let network: Network<Float>
        let descriptions: [ParameterDescription]
        let state: ParameterState
        private let effective: Effective
        private let pieces: [Piece]

        struct Piece {
            let workspace: Workspace<Float>
            let memory: WindowMemory<Float>
            let windows: Windows<Float>
            let gradient: GradientMemory
        }
        private let loss: LossPass<Float>
        /// Of each piece.
        private let rows: Int

        init(_ name: String) throws {
            let architecture = try PyTorchGoldenTests.architecture(name)
            let channels = architecture.isMultivariate ? 3 : 1
            let normalization: WindowNormalization =
                switch architecture {
                case .nlinear: .last
                case .rlinear: .reversible
                case .patchTST, .iTransformer: .standard
                default: .off
                }
            let shape = NetworkShape(
                inputLength: inputLength,
                horizon: horizon,
                outputWidth: horizon,
                channelCount: channels,
                normalization: normalization
            )
            let network: Network<Float> = architecture.network(shape)
            let folding = architecture.folding(network, shape)
            self.network = network
            descriptions = folding?.descriptions ?? network.parameters
            state = ParameterState(descriptions, initial: initial(descriptions))
            effective = Effective(network, folding, state)
            loss = LossPass(
                loss: .mse,
                horizon: horizon,
                channelsPerSample: channels,
                channelScales: Array(repeating: 1, count: channels)
            )
            let source = WindowSource(
                table: try table(channels: channels),
                inputLength: inputLength,
                horizon: horizon,
                origins: WindowOrigins([0..<1]),
                channelsPerSample: channels,
                normalization: normalization
            )
            let rows = origins.count / 2
            self.rows = rows
            pieces = (0..<2).map { piece in
                let workspace = Workspace(network, capacity: rows, trains: true)
                let memory = WindowMemory<Float>(
                    capacity: rows,
                    inputWidth: 0,
                    targetWidth: horizon * channels,
                    channelsPerSample: channels
                )
                let windows = memory.windows(inputs: workspace.values)
                for row in 0..<rows {
                    let origin = origins[piece * rows + row]
                    source.gatherInput(0, origin, row: row, windows)
                    source.gatherTarget(0, origin, row: row, windows)
                }
                return Piece(
                    workspace: workspace,
                    memory: memory,
                    windows: windows,
                    gradient: GradientMemory(network.parameterCount)
                )
            }
        }

        /// Computes outputs and gradients; returns the loss.
        func run() -> Double {
            let total = pieces.reduce(0.0) { total, piece in
                let pass = piece.workspace.pass(
                    rows: rows,
                    piece.windows,
                    parameters: effective.values,
                    parameterGradients: piece.gradient.pointer
                )
                network.forward(pass)
                let loss = loss.evaluate(
                    piece.windows,
                    output: pass.values(network.output),
                    gradient: pass.gradients(network.output),
                    rows: rows,
                    factor: 1 / Double(2 * rows)
                )
                network.backward(pass)
                return total + loss
            }
            return total / Double(2 * rows)
        }

        /// The first window's forecasts.
        var outputs: [Double] {
            let windows = pieces[0].windows
            let output = pieces[0].workspace
                .pass(rows: rows, windows, parameters: effective.values)
                .values(network.output)
            return (0..<network.output.width).map { place in
                let group = place / horizon
                return Double(output[place] * windows.scales[group])
                    + windows.locations[group]
            }
        }

        /// Moves the parameters; the whole batch's gradient is left in ``state``.
        func move(step: Int) {
            var step = OptimizerStep(
                .adam(),
                learningRate: 1e-3,
                weightDecay: 0,
                step: step
            )
            effective.move(
                state,
                &step,
                along: pieces.map { UnsafePointer($0.gradient.pointer) },
                limit: .infinity,
                on: .sequential
            )
        }
    }

    private static func summary(
        _ values: UnsafePointer<Float>,
        _ description: ParameterDescription,
        less before: [Float]? = nil
    ) -> Summary {
        Summary(
            (description.offset..<(description.offset + description.count)).map {
                Double(values[$0]) - Double(before?[$0] ?? 0)
            }
        )
    }

    @Test(arguments: Self.golden)
    func agreesWithPyTorch(_ golden: Golden) throws {
        let training = try Training(golden.name)
        let before = training.state.array
        let scale = golden.losses[0]
        var gradients: [Summary] = []
        for step in 1...5 {
            #expect(abs(training.run() - golden.losses[step - 1]) < 1e-5 * scale, "step \(step)")
            if step == 1 {
                try #require(training.outputs.count == golden.outputs.count)
                for (found, expected) in zip(training.outputs, golden.outputs) {
                    #expect(abs(found - expected) < 1e-5)
                }
            }
            training.move(step: step)
            if step == 1 {
                gradients = training.descriptions.map {
                    Self.summary(training.state.gradient, $0)
                }
            }
        }
        #expect(abs(training.run() - golden.losses[5]) < 1e-5 * scale, "after the last step")
        let names = training.descriptions.map(\.name)
        #expect(names.sorted() == golden.parameters.map(\.name).sorted())
        for (description, gradient) in zip(training.descriptions, gradients) {
            let expected = try #require(
                golden.parameters.first { $0.name == description.name }
            )
            let change = Self.summary(training.state.values, description, less: before)
            // What is added to all keys changes no share: its gradient is rounding, of which Adam makes steps.
            let isUncertain = description.name.hasSuffix("attention.input.bias")
            for (what, found, expected, tolerance) in [
                ("gradient", gradient, expected.gradient, 2e-5),
                ("change", change, expected.change, isUncertain ? 2e-2 : 2e-4),
            ] {
                let sum = abs(found.sum - expected.sum) / expected.norm
                let norm = abs(found.norm / expected.norm - 1)
                #expect(max(sum, norm) < tolerance, "\(what) of \(description.name)")
            }
        }
    }
}
