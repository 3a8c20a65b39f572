/// How the windows of a cross-validation lie.
public protocol CrossValidationScheme: Sendable {
    /// Rows of each forecast.
    var horizon: Int { get }

    /// The fits and windows on so many rows.
    ///
    /// - Throws: What is wrong with settings; ``ForecastingError/tooShort(what:needed:available:)``.
    func plan(count: Int) throws(ForecastingError) -> CrossValidationPlan
}

/// The windows of a cross-validation as row ranges; it holds no data.
public struct CrossValidationPlan: Sendable, Equatable {
    /// What a model is fitted on.
    public struct Fit: Sendable, Equatable {
        /// The rows to learn from; see ``TrainingData/segments``.
        public let segments: [Range<Int>]
        /// The rows behind them that decide when to stop; nil if there are none.
        public let validation: Range<Int>?

        /// The longest segment: all there is where there is one.
        public var train: Range<Int> { segments.longest }

        /// Makes a fit.
        public init(segments: [Range<Int>], validation: Range<Int>? = nil) {
            self.segments = segments
            self.validation = validation
        }
    }

    /// A forecast.
    public struct Window: Sendable, Equatable {
        /// The place of its fit in the plan.
        public let fit: Int
        /// The rows that are forecast; the first is the origin.
        public let test: Range<Int>

        /// Makes a window.
        public init(fit: Int, test: Range<Int>) {
            self.fit = fit
            self.test = test
        }
    }

    /// The fits in time order.
    public let fits: [Fit]
    /// The windows in time order.
    public let windows: [Window]

    /// Makes a plan.
    public init(fits: [Fit], windows: [Window]) {
        self.fits = fits
        self.windows = windows
    }

    /// Throws if a window is not one of a table and a fit.
    func check(rows: Int, horizon: Int) throws(ForecastingError) {
        guard !windows.isEmpty else { throw .empty(what: "window to validate on") }
        for (place, window) in windows.enumerated() {
            guard fits.indices.contains(window.fit) else {
                throw .invalidSetting(
                    name: "fit of window \(place + 1)",
                    value: "\(window.fit)",
                    requirement: "is one of the plan's \(fits.count), counted from 0"
                )
            }
            guard window.test.count == horizon, window.test.lowerBound >= 0,
                window.test.upperBound <= rows
            else {
                throw .invalidSetting(
                    name: "window \(place + 1)",
                    value: "\(window.test)",
                    requirement: "has the horizon's \(horizon) rows and lies in the table's \(rows)"
                )
            }
        }
    }
}

/// What a rolling origin's plan is.
public typealias RollingOriginPlan = CrossValidationPlan
