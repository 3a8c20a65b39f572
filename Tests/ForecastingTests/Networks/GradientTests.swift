import Testing

@testable import Forecasting

@Suite struct GradientTests {
    @Test(arguments: Activation.allCases)
    func activations(_ activation: Activation) {
        var builder = NetworkBuilder<Double>(inputWidth: 19)
        let hidden = builder.linear(builder.input, to: 23, "one", activation: activation)
        let second = builder.linear(hidden, to: 17, "two", activation: activation)
        let output = builder.linear(second, to: 5, "three")
        var check = GradientCheck(builder.network(output: output), seed: 3)
        #expect(check.worstError() < 1e-6)
    }

    @Test func layersOfMixers() {
        var builder = NetworkBuilder<Double>(inputWidth: 24)
        let first = builder.linear(builder.input, to: 24, "one", activation: .tanh)
        let normal = builder.layerNorm(first, "norm", size: 8)
        let turned = builder.transpose(normal, rows: 4)
        let shared = builder.linear(turned, to: 4, inputs: 4, "shared")
        let shares = builder.softmax(shared, size: 6)
        let sum = builder.sum(builder.difference(shares, first), normal)
        let pooled = builder.maxPool(sum, size: 5)
        let parts = builder.linear(pooled, to: 18, "parts")
        let knots = builder.interpolation(builder.part(of: parts, 0..<3), to: 9)
        let other = builder.interpolation(builder.part(of: parts, 3..<18), to: 3, groups: 3)
        let output = builder.sum(knots, other)
        var check = GradientCheck(builder.network(output: output), seed: 4)
        #expect(check.worstError() < 1e-6)
    }

    @Test func dropout() {
        var builder = NetworkBuilder<Double>(inputWidth: 10)
        let hidden = builder.linear(builder.input, to: 70, "one", activation: .silu)
        let dropped = builder.dropout(hidden, rate: 0.4)
        let sum = builder.sum(dropped, hidden)
        let output = builder.linear(sum, to: 3, "two")
        var check = GradientCheck(builder.network(output: output), seed: 5)
        check.randomness = Randomness(seed: 9, firstSample: 100, drops: true)
        #expect(check.worstError() < 1e-6)
    }

    private static var allLosses: [Loss] {
        [
            .mse, .mae, .huber(delta: 0.5), .quantiles([0.1, 0.5, 0.9]), .mape, .smape,
            .mase(seasonLength: 1),
        ]
    }

    @Test(arguments: Self.allLosses)
    func losses(_ loss: Loss) {
        let shape = NetworkShape(
            inputLength: 9,
            horizon: 4,
            outputWidth: 4 * loss.outputsPerStep,
            channelCount: 3,
            normalization: .reversible
        )
        var check = GradientCheck(
            Architecture.rlinear.network(shape),
            rows: 7,
            channels: 3,
            loss: loss,
            seed: 6
        )
        #expect(check.worstError() < 1e-5)
    }

    @Test(arguments: Self.small, [WindowNormalization.last, .reversible])
    func architectures(_ architecture: Architecture, _ normalization: WindowNormalization) {
        let shape = NetworkShape(
            inputLength: 12,
            horizon: 6,
            outputWidth: 12,
            channelCount: 3,
            normalization: normalization
        )
        var check = GradientCheck(
            architecture.network(shape),
            rows: 4,
            channels: 3,
            channelsPerSample: architecture.isMultivariate ? 3 : 1,
            loss: .quantiles([0.25, 0.75]),
            seed: 7
        )
        #expect(check.worstError() < 1e-5)
    }

    private static var small: [Architecture] {
        var nBeats = NBeats()
        nBeats.layers = 2
        nBeats.hidden = 11
        var interpretable = NBeats.interpretable
        interpretable.layers = 1
        interpretable.hidden = 9
        interpretable.blocksPerStack = 1
        var nHits = NHits()
        nHits.hidden = [10, 9]
        var tide = Tide()
        tide.hidden = 8
        tide.decoderWidth = 3
        tide.temporalHidden = 5
        tide.decoderLayers = 2
        var mixer = TSMixer()
        mixer.hidden = 5
        return [
            .nlinear, .mlp(MLP(hidden: [13, 9], activation: .gelu)), .nBeats(nBeats),
            .nBeats(interpretable), .nHits(nHits), .tide(tide), .tsMixer(mixer),
        ] + SmallSequenceModels.all
    }

    @Test(arguments: [1, 3, 5, 25])
    func decomposition(kernel: Int) {
        let shape = NetworkShape(
            inputLength: 16,
            horizon: 5,
            outputWidth: 5,
            channelCount: 1,
            normalization: .off
        )
        let architecture = Architecture.dlinear(DLinear(kernel: kernel))
        let network: Network<Float> = architecture.network(shape)
        let folding = architecture.folding(network, shape)!
        let count = folding.descriptions.reduce(0) { $0 + $1.count }
        let trained = Trainer.initial(folding.descriptions, 5)
        #expect(trained.count == count)
        func folded(_ trained: [Float]) -> [Float] {
            var result = Array(repeating: Float(0), count: network.parameterCount + Rows.slack)
            var trained = trained + Array(repeating: Float(0), count: Rows.slack)
            trained.withUnsafeMutableBufferPointer { trained in
                result.withUnsafeMutableBufferPointer {
                    folding.fold(trained.baseAddress!, into: $0.baseAddress!)
                }
            }
            return Array(result.prefix(network.parameterCount))
        }
        // The definition: the remainder's product plus the trend's.
        let window = (0..<16).map { Float(($0 * 7) % 5) - 2 }
        let trend = (0..<16).map { place in
            (-(kernel / 2)...(kernel / 2)).reduce(Float(0)) { sum, offset in
                sum + window[min(max(place + offset, 0), 15)]
            } / Float(kernel)
        }
        let weights = folded(trained)
        for step in 0..<5 {
            var expected = trained[80 + step] + trained[165 + step]
            var found = weights[80 + step]
            for place in 0..<16 {
                expected += (window[place] - trend[place]) * trained[place * 5 + step]
                expected += trend[place] * trained[85 + place * 5 + step]
                found += window[place] * weights[place * 5 + step]
            }
            #expect(abs(expected - found) < 1e-5)
        }
        // Folding is linear: unfolding is its transpose.
        let gradient = (0..<network.parameterCount).map { Float(($0 * 13) % 7) - 3 }
        var unfolded = Array(repeating: Float(0), count: count + Rows.slack)
        (gradient + Array(repeating: 0, count: Rows.slack)).withUnsafeBufferPointer { gradient in
            unfolded.withUnsafeMutableBufferPointer {
                folding.unfold(gradient.baseAddress!, into: $0.baseAddress!)
            }
        }
        let one = zip(weights, gradient).reduce(0) { $0 + $1.0 * $1.1 }
        let other = zip(trained, unfolded).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(one - other) < 1e-3)
    }
}
