/// The networks that read a window step by step or piece by piece.
enum SequenceEntries {
    static let all: [CatalogEntry] = [
        recurrent(
            "lstm",
            "Reads the window step by step with a memory: for long dependences; slow to train.",
            .lstm()
        ) { .lstm($0) },
        recurrent(
            "gru",
            "The same with a simpler cell: three quarters of the work, often as good.",
            .gru()
        ) { .gru($0) },
        NetworkEntries.network(
            "tcn",
            "Convolutions that double their reach: long windows at little cost.",
            TCN(),
            .tcn(),
            [
                CatalogSetting("channels", \.layers.channels, .integer(), "numbers of a step"),
                CatalogSetting(
                    "kernel",
                    \.layers.kernel,
                    .integer(2...1000),
                    "steps that a convolution reads"
                ),
                CatalogSetting(
                    "blocks",
                    \.layers.blocks,
                    .optional(.integer(1...20), or: "most"),
                    "blocks of two convolutions, each reaching twice as far; most: what the input allows, up to 6"
                ),
                CatalogSetting("dropout", \.layers.dropout, .share, NetworkEntries.dropped),
            ]
        ) { .tcn($0) },
        NetworkEntries.network(
            "patchtst",
            "Attention between pieces of a window: for long windows with repeating shapes.",
            PatchTST(),
            .patchTST(),
            [
                CatalogSetting(
                    "patch-length",
                    \.layers.patchLength,
                    .integer(),
                    "values of a piece"
                ),
                CatalogSetting(
                    "stride",
                    \.layers.stride,
                    .integer(),
                    "values from one piece to the next"
                ),
            ] + transformer(\.layers.width, \.layers.heads, \.layers.hidden, \.layers.layers)
                + [CatalogSetting("dropout", \.layers.dropout, .share, NetworkEntries.dropped)]
        ) { .patchTST($0) },
        NetworkEntries.network(
            "itransformer",
            "Attention between channels: where channels tell about each other; one model for them all.",
            ITransformer(),
            .iTransformer(),
            transformer(\.layers.width, \.layers.heads, \.layers.hidden, \.layers.layers)
                + [CatalogSetting("dropout", \.layers.dropout, .share, NetworkEntries.dropped)]
        ) { .iTransformer($0) },
    ]

    private static func recurrent(
        _ name: String,
        _ summary: String,
        _ kind: Architecture,
        architecture: @escaping @Sendable (Recurrent) -> Architecture
    ) -> CatalogEntry {
        NetworkEntries.network(
            name,
            summary,
            Recurrent(),
            kind,
            [
                CatalogSetting("hidden", \.layers.hidden, .integer(), "units of a layer"),
                CatalogSetting("layers", \.layers.layers, .integer(1...1000), "layers"),
                CatalogSetting("dropout", \.layers.dropout, .share, NetworkEntries.dropped),
            ],
            architecture: architecture
        )
    }

    /// The settings of layers of attention.
    private static func transformer<Layers: Sendable>(
        _ width: any WritableKeyPath<NetworkRecipe<Layers>, Int> & Sendable,
        _ heads: any WritableKeyPath<NetworkRecipe<Layers>, Int> & Sendable,
        _ hidden: any WritableKeyPath<NetworkRecipe<Layers>, Int> & Sendable,
        _ layers: any WritableKeyPath<NetworkRecipe<Layers>, Int> & Sendable
    ) -> [CatalogSetting<NetworkRecipe<Layers>>] {
        [
            CatalogSetting("width", width, .integer(), "numbers of a token"),
            CatalogSetting("heads", heads, .integer(), "of attention; divides the width"),
            CatalogSetting("hidden", hidden, .integer(), "units of the layers between"),
            CatalogSetting("layers", layers, .integer(1...1000), "layers"),
        ]
    }
}
