import DataParallel
import Foundation
import Testing

@testable import Forecasting

/// Operations of sequence models against plain computations in double precision.
@Suite struct SequenceOperationTests {
    /// Runs a network with random parameters and inputs.
    ///
    /// - Returns: The parameters by name, the inputs, and the outputs of each sample.
    private func run(
        _ network: Network<Double>,
        rows: Int,
        trains: Bool
    ) -> (parameters: [String: [Double]], inputs: [[Double]], outputs: [[Double]]) {
        var stream = RandomStream(seed: 8, stream: 1)
        let parameters = (0..<network.parameterCount + Rows.slack).map { _ in
            stream.nextUniform() - 0.5
        }
        let workspace = Workspace(network, capacity: rows + 1, trains: trains)
        let memory = WindowMemory<Double>(
            capacity: rows,
            inputWidth: 0,
            targetWidth: 0,
            channelsPerSample: 1
        )
        for place in 0..<rows * network.input.width {
            workspace.values[place] = 2 * stream.nextUniform() - 1
        }
        return parameters.withUnsafeBufferPointer { buffer in
            let pass = workspace.pass(
                rows: rows,
                memory.windows(inputs: workspace.values),
                parameters: buffer.baseAddress!
            )
            network.forward(pass)
            func samples(_ value: Value) -> [[Double]] {
                (0..<rows).map { row in
                    (0..<value.width).map { pass.values(value)[row * value.width + $0] }
                }
            }
            var named: [String: [Double]] = [:]
            for description in network.parameters {
                let range = description.offset..<description.offset + description.count
                named[description.name] = Array(parameters[range])
            }
            return (named, samples(network.input), samples(network.output))
        }
    }

    private func isNear(_ found: [[Double]], _ expected: [[Double]]) -> Bool {
        zip(found, expected).allSatisfy { found, expected in
            found.count == expected.count
                && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
        }
    }

    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// One layer, step by step, by the formulas; the last state.
    private func plain(
        _ cell: RecurrentCell,
        _ inputs: [[Double]],
        units: Int,
        _ parameters: [String: [Double]],
        _ name: String
    ) -> [[Double]] {
        let (input, state) = (parameters["\(name).input"]!, parameters["\(name).state"]!)
        let bias = parameters["\(name).bias"]!
        var (hidden, memory) = (
            Array(repeating: 0.0, count: units), Array(repeating: 0.0, count: units)
        )
        return inputs.map { x in
            func slot(_ number: Int, _ unit: Int, inputs: Bool, state isState: Bool) -> Double {
                var sum = 0.0
                if inputs, cell.inputSlots.contains(number) {
                    let columns = cell.inputSlots.count * units
                    for (place, value) in x.enumerated() {
                        sum += value * input[place * columns + number * units + unit]
                    }
                }
                if isState, cell.stateSlots.contains(number) {
                    let columns = cell.stateSlots.count * units
                    let column = (number - cell.stateSlots.lowerBound) * units + unit
                    for (place, value) in hidden.enumerated() {
                        sum += value * state[place * columns + column]
                    }
                }
                return sum + bias[number * units + unit]
            }
            var new = hidden
            for unit in 0..<units {
                func sum(_ number: Int) -> Double { slot(number, unit, inputs: true, state: true) }
                switch cell {
                case .lstm:
                    memory[unit] =
                        sigmoid(sum(1)) * memory[unit] + sigmoid(sum(0)) * tanh(sum(2))
                    new[unit] = sigmoid(sum(3)) * tanh(memory[unit])
                case .gru:
                    let (reset, update) = (sigmoid(sum(1)), sigmoid(sum(2)))
                    let candidate = tanh(sum(0) + reset * sum(3))
                    new[unit] = (1 - update) * candidate + update * hidden[unit]
                }
            }
            hidden = new
            return new
        }
    }

    @Test(arguments: [RecurrentCell.lstm, .gru], [true, false])
    func recurrentLayers(_ cell: RecurrentCell, trains: Bool) {
        // More steps than a block, two numbers each.
        let (steps, units) = (19, 5)
        var builder = NetworkBuilder<Double>(inputWidth: 2 * steps)
        let turned = builder.timeMajor(builder.input, steps: steps)
        let first = builder.recurrent(
            cell,
            turned,
            steps: steps,
            units: units,
            givesAll: true,
            "one"
        )
        let last = builder.recurrent(
            cell,
            first,
            steps: steps,
            units: 3,
            givesAll: false,
            "two"
        )
        let (parameters, inputs, outputs) = run(
            builder.network(output: last),
            rows: 4,
            trains: trains
        )
        let expected = inputs.map { input in
            let pairs = (0..<steps).map { [input[2 * $0], input[2 * $0 + 1]] }
            let states = plain(cell, pairs, units: units, parameters, "one")
            return plain(cell, states, units: 3, parameters, "two").last!
        }
        #expect(isNear(outputs, expected))
    }

