/// A ``RidgeForecaster`` that has been fitted.
///
/// Forecasts are inner products in double precision, summed in a fixed order; their bits depend neither on
/// the number of threads nor on the other origins. The weights of DLinear are kept as those of the window
/// itself, which act the same as those of remainder and trend.
public struct FittedRidge: RestorableForecaster, Equatable {
    /// The longest input or horizon of a model.
    static let longest = 100_000
    private static let windowsPerTask = 16

    /// What a window is made into.
    public let form: RidgeForecaster.Form
    /// The number of values it looks at.
    public let inputLength: Int
    /// The ridge penalty it was fitted with.
    public let penalty: Double
    /// The number of channels it was fitted on.
    public let channelCount: Int
    private let map: LinearMap

    /// The number of values it forecasts.
    public var horizon: Int { map.outputs }
    /// The model's name.
    public var name: String { RidgeForecaster.name(form) }

    init(
        form: RidgeForecaster.Form,
        inputLength: Int,
        penalty: Double,
        channelCount: Int,
        map: LinearMap
    ) {
        self.form = form
        self.inputLength = inputLength
        self.penalty = penalty
        self.channelCount = channelCount
        self.map = map
    }

    /// The weight of each feature in the forecast of a step; for NLinear those of all inputs but the last,
    /// whose feature is always zero.
    public func weights(step: Int) -> [Double] {
        Array(map.weights[(step * map.stride)..<(step * map.stride + map.inputs)])
    }

    /// The intercept of a step.
    public func intercept(step: Int) -> Double { map.intercepts[step] }

    /// Forecasts every channel from each origin.
    ///
    /// - Throws: What is wrong with the table or the origins;
    ///   ``ForecastingError/missingValue(channel:time:)`` for an input that is not finite.
    /// - Complexity: O(L H) for each channel of each origin.
    public func predict(
        _ table: SeriesTable,
        origins: [Int],
        on parallelism: Parallelism
    ) throws(ForecastingError) -> Forecasts {
        try check(table, origins: origins)
        try requireInputs(table, origins)
        try parallelism.checkCancellation()
        var forecasts = Forecasts(origins: origins, channelCount: channelCount, horizon: horizon)
        let windows = origins.count * channelCount
        let tasks = (windows + Self.windowsPerTask - 1) / Self.windowsPerTask
        parallelism.update(&forecasts.points, tasks: tasks) { task, points in
            let first = task * Self.windowsPerTask
            let range = first..<min(windows, first + Self.windowsPerTask)
            forecast(table, origins, range, into: points)
        }
        return forecasts
    }

    /// Looks at every input once, however many origins share it.
    private func requireInputs(
        _ table: SeriesTable,
        _ origins: [Int]
    ) throws(ForecastingError) {
        var seen = 0
        for origin in origins.sorted() {
            let first = max(seen, origin - inputLength)
            if first < origin { try table.requireFinite(first..<origin) }
            seen = max(seen, origin)
        }
    }

    /// Forecasts of some windows, counted origin by origin and channel by channel.
    private func forecast(
        _ table: SeriesTable,
        _ origins: [Int],
        _ windows: Range<Int>,
        into points: UnsafeMutablePointer<Double>
    ) {
        let stride = map.stride
        var features = [Double](repeating: 0, count: windows.count * stride)
        var shifts = [Double](repeating: 0, count: windows.count)
        var factors = [Double](repeating: 1, count: windows.count)
        table.values.withUnsafeBufferPointer { values in
            features.withUnsafeMutableBufferPointer { features in
                for (row, window) in windows.enumerated() {
                    let first =
                        window % channelCount * table.count + origins[window / channelCount]
                        - inputLength
                    let input = values.baseAddress! + first
                    if form == .nlinear { shifts[row] = input[inputLength - 1] }
                    if form == .rlinear {
                        let scale = WindowScale(input, inputLength)
                        shifts[row] = scale.mean
                        factors[row] = scale.spread
                    }
                    let (shift, factor) = (shifts[row], factors[row])
                    for place in 0..<map.inputs {
                        features[row * stride + place] = (input[place] - shift) / factor
                    }
                }
            }
        }
        let block = points + windows.lowerBound * horizon
        features.withUnsafeBufferPointer { features in
            map.weights.withUnsafeBufferPointer { weights in
                // Without features (NLinear of a single input) there are only intercepts.
                guard let features = features.baseAddress, let weights = weights.baseAddress
                else { return }
                RowProducts.multiply(
                    features,
                    rows: windows.count,
                    stride: stride,
                    by: weights,
                    rows: horizon,
                    stride: stride,
                    count: stride,
                    into: block,
                    stride: horizon
                )
            }
        }
        for row in 0..<windows.count {
            for step in 0..<horizon {
                let value = block[row * horizon + step] + map.intercepts[step]
                block[row * horizon + step] = value * factors[row] + shifts[row]
            }
        }
    }
}

extension FittedRidge {
    /// What a model file holds of it.
    public func record() -> ModelRecord {
        let weights = (0..<horizon).flatMap { self.weights(step: $0) }
        return ModelRecord(
            name: name,
            settings: [
                "channels": "\(channelCount)",
                "horizon": "\(horizon)",
                "input-length": "\(inputLength)",
                "penalty": "\(penalty)",
            ],
            arrays: ["intercepts": .double(map.intercepts), "weights": .double(weights)]
        )
    }

    /// Makes the model of what a file holds.
    ///
    /// - Throws: ``ForecastingError/corruptFile(path:reason:)``.
    public init(_ reader: RecordReader) throws(ForecastingError) {
        let forms = RidgeForecaster.Form.allCases
        guard let form = forms.first(where: { RidgeForecaster.name($0) == reader.record.name })
        else {
            throw reader.corrupt("\(reader.record.name) is not a ridge model")
        }
        self.form = form
        inputLength = try reader.integer("input-length", in: 1...Self.longest)
        channelCount = try reader.integer("channels", in: 1...1_000_000_000)
        let horizon = try reader.integer("horizon", in: 1...Self.longest)
        penalty = try reader.number("penalty")
        guard penalty >= 0, penalty.isFinite else {
            throw reader.corrupt("penalty is \(penalty)")
        }
        let inputs = form == .nlinear ? inputLength - 1 : inputLength
        let weights = try reader.doubles("weights", count: inputs * horizon)
        let stride = inputs.paddedToLanes
        var rows = [Double](repeating: 0, count: horizon * stride)
        for step in 0..<horizon {
            for place in 0..<inputs {
                rows[step * stride + place] = weights[step * inputs + place]
            }
        }
        map = LinearMap(
            inputs: inputs,
            weights: rows,
            intercepts: try reader.doubles("intercepts", count: horizon)
        )
    }
}
