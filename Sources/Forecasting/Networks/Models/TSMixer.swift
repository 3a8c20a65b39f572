/// Settings of TSMixer.
public struct TSMixer: Sendable, Equatable {
    /// Mixing blocks.
    public var blocks = 2
    /// Units between the channels.
    public var hidden = 64
    /// The share of mixed numbers dropped in training.
    public var dropout = 0.0

    /// The defaults.
    public init() {}

    func validate() throws(ForecastingError) {
        try Architecture.require([blocks, hidden], "blocks and hidden units")
        try Architecture.require(dropout: dropout)
    }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        let (length, channels) = (shape.inputLength, shape.channelCount)
        // Channel by channel, so that time is mixed by one product.
        var value = input
        for block in 1...blocks {
            let normal = builder.layerNorm(value, "block\(block).time.norm")
            let mixed = builder.linear(
                normal,
                to: length,
                inputs: length,
                "block\(block).time",
                activation: .relu
            )
            value = builder.sum(value, builder.dropout(mixed, rate: dropout))
            let second = builder.layerNorm(value, "block\(block).channels.norm")
            let turned = builder.transpose(second, rows: channels)
            let inner = builder.linear(
                turned,
                to: hidden,
                inputs: channels,
                "block\(block).channels.hidden",
                activation: .relu
            )
            let outer = builder.linear(
                builder.dropout(inner, rate: dropout),
                to: channels,
                inputs: hidden,
                "block\(block).channels.output"
            )
            let back = builder.transpose(builder.dropout(outer, rate: dropout), rows: length)
            value = builder.sum(value, back)
        }
        return builder.linear(value, to: shape.outputWidth, inputs: length, "output")
    }
}
