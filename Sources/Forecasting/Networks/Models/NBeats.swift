import Foundation

/// Settings of N-BEATS.
public struct NBeats: Sendable, Equatable {
    /// What a block's forecast is made of.
    public enum Stack: Sendable, Equatable {
        /// Any numbers.
        case generic
        /// A polynomial of a degree.
        case trend(degree: Int = 3)
        /// A Fourier series with so many harmonics.
        case seasonality(harmonics: Int = 4)
    }

    /// The stacks, in order. Generic ones make the generic model, a trend and a seasonality the
    /// interpretable one.
    public var stacks: [Stack] = [.generic, .generic, .generic]
    /// Blocks of each stack.
    public var blocksPerStack = 1
    /// Hidden layers of each block.
    public var layers = 4
    /// Units of each.
    public var hidden = 512
    /// The share of hidden units dropped in training.
    public var dropout = 0.0

    /// The generic model.
    public init() {}

    /// The interpretable model.
    public static var interpretable: NBeats {
        var settings = NBeats()
        settings.stacks = [.trend(), .seasonality()]
        settings.blocksPerStack = 3
        return settings
    }

    func validate(horizon: Int) throws(ForecastingError) {
        try Architecture.require([stacks.count], "number of stacks")
        try Architecture.require([blocksPerStack], "blocks of a stack")
        try Architecture.require([layers], "layers of a block")
        try Architecture.require([hidden], "hidden units")
        try Architecture.require(dropout: dropout)
        for stack in stacks {
            switch stack {
            case .generic: continue
            case .trend(let degree): try Architecture.require([degree], atLeast: 0, "degree")
            case .seasonality(let harmonics): try Architecture.require([harmonics], "harmonics")
            }
        }
    }

    func build<Scalar: NetworkScalar>(
        _ builder: inout NetworkBuilder<Scalar>,
        _ input: Value,
        _ shape: NetworkShape
    ) -> Value {
        var residual = input
        var forecast: Value?
        let blocks = stacks.flatMap { Array(repeating: $0, count: blocksPerStack) }
        for (index, stack) in blocks.enumerated() {
            let name = "block\(index + 1)"
            var value = residual
            for layer in 1...layers {
                value = builder.linear(
                    value,
                    to: hidden,
                    "\(name).hidden\(layer)",
                    activation: .relu
                )
                value = builder.dropout(value, rate: dropout)
            }
            // Nothing reads what the last block leaves of the window.
            let isLast = index == blocks.count - 1
            let backcastWidth = isLast ? 0 : shape.inputLength
            let parts = append(stack, &builder, value, name, backcastWidth, shape)
            forecast = forecast.map { builder.sum($0, parts.forecast) } ?? parts.forecast
            if let backcast = parts.backcast { residual = builder.difference(residual, backcast) }
        }
        return forecast!
    }

    /// Appends what a block makes of its hidden units.
    private func append<Scalar: NetworkScalar>(
        _ stack: Stack,
        _ builder: inout NetworkBuilder<Scalar>,
        _ hidden: Value,
        _ name: String,
        _ backcastWidth: Int,
        _ shape: NetworkShape
    ) -> (backcast: Value?, forecast: Value) {
        func basis(_ length: Int, _ first: Double, _ function: (Double) -> [Double]) -> [Double] {
            let rows = (0..<length).map { function((Double($0) + first) / Double(length)) }
            return (0..<(rows.first?.count ?? 0)).flatMap { row in rows.map { $0[row] } }
        }
        let functions: (Double) -> [Double]
        switch stack {
        case .generic:
            let all = builder.linear(
                hidden,
                to: backcastWidth + shape.outputWidth,
                "\(name).output"
            )
            if backcastWidth == 0 { return (nil, all) }
            return (
                builder.part(of: all, 0..<backcastWidth),
                builder.part(of: all, backcastWidth..<all.width)
            )
        case .trend(let degree):
            functions = { t in (0...degree).map { pow(t, Double($0)) } }
        case .seasonality(let harmonics):
            functions = { t in
                var values = [1.0]
                for harmonic in 1...harmonics {
                    let angle = 2 * Double.pi * Double(harmonic) * t
                    values += [cos(angle), sin(angle)]
                }
                return values
            }
        }
        let terms = functions(0).count
        let horizon = shape.horizon
        let levels = shape.outputWidth / horizon
        let all = builder.linear(
            hidden,
            to: (backcastWidth == 0 ? 0 : terms) + terms * levels,
            "\(name).coefficients",
            hasBias: false
        )
        var backcast: Value?
        var next = 0
        if backcastWidth > 0 {
            backcast = builder.product(
                builder.part(of: all, 0..<terms),
                with: basis(backcastWidth, 0, functions),
                columns: backcastWidth
            )
            next = terms
        }
        let steps = basis(horizon, 0, functions)
        // Each level has coefficients of its own.
        var matrix = Array(repeating: 0.0, count: terms * levels * shape.outputWidth)
        for level in 0..<levels {
            for term in 0..<terms {
                for step in 0..<horizon {
                    let row = level * terms + term
                    matrix[row * shape.outputWidth + level * horizon + step] =
                        steps[term * horizon + step]
                }
            }
        }
        let coefficients = next == 0 ? all : builder.part(of: all, next..<all.width)
        let forecast = builder.product(coefficients, with: matrix, columns: shape.outputWidth)
        return (backcast, forecast)
    }
}
