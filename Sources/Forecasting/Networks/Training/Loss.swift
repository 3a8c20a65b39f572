/// What training makes small: the mean over samples, channels and steps.
public enum Loss: Sendable, Equatable {
    /// The squared error.
    case mse
    /// The absolute error.
    case mae
    /// Half the squared error up to `delta`, and from there on a straight line (P. J. Huber, 1964).
    case huber(delta: Double)
    /// The quantile (pinball) loss, the mean over levels; the network then forecasts each level.
    case quantiles([Double])
    /// The absolute error over the size of what is forecast, which counts as at least 1e-8.
    case mape
    /// Twice the absolute error over the sum of the sizes of forecast and value.
    case smape
    /// The absolute error over that of the seasonal naive forecast within the training rows of the
    /// channel (R. J. Hyndman, A. B. Koehler, 2006).
    case mase(seasonLength: Int)

    /// The levels that the network forecasts; none for a single forecast.
    public var levels: [Double] {
        if case .quantiles(let levels) = self { return levels }
        return []
    }

    /// Forecasts for each step.
    var outputsPerStep: Int { max(1, levels.count) }

    func validate() throws(ForecastingError) {
        switch self {
        case .huber(let delta):
            guard delta > 0, delta.isFinite else {
                throw .invalidSetting(
                    name: "Huber's delta",
                    value: "\(delta)",
                    requirement: "is greater than 0"
                )
            }
        case .quantiles(let levels):
            guard !levels.isEmpty, levels == Array(Set(levels)).sorted(),
                levels.allSatisfy({ $0 > 0 && $0 < 1 })
            else {
                throw .invalidSetting(
                    name: "quantile levels",
                    value: "\(levels)",
                    requirement: "ascend between 0 and 1"
                )
            }
        case .mase(let seasonLength):
            guard seasonLength >= 1 else {
                throw .invalidSetting(
                    name: "season length of MASE",
                    value: "\(seasonLength)",
                    requirement: "is at least 1"
                )
            }
        case .mse, .mae, .mape, .smape: break
        }
    }
}

/// The losses of one micro-batch and their gradients.
struct LossPass<Scalar: NetworkScalar> {
    let loss: Loss
    let horizon: Int
    let channelsPerSample: Int
    /// What MASE divides the errors of each channel by.
    let channelScales: [Double]

    /// The sum of the losses of all samples, each the mean over its channels and steps.
    ///
    /// - Parameter factor: What the gradient of each sample's loss is multiplied with; nil if no
    ///   gradient is wanted.
    func evaluate(
        _ windows: Windows<Scalar>,
        output: UnsafePointer<Scalar>,
        gradient: UnsafeMutablePointer<Scalar>,
        rows: Int,
        factor: Double?
    ) -> Double {
        var total = 0.0
        let levels = loss.levels
        let outputs = loss.outputsPerStep
        let share = 1 / Double(channelsPerSample * horizon * outputs)
        for group in 0..<(rows * channelsPerSample) {
            let channel =
                channelsPerSample == 1
                ? Int(windows.channels[group]) : group % channelsPerSample
            let location = Scalar(windows.locations[group])
            let (target, scale) = (windows.targets + group * horizon, windows.scales[group])
            var weight = share
            if case .mase = loss { weight /= channelScales[channel] }
            for level in 0..<outputs {
                let first = (group * outputs + level) * horizon
                let slope = Scalar((factor ?? 0) * weight) * scale
                let quantile = levels.isEmpty ? 0 : Scalar(levels[level])
                let sum = evaluate(
                    output + first,
                    target,
                    gradient + first,
                    scale: scale,
                    location: location,
                    quantile: quantile,
                    slope: factor == nil ? nil : slope
                )
                total += sum * weight
            }
        }
        return total
    }

    /// The sum of the losses of one forecast.
    @inline(__always)
    private func evaluate(
        _ output: UnsafePointer<Scalar>,
        _ target: UnsafePointer<Scalar>,
        _ gradient: UnsafeMutablePointer<Scalar>,
        scale: Scalar,
        location: Scalar,
        quantile: Scalar,
        slope: Scalar?
    ) -> Double {
        typealias Vector = Scalar.Vector
        let zero = Vector.zero
        /// The losses and their slopes, given forecasts and targets.
        @inline(__always)
        func run(_ function: (Vector, Vector) -> (Vector, Vector)) -> Double {
            var sums = zero
            Rows.forEach(horizon) { place, lanes in
                let (value, change) = function(output.load(place) * scale, target.load(place))
                sums += lanes == 16 ? value : value.prefix(lanes)
                if let slope { gradient.store(change * slope, place, lanes) }
            }
            return Double(sums.total)
        }
        switch loss {
        case .mse:
            return run { forecast, target in
                let error = forecast - target
                return (error * error, 2 * error)
            }
        case .mae, .mase:
            return run { forecast, target in
                let error = forecast - target
                return (error.magnitude, error.sign)
            }
        case .huber(let delta):
            let delta = Scalar(delta)
            return run { forecast, target in
                let error = forecast - target
                let size = error.magnitude
                let near = error * error * 0.5
                let far = (size - delta / 2) * delta
                let limit = Vector(repeating: delta)
                return (
                    .choose(far, where: limit, isLessThan: size, else: near),
                    .choose(error.sign * delta, where: limit, isLessThan: size, else: error)
                )
            }
        case .quantiles:
            return run { forecast, target in
                let error = target - forecast
                let (below, above) = (Vector(repeating: quantile), Vector(repeating: quantile - 1))
                let rate = Vector.choose(above, where: error, isLessThan: zero, else: below)
                return (rate * error, -rate)
            }
        case .mape:
            return run { forecast, target in
                let error = forecast - target
                let actual = (target + location).magnitude
                let least = Vector(repeating: 1e-8)
                let divisor = actual.maximum(least)
                return (error.magnitude / divisor, error.sign / divisor)
            }
        case .smape:
            return run { forecast, target in
                let error = forecast - target
                let (predicted, actual) = (forecast + location, target + location)
                let least = Vector(repeating: 1e-8)
                let sum = predicted.magnitude + actual.magnitude
                let divisor = sum.maximum(least)
                let value = 2 * error.magnitude / divisor
                return (value, (2 * error.sign - value * predicted.sign) / divisor)
            }
        }
    }
}
