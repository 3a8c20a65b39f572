/// Settings of TiDE.
public struct Tide: Sendable, Equatable {
    /// Units of hidden layers and of the encoding.
    public var hidden = 128
    /// Residual blocks of the encoder.
    public var encoderLayers = 1
    /// Residual blocks of the decoder.
    public var decoderLayers = 1
    /// Numbers that the decoder makes for each step.
    public var decoderWidth = 8
    /// Units of the block that makes a step's forecast of them.
    public var temporalHidden = 32
    /// The share of residual blocks' results dropped in training.
    public var dropout = 0.0

    /// The defaults.
    public init() {}

    func validate() throws(ForecastingError) {
        try Architecture.require([hidden, temporalHidden, decoderWidth], "units")
        try Architecture.require([encoderLayers, decoderLayers], "layers")
        try Architecture.require(dropout: dropout)
    }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        var value = input
        for layer in 1...encoderLayers {
            value = block(&builder, value, hidden, hidden, "encoder\(layer)")
        }
        for layer in 1..<decoderLayers {
            value = block(&builder, value, hidden, hidden, "decoder\(layer)")
        }
        value = block(
            &builder,
            value,
            hidden,
            decoderWidth * shape.outputWidth,
            "decoder\(decoderLayers)"
        )
        // Without normalisation: of a single number it would leave nothing.
        value = block(
            &builder,
            value,
            temporalHidden,
            1,
            "temporal",
            inputs: decoderWidth,
            isNormalized: false
        )
        return builder.sum(value, builder.linear(input, to: shape.outputWidth, "skip"))
    }

    /// A residual block: two layers beside one, then layer normalisation.
    private func block<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ hidden: Int,
        _ outputs: Int,
        _ name: String,
        inputs: Int? = nil,
        isNormalized: Bool = true
    ) -> Value {
        let inner = builder.linear(
            input,
            to: hidden,
            inputs: inputs,
            "\(name).hidden",
            activation: .relu
        )
        let outer = builder.linear(inner, to: outputs, inputs: hidden, "\(name).output")
        let dropped = builder.dropout(outer, rate: dropout)
        let skip = builder.linear(input, to: outputs, inputs: inputs, "\(name).skip")
        let sum = builder.sum(dropped, skip)
        return isNormalized ? builder.layerNorm(sum, "\(name).norm", size: outputs) : sum
    }
}
