/// A forecast of every channel with intervals that hold what comes with chosen probabilities.
public struct ForecastIntervals: Sendable, Equatable {
    /// Where the ends of an interval come from.
    public enum Method: Sendable, Equatable {
        /// Quantiles that the model forecasts.
        case quantiles
        /// Quantiles of forecasts with dropout: what the model does not know, not what nobody can.
        case monteCarlo(samples: Int)
        /// Errors of so many forecasts whose outcomes are known; see ``ConformalIntervals``.
        case conformal(windows: Int)
    }

    /// The intervals of one coverage.
    public struct Interval: Sendable, Equatable {
        /// The probability that an interval holds the value.
        public let coverage: Double
        /// Where its ends come from.
        public let method: Method
        /// The lower ends: channel by channel, step by step.
        public let lower: [Double]
        /// The upper ends.
        public let upper: [Double]
    }

    /// The first row that is forecast.
    public let origin: Int
    /// The number of steps.
    public let horizon: Int
    /// The point forecasts: channel by channel, step by step.
    public let points: [Double]
    /// The intervals, by ascending coverage.
    public let intervals: [Interval]
    /// The rows that conformal intervals were calibrated on; nil if there are none.
    public let calibration: Range<Int>?

    /// Forecasts from one origin.
    ///
    /// Of each coverage the interval is made of the first of these that there is: the quantiles
    /// `(1 - c) / 2` and `(1 + c) / 2` that the model forecasts; Monte-Carlo, where `samples` are asked for
    /// and the model is a network with dropout; errors of the last forecasts before the origin.
    ///
    /// - Parameters:
    ///   - model: A fitted model.
    ///   - table: As many channels as the model was fitted on. Rows from the origin on are not looked at.
    ///   - origin: The first row to forecast.
    ///   - coverages: Between 0 and 1, ascending.
    ///   - samples: Samples of Monte-Carlo, at least 2; nil for none.
    ///   - seed: What the samples follow from.
    ///   - calibrationWindows: At most so many forecasts calibrate conformal intervals, at least 1.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: What the model and ``ConformalIntervals/halfWidth(of:coverage:)`` throw, above all
    ///   ``ForecastingError/tooShort(what:needed:available:)`` with too few rows to calibrate on.
    public init(
        _ model: any FittedForecaster,
        _ table: SeriesTable,
        origin: Int,
        coverages: [Double],
        samples: Int? = nil,
        seed: UInt64 = 0,
        calibrationWindows: Int = 100,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) {
        guard LocalSettings.areLevels(coverages) else {
            throw .invalidSetting(
                name: "interval levels",
                value: "\(coverages)",
                requirement: "lie between 0 and 1, ascending"
            )
        }
        let forecast = try model.predict(table, origins: [origin], on: parallelism)
        self.origin = origin
        horizon = model.horizon
        points = forecast.points
        let network = model as? FittedNetwork
        var intervals: [Interval] = []
        var open: [Double] = []
        for coverage in coverages {
            if let interval = Self.interval(coverage, of: forecast, .quantiles) {
                intervals.append(interval)
            } else {
                open.append(coverage)
            }
        }
        var calibration: Range<Int>?
        if let samples, let network, network.hasDropout, network.quantileLevels.isEmpty,
            !open.isEmpty
        {
            let ends = open.reversed().map { (1 - $0) / 2 } + open.map { (1 + $0) / 2 }
            let simulation = try MonteCarlo(samples: samples, seed: seed, quantileLevels: ends)
            let sampled = try network.sample(table, origins: [origin], simulation, on: parallelism)
                .forecasts(origins: [origin], channelCount: model.channelCount)
            intervals += open.compactMap {
                Self.interval($0, of: sampled, .monteCarlo(samples: samples))
            }
        } else if !open.isEmpty {
            let origins = try Self.calibrationOrigins(model, origin, calibrationWindows)
            let known = table.prefix(origin)
            let past = try model.predict(known, origins: origins, on: parallelism)
            for coverage in open {
                let conformal = try ConformalIntervals(
                    calibrating: past,
                    on: known,
                    coverage: coverage
                )
                intervals.append(
                    Interval(
                        coverage: coverage,
                        method: .conformal(windows: origins.count),
                        lower: zip(points, conformal.halfWidths).map { $0 - $1 },
                        upper: zip(points, conformal.halfWidths).map { $0 + $1 }
                    )
                )
            }
            calibration = origins[0]..<origin
        }
        self.intervals = intervals.sorted { $0.coverage < $1.coverage }
        self.calibration = calibration
    }

    /// The interval between two quantiles of a forecast; nil if it does not have them.
    private static func interval(
        _ coverage: Double,
        of forecast: Forecasts,
        _ method: Method
    ) -> Interval? {
        func place(_ level: Double) -> Int? {
            forecast.quantileLevels.firstIndex { abs($0 - level) < 1e-9 }
        }
        guard let lower = place((1 - coverage) / 2), let upper = place((1 + coverage) / 2) else {
            return nil
        }
        func ends(_ level: Int) -> [Double] {
            (0..<forecast.channelCount).flatMap {
                forecast.quantile(origin: 0, channel: $0, level: level)
            }
        }
        return Interval(
            coverage: coverage,
            method: method,
            lower: ends(lower),
            upper: ends(upper)
        )
    }

    /// The last origins whose outcomes are all known, ascending.
    private static func calibrationOrigins(
        _ model: any FittedForecaster,
        _ origin: Int,
        _ windows: Int
    ) throws(ForecastingError) -> [Int] {
        guard windows >= 1 else {
            throw .invalidSetting(
                name: "calibration windows",
                value: "\(windows)",
                requirement: "is at least 1"
            )
        }
        let last = origin - model.horizon
        guard last >= model.inputLength else {
            throw .tooShort(
                what: "calibrating intervals of \(model.name)",
                needed: model.inputLength + model.horizon,
                available: origin
            )
        }
        return Array(max(model.inputLength, last - windows + 1)...last)
    }
}
