/// Settings of the multi-layer perceptron.
public struct MLP: Sendable, Equatable {
    /// Units of each hidden layer.
    public var hidden = [512, 512]
    /// What follows each hidden layer.
    public var activation = Activation.relu
    /// The share of hidden units dropped in training.
    public var dropout = 0.0

    /// The defaults.
    public init(hidden: [Int] = [512, 512], activation: Activation = .relu, dropout: Double = 0) {
        self.hidden = hidden
        self.activation = activation
        self.dropout = dropout
    }

    func validate() throws(ForecastingError) {
        try Architecture.require(hidden, "hidden units")
        try Architecture.require(dropout: dropout)
    }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        var value = input
        for (index, units) in hidden.enumerated() {
            value = builder.linear(value, to: units, "hidden\(index + 1)", activation: activation)
            value = builder.dropout(value, rate: dropout)
        }
        return builder.linear(value, to: shape.outputWidth, "output")
    }
}
