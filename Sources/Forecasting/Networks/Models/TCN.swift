/// Settings of a temporal convolutional network: blocks of two dilated causal convolutions each, added to what the
/// block read; the dilation doubles from block to block.
///
/// The forecast is made of the last step. Only what that depends on is computed: of a block that is read at every
/// second step, every second step.
public struct TCN: Sendable, Equatable {
    /// Numbers of a step within.
    public var channels = 32
    /// Steps that a convolution reads.
    public var kernel = 3
    /// Blocks; nil for as many as the input allows, at most 6.
    public var blocks: Int?
    /// The share of numbers dropped in training.
    public var dropout = 0.0

    /// The defaults.
    public init() {}

    func validate(inputLength: Int) throws(ForecastingError) {
        try Architecture.require([channels], "channels")
        try Architecture.require([kernel], atLeast: 2, "kernel")
        try Architecture.require(dropout: dropout)
        if let blocks {
            try Architecture.require([blocks], "blocks")
            guard blocks <= 20 else {
                throw .invalidSetting(
                    name: "blocks",
                    value: "\(blocks)",
                    requirement: "is at most 20"
                )
            }
        }
        let field = receptiveField(inputLength: inputLength)
        guard field <= inputLength else {
            throw .invalidSetting(
                name:
                    "receptive field of \(blockCount(inputLength: inputLength)) blocks with kernel \(kernel)",
                value: "\(field)",
                requirement:
                    "is at most the input length \(inputLength): take fewer blocks or a longer input"
            )
        }
    }

    /// The blocks that a window of some length is read by.
    func blockCount(inputLength: Int) -> Int {
        if let blocks { return blocks }
        var count = 1
        while count < 6, Self.receptiveField(kernel: kernel, blocks: count + 1) <= inputLength {
            count += 1
        }
        return count
    }

    /// The values, up to the last, that a forecast from windows of some length depends on.
    public func receptiveField(inputLength: Int) -> Int {
        Self.receptiveField(kernel: kernel, blocks: blockCount(inputLength: inputLength))
    }

    /// 1 + 2 (kernel - 1) (1 + 2 + 4 + ...).
    private static func receptiveField(kernel: Int, blocks: Int) -> Int {
        1 + 2 * (kernel - 1) * ((1 << blocks) - 1)
    }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        let count = blockCount(inputLength: shape.inputLength)
        // Steps of each block's output, in the last block's the last alone; before it, what that reads.
        var steps = [1]
        for _ in 0..<count { steps.append((steps[steps.count - 1] - 1) * 2 + 2 * kernel - 1) }
        steps.reverse()
        let first = shape.inputLength - steps[0]
        var value = Convolved(value: input, steps: shape.inputLength, first: first)
        for block in 0..<count {
            let name = "block\(block + 1)"
            let out = steps[block + 1]
            let inner = builder.convolution(
                value,
                to: channels,
                taps: kernel,
                steps: (out - 1) * 2 + kernel,
                stride: 1,
                activation: .relu,
                "\(name).one"
            )
            let outer = builder.convolution(
                Convolved(
                    value: builder.dropout(inner, rate: dropout),
                    steps: (out - 1) * 2 + kernel
                ),
                to: channels,
                taps: kernel,
                steps: out,
                stride: 2,
                activation: .relu,
                "\(name).two"
            )
            // What the newest of the steps below an output is added to.
            var skipped = value
            skipped.first += 2 * (kernel - 1)
            if value.channels != channels {
                skipped = Convolved(
                    value: builder.convolution(
                        skipped,
                        to: channels,
                        taps: 1,
                        steps: out,
                        stride: 2,
                        activation: .identity,
                        "\(name).skip"
                    ),
                    steps: out
                )
            }
            let sum = builder.residual(
                builder.dropout(outer, rate: dropout),
                skipped,
                stride: value.channels != channels ? 1 : 2
            )
            value = Convolved(value: sum, steps: out)
        }
        return builder.linear(value.value, to: shape.outputWidth, "output")
    }
}
