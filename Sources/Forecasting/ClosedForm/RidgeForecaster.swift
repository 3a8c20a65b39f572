/// A linear model whose weights all channels share, fitted exactly by ridge regression.
///
/// All windows of all channels within the training segments are one regression with an intercept for each step.
/// With `x` the last L values, `f(x)` the features below and `y` the next H values, the weights minimise
/// the sum over windows of `|y - W f(x) - b|²` plus `λ |W|²`, where `λ` is ``penalty`` times the mean
/// diagonal of the centred features' Gram matrix; `b` is not penalised. A channel with large values weighs
/// more than others: scale channels first where they should weigh the same. The penalty draws forecasts of
/// DLinear to the mean of the training rows, of NLinear to the last value, of RLinear to the window's mean.
///
/// Sources: A. Zeng et al., "Are Transformers Effective for Time Series Forecasting?", AAAI 2023 (NLinear,
/// DLinear); Z. Li et al., "Revisiting Long-term Time Series Forecasting", 2023 (RLinear); that such models
/// have closed forms: W. Toner, L. Darlow, "An Analysis of Linear Time Series Forecasting Models",
/// ICML 2024. The normal equations are summed and solved in double precision; the bits do not depend on
/// the number of threads. Training rows must be finite; rows of validation are not used.
public struct RidgeForecaster: Forecaster, Equatable {
    /// What a window is made into before the weights are applied.
    public enum Form: String, Sendable, CaseIterable {
        /// What inputs and targets differ from the last input.
        case nlinear
        /// A moving average over 25 values and what is left: two weights for each input.
        case dlinear
        /// Inputs less their mean, over their population standard deviation plus 1e-5; the targets
        /// are standardised alike. Windows without variation are left out of the fit.
        case rlinear

        /// The penalty that is taken where none is given: far below what changes a forecast, and enough
        /// for the features that are collinear by construction. Sums of RLinear are partly in single
        /// precision and need more.
        public var defaultPenalty: Double { self == .rlinear ? 1e-4 : 1e-6 }
    }

    /// What a window is made into.
    public let form: Form
    /// The number of values it looks at, L.
    public let inputLength: Int
    /// The number of values it forecasts, H.
    public let horizon: Int
    /// The ridge penalty as a multiple of the mean diagonal of the Gram matrix.
    public let penalty: Double

    /// "nlinear-ridge", "dlinear-ridge" or "rlinear-ridge".
    public var name: String { Self.name(form) }

    static func name(_ form: Form) -> String { "\(form.rawValue)-ridge" }

    /// Makes a model.
    ///
    /// - Parameters:
    ///   - form: What a window is made into.
    ///   - inputLength: At least 1.
    ///   - horizon: At least 1.
    ///   - penalty: Finite and not negative; ``Form/defaultPenalty`` if there is none.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)``.
    public init(
        _ form: Form,
        inputLength: Int,
        horizon: Int,
        penalty: Double? = nil
    ) throws(ForecastingError) {
        for (name, value) in [("input length", inputLength), ("horizon", horizon)]
        where !(1...FittedRidge.longest).contains(value) {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "is from 1 to \(FittedRidge.longest)"
            )
        }
        let penalty = penalty ?? form.defaultPenalty
        guard penalty >= 0, penalty.isFinite else {
            throw .invalidSetting(
                name: "penalty",
                value: "\(penalty)",
                requirement: "is finite and not negative"
            )
        }
        self.form = form
        self.inputLength = inputLength
        self.horizon = horizon
        self.penalty = penalty
    }

    /// Fits the model; the result is a ``FittedRidge``.
    ///
    /// - Throws: ``ForecastingError/tooShort(what:needed:available:)`` if no training segment holds a window,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` if the equations are singular, which
    ///   a positive penalty prevents, ``ForecastingError/diverged(model:where:)`` if values are so large
    ///   that their products overflow; ``ForecastingError/cancelled``, which is looked at before the
    ///   sums, between parts of them for RLinear, and before the solution.
    /// - Complexity: For N rows of C channels O(C N (L + H)) for NLinear and DLinear, O(C N L (L + H)) for
    ///   RLinear, and O(L² (L + H)) for the solution.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        guard data.train.count >= inputLength + horizon else {
            throw .tooShort(
                what: "training of \(name)",
                needed: inputLength + horizon,
                available: data.train.count
            )
        }
        try parallelism.checkCancellation()
        let windows = WindowEquations(
            table: data.table,
            segments: data.segments.filter { $0.count >= inputLength + horizon },
            inputLength: inputLength,
            horizon: horizon
        )
        let map: LinearMap
        switch form {
        case .nlinear:
            let equations = try windows.change(on: parallelism)
            map = try equations.solve(
                penalty: penalty * equations.meanDiagonal,
                model: name,
                on: parallelism
            )
        case .dlinear:
            map = try fitDecomposition(try windows.level(on: parallelism), on: parallelism)
        case .rlinear:
            let equations = try windows.standardized(on: parallelism)
            map = try equations.solve(
                penalty: penalty * equations.meanDiagonal,
                model: name,
                on: parallelism
            )
        }
        return FittedRidge(
            form: form,
            inputLength: inputLength,
            penalty: penalty,
            channelCount: data.table.channelCount,
            map: map
        )
    }

    /// Remainder and trend are linear in the window, `f(x) = B x`, so the 2L weights of a step act as the L
    /// numbers `w = BᵀW`. The least `|W|²` among those that act alike is `wᵀ (BᵀB)⁻¹ w`: a problem of L
    /// unknowns with that penalty has the same forecasts as the one of 2L.
    private func fitDecomposition(
        _ equations: NormalEquations,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> LinearMap {
        let metric = MovingAverage.metric(length: inputLength)
        let penalty =
            penalty * equations.meanDiagonal(metric: metric, rows: 2 * inputLength)
        let factor: Cholesky
        do throws(Cholesky.Failure) {
            factor = try Cholesky(metric, order: inputLength, on: parallelism)
        } catch {
            // |x - Ax|² + |Ax|² is zero for x = 0 alone.
            preconditionFailure("the metric of a decomposition is positive definite")
        }
        let stride = inputLength.paddedToLanes
        var identity = [Double](repeating: 0, count: inputLength * stride)
        for place in 0..<inputLength { identity[place * stride + place] = 1 }
        return try equations.solve(
            penalty: penalty,
            shape: factor.solve(identity, on: parallelism),
            model: name,
            on: parallelism
        )
    }
}