    /// Only what the last step depends on is computed; here is all of it, with dilations.
    @Test(arguments: [2, 3, 4], [1, 2, 3])
    func convolutionalNetworks(kernel: Int, blocks: Int) throws {
        var settings = TCN()
        settings.kernel = kernel
        settings.blocks = blocks
        settings.channels = 4
        let field = settings.receptiveField(inputLength: 100)
        let length = field + 3
        try settings.validate(inputLength: field)
        #expect(throws: ForecastingError.self) { try settings.validate(inputLength: field - 1) }
        let shape = NetworkShape(
            inputLength: length,
            horizon: 2,
            outputWidth: 2,
            channelCount: 1,
            normalization: .off
        )
        let network: Network<Double> = Architecture.tcn(settings).network(shape)
        let (parameters, inputs, outputs) = run(network, rows: 3, trains: false)
        let expected = inputs.map { input -> [Double] in
            var series = input.map { [$0] }
            /// Zeros stand before the window, which nothing that counts depends on.
            func convolved(_ series: [[Double]], _ name: String, taps: Int, dilation: Int)
                -> [[Double]]
            {
                let (weights, bias) = (parameters["\(name).weights"]!, parameters["\(name).bias"]!)
                let width = series[0].count
                return series.indices.map { step in
                    (0..<4).map { output in
                        var sum = bias[output]
                        for tap in 0..<taps {
                            let source = step - (taps - 1 - tap) * dilation
                            guard source >= 0 else { continue }
                            for channel in 0..<width {
                                sum +=
                                    series[source][channel]
                                    * weights[(tap * width + channel) * 4 + output]
                            }
                        }
                        return sum
                    }
                }
            }
            func rectified(_ series: [[Double]]) -> [[Double]] {
                series.map { $0.map { max($0, 0) } }
            }
            for block in 0..<blocks {
                let name = "block\(block + 1)"
                let dilation = 1 << block
                let inner = rectified(
                    convolved(series, "\(name).one", taps: kernel, dilation: dilation)
                )
                let outer = rectified(
                    convolved(inner, "\(name).two", taps: kernel, dilation: dilation)
                )
                let skipped =
                    block == 0 ? convolved(series, "\(name).skip", taps: 1, dilation: 1) : series
                series = zip(outer, skipped).map { zip($0, $1).map { max($0 + $1, 0) } }
            }
            let (weights, bias) = (parameters["output.weights"]!, parameters["output.bias"]!)
            let last = series[length - 1]
            return (0..<2).map { step -> Double in
                var sum = bias[step]
                for channel in 0..<4 { sum += last[channel] * weights[channel * 2 + step] }
                return sum
            }
        }
        #expect(isNear(outputs, expected))
    }

    /// Nothing but the receptive field counts, and all of it does.
    @Test func theReceptiveFieldIsWhatCounts() {
        var settings = TCN()
        settings.channels = 6
        let length = 40
        let field = settings.receptiveField(inputLength: length)
        #expect(field == 29)
        let shape = NetworkShape(
            inputLength: length,
            horizon: 1,
            outputWidth: 1,
            channelCount: 1,
            normalization: .off
        )
        let network: Network<Double> = Architecture.tcn(settings).network(shape)
        let workspace = Workspace(network, capacity: 1, trains: false)
        let memory = WindowMemory<Double>(
            capacity: 1,
            inputWidth: 0,
            targetWidth: 0,
            channelsPerSample: 1
        )
        // All positive, so that no rectifier hides a change.
        let parameters = (0..<network.parameterCount + Rows.slack).map { 0.01 * Double($0 % 7 + 1) }
        func output(changed: Int?) -> Double {
            parameters.withUnsafeBufferPointer { parameters in
                for place in 0..<length { workspace.values[place] = place == changed ? 2 : 1 }
                let windows = memory.windows(inputs: workspace.values)
                let pass = workspace.pass(rows: 1, windows, parameters: parameters.baseAddress!)
                network.forward(pass)
                return pass.values(network.output)[0]
            }
        }
        let usual = output(changed: nil)
        for place in 0..<length {
            #expect((output(changed: place) != usual) == (place >= length - field))
        }
    }

    @Test(arguments: [(16, 8, 40), (16, 8, 43), (5, 5, 21), (7, 3, 7), (6, 4, 9), (3, 1, 12)])
    func patches(length: Int, stride: Int, window: Int) {
        var settings = PatchTST()
        (settings.patchLength, settings.stride) = (length, stride)
        let count = settings.patchCount(inputLength: window)
        var builder = NetworkBuilder<Double>(inputWidth: window)
        let tokens = builder.patchEmbedding(
            builder.input,
            length: length,
            stride: stride,
            count: count,
            width: 3,
            "patches"
        )
        let (parameters, inputs, outputs) = run(
            builder.network(output: tokens),
            rows: 3,
            trains: false
        )
        let (weights, positions) = (
            parameters["patches.weights"]!, parameters["patches.positions"]!
        )
        let expected = inputs.map { input -> [Double] in
            let padded = input + Array(repeating: input[window - 1], count: stride)
            #expect((padded.count - length) / stride + 1 == count)
            return (0..<count * 3).map { place -> Double in
                let (patch, column) = place.quotientAndRemainder(dividingBy: 3)
                var sum = positions[place]
                for step in 0..<length {
                    sum += padded[patch * stride + step] * weights[step * 3 + column]
                }
                return sum
            }
        }
        #expect(isNear(outputs, expected))
    }
}
