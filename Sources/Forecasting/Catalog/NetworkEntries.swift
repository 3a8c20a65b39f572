/// A network that is built of settings, and how it is trained.
struct NetworkRecipe<Layers: Sendable>: Sendable {
    var layers: Layers
    var normalization: WindowNormalization
    var training = NetworkRecipe.usualTraining
    var steps = 200
    /// Passes over all windows in place of steps.
    var epochs: Int?

    /// What gives a fair model in seconds: the rate falls to zero over few steps.
    private static var usualTraining: TrainingSettings {
        var training = TrainingSettings()
        training.schedule = .cosine()
        return training
    }
}

/// The networks.
enum NetworkEntries {
    static let all: [CatalogEntry] =
        [
            network(
                "nlinear",
                "One linear layer after the last value is taken out: the smallest network, any loss.",
                NoLayers(),
                .nlinear,
                []
            ) { _ in .nlinear },
            network(
                "dlinear",
                "Linear layers for trend and rest: for series with trend and season, any loss.",
                DLinear(),
                .dlinear(),
                [
                    CatalogSetting(
                        "kernel",
                        \.layers.kernel,
                        .oddInteger,
                        "values of the moving average that is the trend"
                    )
                ]
            ) { .dlinear($0) },
            network(
                "rlinear",
                "A linear layer in standardised windows with trained gains: for levels that shift.",
                NoLayers(),
                .rlinear,
                []
            ) { _ in .rlinear },
            network(
                "mlp",
                "Plain layers of units: nonlinear and quick to train; a yardstick for the networks below.",
                MLP(),
                .mlp(),
                [
                    CatalogSetting(
                        "hidden",
                        \.layers.hidden,
                        .list(.integer()),
                        "units of each hidden layer"
                    ),
                    CatalogSetting("activation", \.layers.activation, .word, Self.activations),
                    CatalogSetting("dropout", \.layers.dropout, .share, Self.dropped),
                ]
            ) { .mlp($0) },
            nBeats(
                "n-beats",
                "Residual blocks of fully connected layers: strong on many series with much data.",
                NBeats()
            ),
            nBeats(
                "n-beats-interpretable",
                "N-BEATS of polynomials and harmonics: smooth forecasts of trend and season.",
                .interpretable
            ),
            network(
                "n-hits",
                "Blocks at several time scales: the network to try first, above all for long horizons.",
                NHits(),
                .nHits(),
                [
                    CatalogSetting(
                        "pooling",
                        \.layers.pooling,
                        .list(.integer()),
                        "values that each stack pools into one"
                    ),
                    CatalogSetting(
                        "downsampling",
                        \.layers.downsampling,
                        .list(.integer()),
                        "steps between the knots of each stack's forecast; as many as in pooling"
                    ),
                    CatalogSetting(
                        "blocks",
                        \.layers.blocksPerStack,
                        .integer(1...1000),
                        "blocks of each stack"
                    ),
                    CatalogSetting(
                        "hidden",
                        \.layers.hidden,
                        .list(.integer()),
                        "units of each hidden layer of a block"
                    ),
                    CatalogSetting("dropout", \.layers.dropout, .share, Self.dropped),
                ]
            ) { .nHits($0) },
            network(
                "tide",
                "Dense encoder and decoder beside a linear skip: for long inputs and horizons.",
                Tide(),
                .tide(),
                [
                    CatalogSetting(
                        "hidden",
                        \.layers.hidden,
                        .integer(),
                        "units of hidden layers and of the encoding"
                    ),
                    CatalogSetting(
                        "encoder-layers",
                        \.layers.encoderLayers,
                        .integer(1...1000),
                        "residual blocks of the encoder"
                    ),
                    CatalogSetting(
                        "decoder-layers",
                        \.layers.decoderLayers,
                        .integer(1...1000),
                        "residual blocks of the decoder"
                    ),
                    CatalogSetting(
                        "decoder-width",
                        \.layers.decoderWidth,
                        .integer(),
                        "numbers that the decoder makes for each step"
                    ),
                    CatalogSetting(
                        "temporal-hidden",
                        \.layers.temporalHidden,
                        .integer(),
                        "units of the block that makes a step's forecast of them"
                    ),
                    CatalogSetting("dropout", \.layers.dropout, .share, Self.dropped),
                ]
            ) { .tide($0) },
            network(
                "tsmixer",
                "Mixes time and channels: where channels tell about each other; one model for them all.",
                TSMixer(),
                .tsMixer(),
                [
                    CatalogSetting("blocks", \.layers.blocks, .integer(1...1000), "mixing blocks"),
                    CatalogSetting(
                        "hidden",
                        \.layers.hidden,
                        .integer(),
                        "units between the channels"
                    ),
                    CatalogSetting("dropout", \.layers.dropout, .share, Self.dropped),
                ]
            ) { .tsMixer($0) },
        ] + SequenceEntries.all

    /// What has no settings of its own.
    struct NoLayers: Sendable {}

    static let dropped =
        "share of hidden units dropped in training; above 0 there is Monte-Carlo too"
    private static let activations =
        "after each hidden layer: "
        + Activation.allCases.map(\.rawValue).joined(separator: ", ")

    private static func nBeats(
        _ name: String,
        _ summary: String,
        _ defaults: NBeats
    ) -> CatalogEntry {
        network(
            name,
            summary,
            defaults,
            .nBeats(),
            [
                CatalogSetting(
                    "stacks",
                    \.layers.stacks,
                    .stacks,
                    "of generic, trend:DEGREE and seasonality:HARMONICS, with commas"
                ),
                CatalogSetting(
                    "blocks",
                    \.layers.blocksPerStack,
                    .integer(1...1000),
                    "blocks of each stack"
                ),
                CatalogSetting(
                    "layers",
                    \.layers.layers,
                    .integer(1...1000),
                    "hidden layers of each block"
                ),
                CatalogSetting("hidden", \.layers.hidden, .integer(), "units of each"),
                CatalogSetting("dropout", \.layers.dropout, .share, Self.dropped),
            ]
        ) { .nBeats($0) }
    }

    static func network<Layers: Sendable>(
        _ name: String,
        _ summary: String,
        _ layers: Layers,
        _ kind: Architecture,
        _ settings: [CatalogSetting<NetworkRecipe<Layers>>],
        architecture: @escaping @Sendable (Layers) -> Architecture
    ) -> CatalogEntry {
        var recipe = NetworkRecipe(layers: layers, normalization: kind.usualNormalization)
        recipe.training.gradientNorm = kind.usualGradientNorm
        return CatalogEntry(
            name,
            summary,
            defaults: recipe,
            settings + NetworkRecipe.trainingSettings
        ) { (recipe, request) throws(ForecastingError) in
            let forecaster = recipe.forecaster(architecture(recipe.layers), request)
            try NetworkForecaster.validate(
                forecaster.architecture,
                inputLength: request.inputLength,
                horizon: request.horizon
            )
            return forecaster
        }
    }
}

extension SettingKind<Int> {
    /// What has a middle.
    static var oddInteger: Self {
        SettingKind(
            requirement: "is an odd whole number from 1 to 99999",
            parse: { Int($0).flatMap { 1..<100_000 ~= $0 && $0 % 2 == 1 ? $0 : nil } },
            format: { "\($0)" }
        )
    }
}
