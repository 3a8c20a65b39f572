/// Rolling-origin windows to test on, and windows right before them by which something is chosen, such as the
/// weights of an ensemble.
///
/// The last window to choose by ends where the first one to test on begins, so that no value is in both; they
/// come first in the plan. Models are fitted for each of the two as ``RollingOrigin`` says.
public struct ValidatedOrigin: CrossValidationScheme, Equatable {
    /// The windows to test on.
    public var test: RollingOrigin
    /// The number of windows before them to choose by.
    public var validationWindows: Int

    /// Makes a scheme.
    public init(_ test: RollingOrigin, validationWindows: Int) {
        self.test = test
        self.validationWindows = validationWindows
    }

    /// Rows of each forecast.
    public var horizon: Int { test.horizon }

    /// The windows to choose by, and behind them those to test on.
    ///
    /// - Throws: What ``RollingOrigin/plan(count:)`` throws.
    public func plan(count: Int) throws(ForecastingError) -> CrossValidationPlan {
        let tests = try test.plan(count: count)
        guard validationWindows > 0 else { return tests }
        var scheme = test
        scheme.windows = validationWindows
        let before = try scheme.plan(count: tests.windows[0].test.lowerBound)
        return CrossValidationPlan(
            fits: before.fits + tests.fits,
            windows: before.windows
                + tests.windows.map {
                    CrossValidationPlan.Window(fit: $0.fit + before.fits.count, test: $0.test)
                }
        )
    }
}
