/// Cross-validation by time: fit on the past, forecast what follows, move on.
///
/// The last window's forecast ends with the data; the others lie a step apart before it. With `n` rows,
/// horizon `H`, step `d` and `K` windows, window `w` (from 0) forecasts `[o, o + H)` from the origin
/// `o = n - H - (K - 1 - w) d`; its training rows end at `o - gap`. Source: L. J. Tashman, "Out-of-sample
/// tests of forecasting accuracy", International Journal of Forecasting 16 (4), 2000.
public struct RollingOrigin: CrossValidationScheme, Equatable {
    /// Where the training rows begin.
    public enum Training: Sendable, Equatable {
        /// At the first row: they grow from window to window.
        case expanding
        /// So many rows before they end: they slide.
        case rolling(length: Int)
    }

    /// When models are fitted again.
    public enum Refit: Sendable, Equatable {
        /// For each window.
        case always
        /// For the first window and every so many after it; those between use the last fit.
        case every(Int)
        /// For the first window alone.
        case never
    }

    /// The number of forecasts, K.
    public var windows: Int
    /// Rows of each forecast.
    public var horizon: Int
    /// Rows between the origins of two windows.
    public var step: Int
    /// Rows right before an origin that are not learned from; forecasts may look at them.
    public var gap: Int
    /// Where the training rows begin.
    public var training: Training
    /// When models are fitted again.
    public var refit: Refit
    /// The last so many training rows are kept for models that decide by them when to stop.
    public var validation: Int

    /// Makes a scheme; see the properties. A step of nil is the horizon, so that no row is forecast twice.
    public init(
        windows: Int,
        horizon: Int,
        step: Int? = nil,
        gap: Int = 0,
        training: Training = .expanding,
        refit: Refit = .always,
        validation: Int = 0
    ) {
        self.windows = windows
        self.horizon = horizon
        self.step = step ?? horizon
        self.gap = gap
        self.training = training
        self.refit = refit
        self.validation = validation
    }

    /// The windows on so many rows.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a setting out of range,
    ///   ``ForecastingError/tooShort(what:needed:available:)`` if the first window has no training rows.
    public func plan(count: Int) throws(ForecastingError) -> CrossValidationPlan {
        try check()
        let needed = needed
        guard count >= needed else {
            throw .tooShort(
                what: "a cross-validation of \(windows) windows",
                needed: needed,
                available: count
            )
        }
        let first = count - horizon - (windows - 1) * step
        let origins = (0..<windows).map { first + $0 * step }
        let period =
            switch refit {
            case .always: 1
            case .every(let windows): windows
            case .never: windows
            }
        let fits = stride(from: 0, to: windows, by: period).map { window in
            let end = origins[window] - gap
            let start =
                switch training {
                case .expanding: 0
                case .rolling(let length): end - length
                }
            return CrossValidationPlan.Fit(
                segments: [start..<(end - validation)],
                validation: validation > 0 ? (end - validation)..<end : nil
            )
        }
        return CrossValidationPlan(
            fits: fits,
            windows: origins.enumerated().map { window, origin in
                CrossValidationPlan.Window(
                    fit: window / period,
                    test: origin..<(origin + horizon)
                )
            }
        )
    }

    /// Rows before the first origin, and from it on.
    private var needed: Int {
        let train =
            switch training {
            case .expanding: validation + 1
            case .rolling(let length): length
            }
        return train + gap + (windows - 1) * step + horizon
    }

    private func check() throws(ForecastingError) {
        var settings = [
            ("windows", windows, 1), ("horizon", horizon, 1), ("step", step, 1),
            ("gap", gap, 0), ("validation", validation, 0),
        ]
        if case .rolling(let length) = training {
            settings.append(("training length", length, max(0, validation) + 1))
        }
        if case .every(let windows) = refit { settings.append(("refit", windows, 1)) }
        // Far from overflowing when they are multiplied.
        let most = 1_000_000_000
        for (name, value, least) in settings where !(least...most).contains(value) {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "is from \(least) to \(most)"
            )
        }
    }
}
