/// Settings of LSTM and GRU.
public struct Recurrent: Sendable, Equatable {
    /// Units of a layer.
    public var hidden = 128
    /// Layers, each of which reads the states of the one before.
    public var layers = 1
    /// The share of states dropped in training between layers, and before the forecast.
    public var dropout = 0.0

    /// The defaults.
    public init(hidden: Int = 128, layers: Int = 1, dropout: Double = 0) {
        (self.hidden, self.layers, self.dropout) = (hidden, layers, dropout)
    }

    func validate() throws(ForecastingError) {
        try Architecture.require([hidden, layers], "hidden units and layers")
        try Architecture.require(dropout: dropout)
    }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape,
        _ cell: RecurrentCell
    ) -> Value {
        let steps = shape.inputLength
        var value = builder.timeMajor(input, steps: steps)
        for layer in 1...layers {
            let isLast = layer == layers
            value = builder.recurrent(
                cell,
                value,
                steps: steps,
                units: hidden,
                givesAll: !isLast,
                "layer\(layer)"
            )
            value = builder.dropout(value, rate: dropout, steps: isLast ? 1 : steps)
        }
        return builder.linear(value, to: shape.outputWidth, "output")
    }
}
