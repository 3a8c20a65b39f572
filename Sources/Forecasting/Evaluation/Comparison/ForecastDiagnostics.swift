import Synchronization

/// What the forecasts of a comparison tell beyond their errors: how these grow with the step, how residuals are
/// spread and follow each other, and a few forecasts whole.
///
/// It is handed what ``ModelComparison/run(_:on:parallelism:journal:forecast:progress:)`` hands on, and holds
/// the same at any number of threads.
public final class ForecastDiagnostics: Sendable {
    /// Sums over all forecasts of a step.
    public struct Step: Sendable, Equatable {
        /// The number of pairs of a value and its forecast.
        public fileprivate(set) var count = 0
        fileprivate var absolute = 0.0
        fileprivate var signed = 0.0
        /// For each coverage, of the values that have an interval.
        fileprivate var covered: [Int]
        fileprivate var withInterval: [Int]

        fileprivate init(coverages: Int) {
            covered = Array(repeating: 0, count: coverages)
            withInterval = covered
        }

        /// MAE; this and the others are NaN for no pair.
        public var meanAbsoluteError: Double { count == 0 ? .nan : absolute / Double(count) }
        /// The mean of value less forecast.
        public var bias: Double { count == 0 ? .nan : signed / Double(count) }
        /// The part of values within their intervals.
        ///
        /// - Parameter interval: The place of the coverage.
        public func coverage(_ interval: Int) -> Double {
            withInterval[interval] == 0
                ? .nan : Double(covered[interval]) / Double(withInterval[interval])
        }
    }

    /// Values less their forecasts, of one channel.
    public struct Residuals: Sendable, Equatable {
        /// Of the first step, window by window; windows without a value or a forecast are left out.
        public fileprivate(set) var firstStep: [Double] = []
        /// Of all steps of evenly spaced windows.
        public fileprivate(set) var sample: [Double] = []
    }

    /// A forecast of a window.
    public struct Shown: Sendable, Equatable {
        /// The window's place in the plan.
        public let window: Int
        /// For each channel that is looked at, the forecast of each step.
        public let points: [[Double]]
        /// The same, the lower ends of the first interval; empty without intervals.
        public let lower: [[Double]]
        /// The same, its upper ends.
        public let upper: [[Double]]
    }

    /// What is known of a model.
    public struct Model: Sendable {
        /// Step by step, over all windows and channels.
        public fileprivate(set) var steps: [Step]
        /// For each channel that is looked at.
        public fileprivate(set) var residuals: [Residuals]
        /// The forecasts of ``ForecastDiagnostics/shownWindows``, as far as there are.
        public fileprivate(set) var shown: [Shown] = []
        /// The window with the lowest MSE; the first among equals.
        public fileprivate(set) var best: Shown?
        /// The window with the highest MSE.
        public fileprivate(set) var worst: Shown?
        fileprivate var least = Double.infinity
        fileprivate var most = -Double.infinity
    }

    /// The windows that are kept whole, evenly spaced.
    public let shownWindows: [Int]
    /// The channels that are looked at one by one: the first ones.
    public let channels: Range<Int>
    private let table: SeriesTable
    private let hasIntervals: Bool
    private let sampling: Int
    private let slots: [Slot]

    private final class Slot: Sendable {
        let model: Mutex<Model>
        init(_ model: sending Model) { self.model = Mutex(model) }
    }

    private static let mostSampled = 20_000

