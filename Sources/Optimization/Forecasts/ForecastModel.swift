public import Forecasting

/// A model whose forecasts steer portfolios, and when it is fitted.
///
/// The model sees the logarithms of closes of all symbols of a study, from the first bar of a split's
/// training range on. It is first fitted when ``warmupBars`` of them are there, and again every
/// ``refitBars``; each fit learns from all bars since that first one up to its own, and from nothing later.
/// So its forecasts are out of sample at every bar, also within the training range.
public struct ForecastModel: Sendable, Hashable {
    /// Makes the model from its description and a seed.
    public typealias Maker =
        @Sendable (ForecastModel, _ seed: UInt64) throws(ForecastingError) -> any Forecaster

    /// The model's name in the catalog, such as "nlinear-ridge".
    public let name: String
    /// The number of bars it looks at.
    public let inputLength: Int
    /// The number of bars it looks ahead; the forecast of the last counts.
    public let horizon: Int
    /// Bars from one fit to the next.
    public let refitBars: Int
    /// Bars of the training range up to the first fit, its own included.
    public let warmupBars: Int
    /// The model's own settings, by name.
    public let settings: [String: String]

    /// Bars from one fit to the next where nothing else is said.
    public static let usualRefitBars = 20

    /// Describes a model.
    ///
    /// - Parameters:
    ///   - name: The model's name in the catalog.
    ///   - inputLength: At least 1.
    ///   - horizon: At least 1.
    ///   - refitBars: At least 1.
    ///   - warmupBars: More than an input and a horizon; twice these if there is nil.
    ///   - settings: The model's own settings.
    /// - Throws: ``OptimizationError/invalidSpace(_:)``.
    public init(
        name: String,
        inputLength: Int,
        horizon: Int,
        refitBars: Int = ForecastModel.usualRefitBars,
        warmupBars: Int? = nil,
        settings: [String: String] = [:]
    ) throws(OptimizationError) {
        let range = 1...100_000
        for (key, value) in [("input", inputLength), ("horizon", horizon), ("refit", refitBars)]
        where !(range ~= value) {
            throw .invalidSpace(
                "the model \(name): '\(key)' must be from 1 to \(range.upperBound), not \(value)"
            )
        }
        let window = inputLength + horizon
        let warmup = warmupBars ?? 2 * window
        guard warmup > window, warmup <= 10_000_000 else {
            throw .invalidSpace(
                "the model \(name): 'warmup' must be more than the \(window) bars of an input and a"
                    + " horizon, not \(warmup)"
            )
        }
        self.name = name
        self.inputLength = inputLength
        self.horizon = horizon
        self.refitBars = refitBars
        self.warmupBars = warmup
        self.settings = settings
    }

    /// Makes the model that the catalog has under its name.
    public static let catalog: Maker = { (model, seed) throws(ForecastingError) in
        try ForecasterCatalog.forecaster(
            model.name,
            inputLength: model.inputLength,
            horizon: model.horizon,
            settings: model.settings,
            seed: seed
        )
    }

    /// The model in a few words, such as "nlinear-ridge 60+5 refit 20 penalty=0.1".
    public var label: String {
        var text = "\(name) \(inputLength)+\(horizon) refit \(refitBars)"
        if warmupBars != 2 * (inputLength + horizon) { text += " warmup \(warmupBars)" }
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) { text += " \(key)=\(value)" }
        return text
    }

    /// The rows at which it is fitted when there are so many, counted from the training range's first bar.
    func fitRows(count: Int) -> [Int] {
        Array(stride(from: warmupBars - 1, to: count, by: refitBars))
    }
}
