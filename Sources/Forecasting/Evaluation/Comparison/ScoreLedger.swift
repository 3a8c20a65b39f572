import Synchronization

/// Takes a model's forecasts as its fits make them, in any order, and scores them in the order of the windows:
/// intervals need the errors of the windows before.
///
/// Who adds what is next in order goes on with it; who adds it meanwhile leaves it there, so that no thread
/// waits for another.
final class ScoreLedger: Sendable {
    private enum Entry: Sendable {
        case forecasts(Forecasts, windows: [Int], halfWidths: [[Double]]?)
        case outcome(Result<ScoreSums, ForecastingError>, window: Int)
        case end
    }

    private struct State {
        var waiting: [Int: [Entry]] = [:]
        var next = 0
        var isBusy = false
        var outcomes: [Result<ScoreSums, ForecastingError>]
        var calibration: IntervalCalibration
    }

    private let model: Int
    private let comparison: ModelComparison
    private let plan: CrossValidationPlan
    private let table: SeriesTable
    private let scales: [[Double]]
    private let forecast: (@Sendable (ScoredForecasts) -> Void)?
    private let state: Mutex<State>

    init(
        model: Int,
        comparison: ModelComparison,
        plan: CrossValidationPlan,
        table: SeriesTable,
        scales: [[Double]],
        forecast: (@Sendable (ScoredForecasts) -> Void)?
    ) {
        self.model = model
        self.comparison = comparison
        self.plan = plan
        self.table = table
        self.scales = scales
        self.forecast = forecast
        state = Mutex(
            State(
                outcomes: Array(repeating: .failure(.cancelled), count: plan.windows.count),
                calibration: IntervalCalibration(
                    coverages: comparison.coverages,
                    channelCount: table.channelCount,
                    horizon: comparison.scheme.horizon
                )
            )
        )
    }

    /// What each window adds up to; ``ForecastingError/cancelled`` where nothing was added.
    var outcomes: [Result<ScoreSums, ForecastingError>] { state.withLock { $0.outcomes } }

    func add(_ forecasts: Forecasts, of windows: [Int], fit: Int, halfWidths: [[Double]]?) {
        enter(.forecasts(forecasts, windows: windows, halfWidths: halfWidths), fit)
    }

    func add(_ outcome: Result<ScoreSums, ForecastingError>, of window: Int, fit: Int) {
        enter(.outcome(outcome, window: window), fit)
    }

    /// No more comes of a fit.
    func end(fit: Int) { enter(.end, fit) }

    private func enter(_ entry: Entry, _ fit: Int) {
        state.withLock { $0.waiting[fit, default: []].append(entry) }
        while var work = takeNext() {
            for entry in work.entries {
                switch entry {
                case .forecasts(let forecasts, let windows, let halfWidths):
                    score(forecasts, windows, halfWidths, &work)
                case .outcome(let outcome, let window):
                    work.outcomes.append((window, outcome))
                case .end:
                    work.ends = true
                }
            }
            state.withLock { state in
                for (window, outcome) in work.outcomes { state.outcomes[window] = outcome }
                state.calibration = work.calibration
                if work.ends { state.next += 1 }
                state.isBusy = false
            }
        }
    }

    private struct Work {
        var entries: [Entry]
        var calibration: IntervalCalibration
        var outcomes: [(Int, Result<ScoreSums, ForecastingError>)] = []
        var ends = false
    }

    /// What is there of the fit that is next in order; nil if there is nothing or another thread is at it.
    private func takeNext() -> Work? {
        state.withLock { state in
            guard !state.isBusy, let entries = state.waiting.removeValue(forKey: state.next) else {
                return nil
            }
            state.isBusy = true
            let work = Work(entries: entries, calibration: state.calibration)
            // Held once only, so that it is changed in place.
            state.calibration = IntervalCalibration(coverages: [], channelCount: 0, horizon: 0)
            return work
        }
    }

    private func score(
        _ forecasts: Forecasts,
        _ windows: [Int],
        _ halfWidths: [[Double]]?,
        _ work: inout Work
    ) {
        let coverages = comparison.coverages
        var scored = Forecasts(
            origins: forecasts.origins,
            channelCount: forecasts.channelCount,
            horizon: forecasts.horizon,
            quantileLevels: coverages.flatMap { [(1 - $0) / 2, (1 + $0) / 2] }
        )
        scored.points = forecasts.points
        let own = coverages.map { OwnInterval($0, of: forecasts) }
        for (place, window) in windows.enumerated() {
            let origin = forecasts.origins[place]
            work.calibration.advance(to: origin)
            var sums = ScoreSums(intervalCount: coverages.count)
            let scales = scales[plan.windows[window].fit]
            for channel in 0..<forecasts.channelCount {
                for step in 0..<forecasts.horizon {
                    let series = place * forecasts.channelCount + channel
                    let point = forecasts.points[series * forecasts.horizon + step]
                    let actual = table[channel, origin + step]
                    sums.add(forecast: point, actual: actual, scale: scales[channel])
                    let cell = channel * forecasts.horizon + step
                    for (index, coverage) in coverages.enumerated() {
                        let ends: (Double, Double)
                        if let own = own[index] {
                            ends = own.ends(forecasts, series: series, step: step)
                        } else {
                            let half =
                                halfWidths.map { $0[index][cell] }
                                ?? work.calibration.halfWidth(cell: cell, coverage: index) ?? .nan
                            ends = (point - half, point + half)
                        }
                        let first = (series * 2 * coverages.count + 2 * index) * forecasts.horizon
                        scored.quantiles[first + step] = ends.0
                        scored.quantiles[first + forecasts.horizon + step] = ends.1
                        guard !ends.0.isNaN, !ends.1.isNaN else { continue }
                        sums.add(
                            interval: index,
                            lower: ends.0,
                            upper: ends.1,
                            actual: actual,
                            coverage: coverage
                        )
                    }
                }
            }
            work.outcomes.append((window, .success(sums)))
            if halfWidths == nil, !own.allSatisfy({ $0 != nil }) {
                work.calibration.add(
                    forecasts.absoluteErrors(at: place, in: table),
                    end: plan.windows[window].test.upperBound
                )
            }
        }
        forecast?(ScoredForecasts(model: model, windows: windows, forecasts: scored))
    }
}

/// The quantiles that a model forecasts at the ends of an interval.
private struct OwnInterval {
    let lower: Int
    let upper: Int

    init?(_ coverage: Double, of forecasts: Forecasts) {
        func place(_ level: Double) -> Int? {
            forecasts.quantileLevels.firstIndex { abs($0 - level) < 1e-9 }
        }
        guard let lower = place((1 - coverage) / 2), let upper = place((1 + coverage) / 2) else {
            return nil
        }
        self.lower = lower
        self.upper = upper
    }

    func ends(_ forecasts: Forecasts, series: Int, step: Int) -> (Double, Double) {
        let first = series * forecasts.quantileLevels.count
        return (
            forecasts.quantiles[(first + lower) * forecasts.horizon + step],
            forecasts.quantiles[(first + upper) * forecasts.horizon + step]
        )
    }
}
