/// Settings of N-HiTS.
public struct NHits: Sendable, Equatable {
    /// Values that each stack pools into one, by their maximum.
    public var pooling = [2, 2, 1]
    /// Steps between the knots of each stack's forecast, which is interpolated.
    public var downsampling = [4, 2, 1]
    /// Blocks of each stack.
    public var blocksPerStack = 1
    /// Units of each hidden layer of a block.
    public var hidden = [512, 512]
    /// The share of hidden units dropped in training.
    public var dropout = 0.0

    /// The defaults.
    public init() {}

    func validate(inputLength: Int, horizon: Int) throws(ForecastingError) {
        try Architecture.require([pooling.count], "number of stacks")
        guard pooling.count == downsampling.count else {
            throw .mismatch(
                what: "downsampling of the stacks",
                expected: pooling.count,
                found: downsampling.count
            )
        }
        try Architecture.require(pooling + downsampling, "pooling and downsampling")
        try Architecture.require([blocksPerStack], "blocks of a stack")
        try Architecture.require(hidden, "hidden units")
        try Architecture.require([hidden.count], "hidden layers")
        try Architecture.require(dropout: dropout)
    }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        let levels = shape.outputWidth / shape.horizon
        var residual = input
        var forecast: Value?
        let count = pooling.count * blocksPerStack
        for index in 0..<count {
            let stack = index / blocksPerStack
            let name = "block\(index + 1)"
            var value = builder.maxPool(residual, size: pooling[stack])
            for (layer, units) in hidden.enumerated() {
                value = builder.linear(
                    value,
                    to: units,
                    "\(name).hidden\(layer + 1)",
                    activation: .relu
                )
                value = builder.dropout(value, rate: dropout)
            }
            let knots = max(1, shape.horizon / downsampling[stack])
            // Nothing reads what the last block leaves of the window.
            let backcastWidth = index == count - 1 ? 0 : shape.inputLength
            let all = builder.linear(value, to: backcastWidth + knots * levels, "\(name).output")
            let knotValues =
                backcastWidth == 0 ? all : builder.part(of: all, backcastWidth..<all.width)
            let part = builder.interpolation(knotValues, to: shape.horizon, groups: levels)
            forecast = forecast.map { builder.sum($0, part) } ?? part
            if backcastWidth > 0 {
                residual = builder.difference(residual, builder.part(of: all, 0..<backcastWidth))
            }
        }
        return forecast!
    }
}
