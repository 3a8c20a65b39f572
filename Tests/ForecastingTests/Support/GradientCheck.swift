import DataParallel
import Testing

@testable import Forecasting

/// A network in double precision with random parameters and samples, whose gradients are compared with
/// central differences.
struct GradientCheck {
    let network: Network<Double>
    let workspace: Workspace<Double>
    private let memory: WindowMemory<Double>
    private let gradient: UnsafeMutablePointer<Double>
    private let windows: Windows<Double>
    let rows: Int
    let channelsPerSample: Int
    let loss: LossPass<Double>
    private var stream: RandomStream
    var randomness = Randomness()

    init(
        _ network: Network<Double>,
        rows: Int = 5,
        channels: Int = 1,
        channelsPerSample: Int = 1,
        loss: Loss = .mse,
        seed: UInt64
    ) {
        self.network = network
        self.rows = rows
        self.channelsPerSample = channelsPerSample
        stream = RandomStream(seed: seed, stream: 1)
        let horizon = network.output.width / channelsPerSample / loss.outputsPerStep
        workspace = Workspace(network, capacity: rows + 2, trains: true)
        memory = WindowMemory(
            capacity: rows + 2,
            inputWidth: 0,
            targetWidth: horizon * channelsPerSample,
            channelsPerSample: channelsPerSample
        )
        windows = memory.windows(inputs: workspace.values)
        gradient = .allocate(capacity: network.parameterCount + Rows.slack)
        self.loss = LossPass(
            loss: loss,
            horizon: horizon,
            channelsPerSample: channelsPerSample,
            channelScales: (0..<channels).map { 0.7 + 0.3 * Double($0) }
        )
        for place in 0..<(rows * network.input.width) { workspace.values[place] = draw() }
        for place in 0..<(rows * horizon * channelsPerSample) {
            windows.targets[place] = 2 * draw()
        }
        for row in 0..<rows {
            windows.channels[row] = Int32(row % channels)
            for group in 0..<channelsPerSample {
                windows.locations[row * channelsPerSample + group] = 3 + draw()
                windows.scales[row * channelsPerSample + group] = 1.5 + 0.5 * draw()
            }
        }
    }

    /// Between -1 and 1.
    private mutating func draw() -> Double { 2 * stream.nextUniform() - 1 }

    private func value(_ parameters: [Double]) -> Double {
        parameters.withUnsafeBufferPointer { parameters in
            let pass = workspace.pass(
                rows: rows,
                windows,
                parameters: parameters.baseAddress!,
                randomness
            )
            network.forward(pass)
            return loss.evaluate(
                windows,
                output: pass.values(network.output),
                gradient: pass.gradients(network.output),
                rows: rows,
                factor: 1
            )
        }
    }

    /// The greatest difference between a derivative and the central difference, over the greatest
    /// derivative.
    mutating func worstError(step: Double = 1e-5) -> Double {
        var parameters = network.parameters.flatMap { description in
            (0..<description.count).map { _ in
                switch description.initialization {
                case .constant(let value): value + 0.3 * draw()
                case .uniform: 0.8 * draw() / Double(description.rows).squareRoot()
                }
            }
        }
        let count = parameters.count
        parameters += Array(repeating: 0, count: Rows.slack)
        // What lies in the gradients before must not matter.
        for place in 0..<(network.valueWidth * (rows + 2)) { workspace.gradients[place] = .nan }
        for place in 0..<count { gradient[place] = .nan }
        _ = value(parameters)
        parameters.withUnsafeBufferPointer { parameters in
            network.backward(
                workspace.pass(
                    rows: rows,
                    windows,
                    parameters: parameters.baseAddress!,
                    parameterGradients: gradient,
                    randomness
                )
            )
        }
        var (worst, greatest) = (0.0, 0.0)
        for place in 0..<count {
            let old = parameters[place]
            parameters[place] = old + step
            let above = value(parameters)
            parameters[place] = old - step
            let below = value(parameters)
            parameters[place] = old
            let expected = (above - below) / (2 * step)
            let error = abs(expected - gradient[place])
            worst = error.isNaN ? .infinity : max(worst, error)
            greatest = max(greatest, abs(expected))
        }
        return greatest > 0 ? worst / greatest : .infinity
    }
}
