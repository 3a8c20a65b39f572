/// Exponential smoothing: error, trend and season state space models, of which the best form is chosen.
///
/// R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D. Snyder, "Forecasting with Exponential Smoothing: The
/// State Space Approach", Springer 2008. Smoothing parameters (0 < beta < alpha < 1, 0 < gamma < 1 -
/// alpha, damping between 0.8 and 0.98) and initial states maximise the likelihood together; without a
/// given form that with the least AICc is taken. A constant series is its level. States follow the series
/// from the first training row to each origin, parameters stay as they were fitted.
///
/// Of several training segments the longest is learned from; an origin before its first row has no
/// forecast, because there is no state to follow.
///
/// Quantiles are normal for an additive error without a multiplicative season (class 1 of the book, its
/// variances), else those of simulated paths. Deterministic; missing values are refused.
public struct ETSForecaster: Forecaster {
    /// The number of future values it forecasts.
    public var horizon: Int
    /// The number of rows after which the season repeats; 1 for no season.
    public var seasonLength: Int
    /// The form to fit; nil to choose one by its AICc.
    public var form: ETSForm?
    /// The levels of quantiles to give, ascending.
    public var quantileLevels: [Double]
    /// How many paths are simulated where quantiles are not known in closed form.
    public var pathCount: Int
    /// Keys the simulated paths, together with channel and origin.
    public var seed: UInt32
    /// What the method is called.
    public var name: String { ETSModel.name }

    /// - Parameters:
    ///   - horizon: At least 1.
    ///   - seasonLength: At least 1. Series of less than two seasons get no season.
    ///   - form: Nil for the automatic choice.
    ///   - quantileLevels: Between 0 and 1, ascending.
    ///   - pathCount: At least 1.
    ///   - seed: Any number.
    public init(
        horizon: Int,
        seasonLength: Int = 1,
        form: ETSForm? = nil,
        quantileLevels: [Double] = [],
        pathCount: Int = 1000,
        seed: UInt32 = 0
    ) {
        self.horizon = horizon
        self.seasonLength = seasonLength
        self.form = form
        self.quantileLevels = quantileLevels
        self.pathCount = pathCount
        self.seed = seed
    }

    /// Fits a form to every channel, or chooses one.
    ///
    /// - Throws: ``ForecastingError/tooShort(what:needed:available:)``,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for a form with a multiplicative
    ///   part and values that are not positive, ``ForecastingError/diverged(model:where:)``.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        try LocalSettings.require("season length", seasonLength, atLeast: 1)
        try LocalSettings.require("paths", pathCount, atLeast: 1)
        if let form, form.season != .none {
            try LocalSettings.require("season length", seasonLength, atLeast: 2)
        }
        let settings = self
        return try LocalSettings(horizon: horizon, quantileLevels: quantileLevels)
            .fit(data, on: parallelism) { channel, values, first throws(ForecastingError) in
                try settings.fit(channel, values, first)
            }
    }

    private func fit(
        _ channel: String,
        _ values: UnsafeBufferPointer<Double>,
        _ first: Int
    ) throws(ForecastingError) -> ETSModel {
        if values.isConstant { return model(constant: values, first) }
        let isPositive = values.allSatisfy { $0 > 0 }
        let forms: [ETSForm]
        if let form {
            guard isPositive || !form.needsPositiveValues else {
                throw .invalidSetting(
                    name: "form for \(channel)",
                    value: "\(form)",
                    requirement: "is additive, because not all values are positive"
                )
            }
            forms = [form]
        } else {
            let isSeasonal = seasonLength > 1 && values.count >= 2 * seasonLength
            forms = ETSForm.candidates(isSeasonal: isSeasonal, isPositive: isPositive)
        }
        let needed = forms.map { ETSFit.neededCount($0, period: seasonLength) }
        try LocalSettings.require(needed.min() ?? 0, of: values, ETSModel.name, channel)
        let fitted = ETSFit(values, period: seasonLength)
            .best(of: zip(forms, needed).filter { $1 <= values.count }.map(\.0))
        guard let fitted else {
            throw .diverged(model: ETSModel.name, where: "the fit of \(channel)")
        }
        return model(fitted, values, first)
    }

    private func model(
        _ fitted: ETSFit.Candidate,
        _ values: UnsafeBufferPointer<Double>,
        _ first: Int
    ) -> ETSModel {
        var state = fitted.initial
        let errors = fitted.form.recursion
            .filter(values, values.indices, fitted.smoothing, &state)
        return ETSModel(
            form: fitted.form,
            smoothing: fitted.smoothing,
            initial: fitted.initial,
            variance: errors.squares / Double(values.count - fitted.parameterCount),
            logLikelihood: fitted.logLikelihood,
            aicc: fitted.aicc,
            firstRow: first,
            pathCount: pathCount,
            seed: seed
        )
    }

    private func model(constant values: UnsafeBufferPointer<Double>, _ first: Int) -> ETSModel {
        ETSModel(
            form: ETSForm(),
            smoothing: ETSSmoothing(level: 1),
            initial: ETSState(level: values[0]),
            variance: 0,
            logLikelihood: .greatestFiniteMagnitude,
            aicc: -.greatestFiniteMagnitude,
            firstRow: first,
            pathCount: pathCount,
            seed: seed
        )
    }
}