    /// Prepares for a comparison.
    ///
    /// - Parameters:
    ///   - models: How many there are.
    ///   - table: What they are compared on.
    ///   - plan: The windows.
    ///   - horizon: The steps of a forecast.
    ///   - coverages: How many intervals there are.
    ///   - mostWindows: So many windows are kept whole.
    ///   - mostChannels: So many channels are looked at one by one.
    public init(
        models: Int,
        table: SeriesTable,
        plan: CrossValidationPlan,
        horizon: Int,
        coverages: Int,
        mostWindows: Int = 8,
        mostChannels: Int = 6
    ) {
        self.table = table
        hasIntervals = coverages > 0
        let windows = plan.windows.count
        let shown = min(mostWindows, windows)
        shownWindows = (0..<shown).map { shown < 2 ? 0 : $0 * (windows - 1) / (shown - 1) }
        channels = 0..<min(mostChannels, table.channelCount)
        sampling = (windows * horizon + Self.mostSampled - 1) / Self.mostSampled
        let looked = channels.count
        slots = (0..<models).map { _ in
            Slot(
                Model(
                    steps: Array(repeating: Step(coverages: coverages), count: horizon),
                    residuals: Array(repeating: Residuals(), count: looked)
                )
            )
        }
    }

    /// What is known of a model.
    public func model(_ place: Int) -> Model { slots[place].model.withLock { $0 } }

    /// Adds forecasts of consecutive windows of a model. Called from any thread.
    public func add(_ part: ScoredForecasts) {
        let forecasts = part.forecasts
        slots[part.model].model.withLock { model in
            for (place, window) in part.windows.enumerated() {
                let origin = forecasts.origins[place]
                var (squares, count) = (0.0, 0)
                for channel in 0..<forecasts.channelCount {
                    let points = forecasts.point(origin: place, channel: channel)
                    for (step, point) in points.enumerated() {
                        let actual = table[channel, origin + step]
                        guard actual.isFinite else { continue }
                        let residual = actual - point
                        squares += residual * residual
                        count += 1
                        model.steps[step].add(residual)
                        guard channels.contains(channel), residual.isFinite else { continue }
                        if step == 0 { model.residuals[channel].firstStep.append(residual) }
                        if window.isMultiple(of: sampling) {
                            model.residuals[channel].sample.append(residual)
                        }
                    }
                    addCoverage(forecasts, place, channel, origin, to: &model)
                }
                let error = count > 0 ? squares / Double(count) : .nan
                if shownWindows.contains(window) {
                    model.shown.append(shown(forecasts, place, window))
                }
                if error < model.least {
                    model.least = error
                    model.best = shown(forecasts, place, window)
                }
                if error > model.most {
                    model.most = error
                    model.worst = shown(forecasts, place, window)
                }
            }
        }
    }

    private func addCoverage(
        _ forecasts: Forecasts,
        _ place: Int,
        _ channel: Int,
        _ origin: Int,
        to model: inout Model
    ) {
        for interval in 0..<(forecasts.quantileLevels.count / 2) {
            let lower = forecasts.quantile(origin: place, channel: channel, level: 2 * interval)
            let upper = forecasts.quantile(origin: place, channel: channel, level: 2 * interval + 1)
            for (step, (low, high)) in zip(lower, upper).enumerated() {
                let actual = table[channel, origin + step]
                guard actual.isFinite, !low.isNaN, !high.isNaN else { continue }
                model.steps[step].add(
                    interval: interval,
                    isCovered: low <= actual && actual <= high
                )
            }
        }
    }

    private func shown(_ forecasts: Forecasts, _ place: Int, _ window: Int) -> Shown {
        func ends(_ level: Int) -> [[Double]] {
            guard hasIntervals else { return [] }
            return channels.map {
                Array(forecasts.quantile(origin: place, channel: $0, level: level))
            }
        }
        return Shown(
            window: window,
            points: channels.map { Array(forecasts.point(origin: place, channel: $0)) },
            lower: ends(0),
            upper: ends(1)
        )
    }
}

extension ForecastDiagnostics.Step {
    fileprivate mutating func add(_ residual: Double) {
        count += 1
        absolute += abs(residual)
        signed += residual
    }

    fileprivate mutating func add(interval: Int, isCovered: Bool) {
        covered[interval] += isCovered ? 1 : 0
        withInterval[interval] += 1
    }
}
