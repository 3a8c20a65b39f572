/// What maps a window to its forecast, and its settings.
public enum Architecture: Sendable, Equatable {
    /// One linear layer (A. Zeng et al., "Are transformers effective for time series forecasting?", AAAI
    /// 2023); with the last value taken out of the window.
    case nlinear
    /// Two linear layers, of a moving average and of the rest (the same paper).
    case dlinear(DLinear = DLinear())
    /// One linear layer inside reversible instance normalisation (Z. Li et al., "Revisiting long-term
    /// time series forecasting: an investigation on linear mapping", 2023).
    case rlinear
    /// Layers of units, each connected with all of the one before.
    case mlp(MLP = MLP())
    /// B. N. Oreshkin et al., "N-BEATS", ICLR 2020.
    case nBeats(NBeats = NBeats())
    /// C. Challu et al., "N-HiTS", AAAI 2023.
    case nHits(NHits = NHits())
    /// A. Das et al., "Long-term forecasting with TiDE", TMLR 2023; without covariates.
    case tide(Tide = Tide())
    /// S.-A. Chen et al., "TSMixer", TMLR 2023. Multivariate: all channels at once.
    case tsMixer(TSMixer = TSMixer())
    /// S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997; all steps forecast from the last state.
    case lstm(Recurrent = Recurrent())
    /// K. Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014; likewise.
    case gru(Recurrent = Recurrent())
    /// S. Bai, J. Z. Kolter, V. Koltun, "An empirical evaluation of generic convolutional and recurrent
    /// networks for sequence modeling", 2018.
    case tcn(TCN = TCN())
    /// Y. Nie et al., "A time series is worth 64 words", ICLR 2023.
    case patchTST(PatchTST = PatchTST())
    /// Y. Liu et al., "iTransformer", ICLR 2024. Multivariate: all channels at once.
    case iTransformer(ITransformer = ITransformer())

    /// Lower case with dashes.
    public var name: String {
        switch self {
        case .nlinear: "nlinear"
        case .dlinear: "dlinear"
        case .rlinear: "rlinear"
        case .mlp: "mlp"
        case .nBeats: "n-beats"
        case .nHits: "n-hits"
        case .tide: "tide"
        case .tsMixer: "tsmixer"
        case .lstm: "lstm"
        case .gru: "gru"
        case .tcn: "tcn"
        case .patchTST: "patchtst"
        case .iTransformer: "itransformer"
        }
    }

    /// All names, in the order of the cases.
    public static var names: [String] {
        let all: [Architecture] = [
            .nlinear, .dlinear(), .rlinear, .mlp(), .nBeats(), .nHits(), .tide(), .tsMixer(),
            .lstm(), .gru(), .tcn(), .patchTST(), .iTransformer(),
        ]
        return all.map(\.name)
    }

    /// Whether a forecast of one channel depends on the others.
    public var isMultivariate: Bool {
        switch self {
        case .tsMixer, .iTransformer: true
        default: false
        }
    }

    /// What greater gradients are scaled down to unless another choice is made: those of recurrent networks, which
    /// are products over many steps, explode (R. Pascanu, T. Mikolov, Y. Bengio, ICML 2013).
    public var usualGradientNorm: Double? {
        switch self {
        case .lstm, .gru: 1
        default: nil
        }
    }

    /// What is taken out of windows unless another choice is made.
    public var usualNormalization: WindowNormalization {
        switch self {
        case .nlinear: .last
        case .rlinear: .reversible
        default: .standard
        }
    }
}

/// Numbers that an architecture is built for.
struct NetworkShape: Sendable {
    let inputLength: Int
    let horizon: Int
    /// Numbers to forecast for each channel: steps, for each level.
    let outputWidth: Int
    let channelCount: Int
    let normalization: WindowNormalization
}

extension Architecture {
    /// Appends the layers between a normalised window and its normalised forecast.
    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        switch self {
        case .nlinear, .rlinear, .dlinear:
            return builder.linear(input, to: shape.outputWidth, "linear")
        case .mlp(let settings): return settings.build(&builder, input, shape)
        case .nBeats(let settings): return settings.build(&builder, input, shape)
        case .nHits(let settings): return settings.build(&builder, input, shape)
        case .tide(let settings): return settings.build(&builder, input, shape)
        case .tsMixer(let settings): return settings.build(&builder, input, shape)
        case .lstm(let settings): return settings.build(&builder, input, shape, .lstm)
        case .gru(let settings): return settings.build(&builder, input, shape, .gru)
        case .tcn(let settings): return settings.build(&builder, input, shape)
        case .patchTST(let settings): return settings.build(&builder, input, shape)
        case .iTransformer(let settings): return settings.build(&builder, input, shape)
        }
    }

    /// The whole network.
    func network<Scalar: NetworkScalar>(_ shape: NetworkShape) -> Network<Scalar> {
        let channelsPerRow = isMultivariate ? shape.channelCount : 1
        var builder = NetworkBuilder<Scalar>(inputWidth: shape.inputLength * channelsPerRow)
        guard shape.normalization == .reversible else {
            let output = build(&builder, builder.input, shape)
            return builder.network(output: output)
        }
        let affine = builder.channelAffine(
            builder.input,
            channelCount: shape.channelCount,
            channelsPerRow: channelsPerRow
        )
        let inside = build(&builder, affine.inside, shape)
        let output = affine.finish(&builder, inside)
        return builder.network(output: output)
    }

    /// How the trained parameters become those that the network runs on, where they differ.
    func folding(_ network: Network<Float>, _ shape: NetworkShape) -> (any ParameterFolding)? {
        guard case .dlinear(let settings) = self else { return nil }
        return DecompositionFolding(network, kernel: settings.kernel, shape)
    }

    func validate(inputLength: Int, horizon: Int) throws(ForecastingError) {
        switch self {
        case .nlinear, .rlinear: return
        case .dlinear(let settings): try settings.validate()
        case .mlp(let settings): try settings.validate()
        case .nBeats(let settings): try settings.validate(horizon: horizon)
        case .nHits(let settings): try settings.validate(inputLength: inputLength, horizon: horizon)
        case .tide(let settings): try settings.validate()
        case .tsMixer(let settings): try settings.validate()
        case .lstm(let settings), .gru(let settings): try settings.validate()
        case .tcn(let settings): try settings.validate(inputLength: inputLength)
        case .patchTST(let settings): try settings.validate(inputLength: inputLength)
        case .iTransformer(let settings): try settings.validate()
        }
    }

    /// A setting that is too small.
    static func require(
        _ values: [Int],
        atLeast least: Int = 1,
        _ name: String
    ) throws(ForecastingError) {
        for value in values where value < least || value > 1_000_000 {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "is at least \(least) and at most 1000000"
            )
        }
    }

    static func require(dropout: Double) throws(ForecastingError) {
        guard (0..<1).contains(dropout) else {
            throw .invalidSetting(
                name: "dropout",
                value: "\(dropout)",
                requirement: "is at least 0 and less than 1"
            )
        }
    }
}
