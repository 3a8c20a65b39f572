/// Forecasts within the test blocks of a ``BlockedKFold``.
///
/// A block is cut into windows that lie wholly within it; their inputs may reach back before it. Training
/// windows lie wholly within the rows before the block or within those after it, less the purged ones: none
/// touches a row that is tested on.
public struct BlockedForecasts: CrossValidationScheme, Equatable {
    /// The blocks.
    public var blocks: BlockedKFold
    /// Rows of each forecast.
    public var horizon: Int
    /// Rows between the origins of two windows of a block.
    public var step: Int
    /// Origins with fewer rows before them are left out: the longest input of the models that are compared.
    public var inputLength: Int

    /// Makes a scheme; see the properties. A step of nil is the horizon, so that no row is forecast twice.
    public init(
        _ blocks: BlockedKFold,
        horizon: Int,
        step: Int? = nil,
        inputLength: Int = 1
    ) {
        self.blocks = blocks
        self.horizon = horizon
        self.step = step ?? horizon
        self.inputLength = inputLength
    }

    /// One fit for each block, and its windows.
    ///
    /// - Throws: What ``BlockedKFold/plan(count:)`` throws;
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for other settings out of range,
    ///   ``ForecastingError/tooShort(what:needed:available:)`` for a block without a window.
    public func plan(count: Int) throws(ForecastingError) -> CrossValidationPlan {
        for (name, value) in [
            ("horizon", horizon), ("step", step), ("input length", inputLength),
        ] where !(1...1_000_000_000).contains(value) {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "is from 1 to 1000000000"
            )
        }
        let folds = try blocks.plan(count: count)
        var windows: [CrossValidationPlan.Window] = []
        for (fit, fold) in folds.enumerated() {
            let first = max(fold.test.lowerBound, inputLength)
            guard first + horizon <= fold.test.upperBound else {
                throw .tooShort(
                    what: "a window of fold \(fit + 1)",
                    needed: first - fold.test.lowerBound + horizon,
                    available: fold.test.count
                )
            }
            for origin in stride(from: first, through: fold.test.upperBound - horizon, by: step) {
                windows.append(
                    CrossValidationPlan.Window(fit: fit, test: origin..<(origin + horizon))
                )
            }
        }
        return CrossValidationPlan(
            fits: folds.map { CrossValidationPlan.Fit(segments: $0.train) },
            windows: windows
        )
    }
}
