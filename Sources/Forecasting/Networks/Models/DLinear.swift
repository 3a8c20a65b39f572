/// Settings of DLinear.
public struct DLinear: Sendable, Equatable {
    /// Values of the moving average, odd; the first and last values of a window are repeated.
    public var kernel = 25

    /// The defaults.
    public init(kernel: Int = 25) { self.kernel = kernel }

    func validate() throws(ForecastingError) {
        guard kernel >= 1, kernel % 2 == 1, kernel < 100_000 else {
            throw .invalidSetting(
                name: "kernel",
                value: "\(kernel)",
                requirement: "is odd and at least 1"
            )
        }
    }
}

/// DLinear runs as one product. With the trend x T of a window x, its forecast
/// (x - x T) S + x T R is x (S + T (R - S)).
struct DecompositionFolding: ParameterFolding {
    let descriptions: [ParameterDescription]
    private let kernel: Int
    private let inputLength: Int
    private let outputWidth: Int
    /// Where the network's other parameters begin, which stay what they are.
    private let others: Range<Int>
    private let weights: Int
    private let bias: Int
    private var size: Int { inputLength * outputWidth }

    init(_ network: Network<Float>, kernel: Int, _ shape: NetworkShape) {
        self.kernel = kernel
        (inputLength, outputWidth) = (shape.inputLength, shape.outputWidth)
        let linear = network.parameters.filter { $0.name.hasPrefix("linear.") }
        precondition(linear.map(\.name) == ["linear.weights", "linear.bias"])
        (weights, bias) = (linear[0].offset, linear[1].offset)
        // Those of normalisation come before.
        others = 0..<weights
        var offset = weights
        var descriptions = network.parameters.filter { $0.offset < linear[0].offset }
        for part in ["remainder", "trend"] {
            for one in linear {
                descriptions.append(
                    ParameterDescription(
                        name: one.name.replacing("linear", with: part),
                        rows: one.rows,
                        columns: one.columns,
                        offset: offset,
                        initialization: one.initialization,
                        decays: one.decays
                    )
                )
                offset += one.count
            }
        }
        self.descriptions = descriptions
    }

    func fold(_ trained: UnsafePointer<Float>, into network: UnsafeMutablePointer<Float>) {
        for place in others { network[place] = trained[place] }
        let remainder = trained + weights
        let trend = remainder + size + outputWidth
        let difference = UnsafeMutablePointer<Float>.allocate(capacity: size + Rows.slack)
        defer { difference.deallocate() }
        difference.initialize(repeating: 0, count: size + Rows.slack)
        Rows.forEach(size) { place, lanes in
            difference.store(trend.load(place) - remainder.load(place), place, lanes)
        }
        let target = network + weights
        for place in 0..<size { target[place] = remainder[place] }
        spread(difference, into: target, isTransposed: true)
        for output in 0..<outputWidth {
            network[bias + output] = remainder[size + output] + trend[size + output]
        }
    }

    func unfold(_ network: UnsafePointer<Float>, into trained: UnsafeMutablePointer<Float>) {
        for place in others { trained[place] = network[place] }
        let remainder = trained + weights
        let trend = remainder + size + outputWidth
        let source = network + weights
        for place in 0..<size { trend[place] = 0 }
        spread(UnsafeMutablePointer(mutating: source), into: trend, isTransposed: false)
        Rows.forEach(size) { place, lanes in
            remainder.store(source.load(place) - trend.load(place), place, lanes)
        }
        for output in 0..<outputWidth {
            remainder[size + output] = network[bias + output]
            trend[size + output] = network[bias + output]
        }
    }

    /// Adds the moving average along the inputs, or what each input gives to the averages: that is the
    /// same, but for the first and the last input, which the averages at the ends repeat.
    private func spread(
        _ source: UnsafeMutablePointer<Float>,
        into target: UnsafeMutablePointer<Float>,
        isTransposed: Bool
    ) {
        let half = kernel / 2
        let share = 1 / Float(kernel)
        let (last, width) = (inputLength - 1, outputWidth)
        for place in 0...last {
            let (lower, upper) = (max(0, place - half), min(last, place + half))
            // How often an average at the ends repeats an end: beside its own place.
            let (before, after) = (half - place, place + half - last)
            Rows.forEach(width) { column, lanes in
                var sum = FloatVector.zero
                var other = source + (lower &* width &+ column)
                for _ in lower...upper {
                    sum += other.load(0)
                    other += width
                }
                if isTransposed {
                    if place == 0 {
                        for place in 0..<min(half, inputLength) {
                            sum += source.load(place &* width &+ column) * Float(half &- place)
                        }
                    }
                    if place == last {
                        for place in max(0, last &- half &+ 1)..<inputLength {
                            let times = Float(half &- (last &- place))
                            sum += source.load(place &* width &+ column) * times
                        }
                    }
                } else {
                    if before > 0 { sum += source.load(column) * Float(before) }
                    if after > 0 { sum += source.load(last &* width &+ column) * Float(after) }
                }
                let result = target + (place &* width &+ column)
                result.store(result.load(0) + sum * share, 0, lanes)
            }
        }
    }
}
