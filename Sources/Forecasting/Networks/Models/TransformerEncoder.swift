/// Layers in which tokens look at each other: attention and a hidden layer, each added to what it read, and the sum
/// normalised (A. Vaswani et al., "Attention is all you need", NeurIPS 2017).
struct TransformerEncoder {
    let tokens: Int
    /// Numbers of a token.
    let width: Int
    let heads: Int
    /// Units of the layer between.
    let hidden: Int
    let layers: Int
    let dropout: Double

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value
    ) -> Value {
        var value = input
        for layer in 1...layers {
            let name = "layer\(layer)"
            let projected = builder.linear(
                value,
                to: 3 * width,
                inputs: width,
                "\(name).attention.input"
            )
            let seen = builder.attention(projected, tokens: tokens, heads: heads)
            let joined = builder.linear(
                seen,
                to: width,
                inputs: width,
                "\(name).attention.output"
            )
            value = builder.layerNorm(
                builder.sum(value, builder.dropout(joined, rate: dropout)),
                "\(name).attention.norm",
                size: width
            )
            let inner = builder.linear(
                value,
                to: hidden,
                inputs: width,
                "\(name).hidden",
                activation: .gelu
            )
            let outer = builder.linear(
                builder.dropout(inner, rate: dropout),
                to: width,
                inputs: hidden,
                "\(name).output"
            )
            value = builder.layerNorm(
                builder.sum(value, builder.dropout(outer, rate: dropout)),
                "\(name).norm",
                size: width
            )
        }
        return value
    }

    static func validate(
        width: Int,
        heads: Int,
        hidden: Int,
        layers: Int,
        dropout: Double
    ) throws(ForecastingError) {
        try Architecture.require(
            [width, heads, hidden, layers],
            "width, heads, hidden units and layers"
        )
        guard width % heads == 0 else {
            throw .invalidSetting(
                name: "heads",
                value: "\(heads)",
                requirement: "divides the width \(width)"
            )
        }
        try Architecture.require(dropout: dropout)
    }
}
