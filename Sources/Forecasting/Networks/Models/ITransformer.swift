/// Settings of iTransformer: a token is the whole window of a channel.
public struct ITransformer: Sendable, Equatable {
    /// Numbers of a token.
    public var width = 128
    /// Heads of attention; divides the width.
    public var heads = 8
    /// Units of the layers between.
    public var hidden = 128
    /// Layers.
    public var layers = 2
    /// The share of numbers dropped in training.
    public var dropout = 0.0

    /// The defaults.
    public init() {}

    func validate() throws(ForecastingError) {
        try TransformerEncoder.validate(
            width: width,
            heads: heads,
            hidden: hidden,
            layers: layers,
            dropout: dropout
        )
    }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        let embedded = builder.linear(
            input,
            to: width,
            inputs: shape.inputLength,
            "embedding"
        )
        let encoder = TransformerEncoder(
            tokens: shape.channelCount,
            width: width,
            heads: heads,
            hidden: hidden,
            layers: layers,
            dropout: dropout
        )
        let value = encoder.build(&builder, builder.dropout(embedded, rate: dropout))
        return builder.linear(value, to: shape.outputWidth, inputs: width, "output")
    }
}
