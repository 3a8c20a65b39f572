/// Settings of PatchTST: tokens are overlapping runs of a channel's window, the end of which is repeated for one
/// more stride.
///
/// Tokens are normalised each by itself (layer normalisation); the paper's batch normalisation would make a
/// forecast depend on how training cuts its batches.
public struct PatchTST: Sendable, Equatable {
    /// Values of a patch.
    public var patchLength = 16
    /// From one patch to the next; at most a patch's length.
    public var stride = 8
    /// Numbers of a token.
    public var width = 16
    /// Heads of attention; divides the width.
    public var heads = 4
    /// Units of the layers between.
    public var hidden = 128
    /// Layers.
    public var layers = 3
    /// The share of numbers dropped in training.
    public var dropout = 0.0

    /// The defaults: the paper's for small data, without dropout.
    public init() {}

    func validate(inputLength: Int) throws(ForecastingError) {
        try Architecture.require([patchLength, stride], "patch length and stride")
        guard stride <= patchLength else {
            throw .invalidSetting(
                name: "stride",
                value: "\(stride)",
                requirement: "is at most the patch length \(patchLength)"
            )
        }
        guard patchLength <= inputLength else {
            throw .invalidSetting(
                name: "patch length",
                value: "\(patchLength)",
                requirement: "is at most the input length \(inputLength)"
            )
        }
        try TransformerEncoder.validate(
            width: width,
            heads: heads,
            hidden: hidden,
            layers: layers,
            dropout: dropout
        )
    }

    /// Patches of a window.
    func patchCount(inputLength: Int) -> Int { (inputLength - patchLength) / stride + 2 }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        let tokens = patchCount(inputLength: shape.inputLength)
        let embedded = builder.patchEmbedding(
            input,
            length: patchLength,
            stride: stride,
            count: tokens,
            width: width,
            "embedding"
        )
        let encoder = TransformerEncoder(
            tokens: tokens,
            width: width,
            heads: heads,
            hidden: hidden,
            layers: layers,
            dropout: dropout
        )
        let value = encoder.build(&builder, builder.dropout(embedded, rate: dropout))
        return builder.linear(
            builder.dropout(value, rate: dropout),
            to: shape.outputWidth,
            "output"
        )
    }
}
