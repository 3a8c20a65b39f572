/// Searches a space of models and settings for what forecasts best, by rolling-origin cross-validation.
///
/// Trials run in parallel and share the pool with what each does in parallel itself. What is found depends on
/// space, search, seed, windows and data alone.
public struct Tuner: Sendable {
    /// What is searched.
    public let space: TuningSpace
    /// How.
    public let search: TuningSearch
    /// The windows; rungs of fewer take the last ones.
    public let scheme: RollingOrigin
    /// What trials are ranked by.
    public let metric: TuningMetric
    /// Of MASE; see ``SeasonalNaive``.
    public let season: Int
    /// What trials draw their points by.
    public let seed: UInt64
    /// The points of all trials.
    public let points: [TuningPoint]
    /// The windows of each rung, ascending.
    public let rungs: [Int]

    /// Makes a tuner.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a search that makes no
    ///   sense.
    public init(
        _ space: TuningSpace,
        search: TuningSearch,
        scheme: RollingOrigin,
        metric: TuningMetric = .mse,
        season: Int = 1,
        seed: UInt64 = 0
    ) throws(ForecastingError) {
        self.space = space
        self.search = search
        self.scheme = scheme
        self.metric = metric
        self.season = season
        self.seed = seed
        points = try search.points(of: space, seed: seed)
        rungs = search.rungs(trials: points.count, windows: scheme.windows)
    }

    /// The trials of all rungs together, if none fails.
    public var trialCount: Int {
        var (sum, left) = (0, points.count)
        for _ in rungs {
            sum += left
            left = search.kept(of: left)
        }
        return sum
    }

    /// Tries what is not known yet.
    ///
    /// - Parameters:
    ///   - table: The series.
    ///   - known: Outcomes of an earlier run of the same tuner, which are taken as they are.
    ///   - parallelism: Who works.
    ///   - forecaster: Makes the model of a point.
    ///   - finished: Called after each trial that was not known, from any thread.
    /// - Returns: Every trial; a search that is cancelled lacks those that had not ended.
    /// - Throws: What is wrong with the windows.
    public func run(
        on table: SeriesTable,
        known: [TrialResult.Key: TrialResult.Outcome] = [:],
        parallelism: Parallelism = .shared,
        forecaster:
            @escaping @Sendable (TuningPoint) throws(ForecastingError) -> any Forecaster,
        finished: (@Sendable (TrialResult) -> Void)? = nil
    ) throws(ForecastingError) -> TuningResult {
        _ = try scheme.plan(count: table.count)
        var results: [TrialResult] = []
        var left = Array(points.indices)
        for (rung, windows) in rungs.enumerated() {
            let trials = left
            let outcomes = parallelism.map(trials.count, grain: 1) { place -> TrialResult? in
                let key = TrialResult.Key(trial: trials[place], rung: rung)
                let point = points[key.trial]
                func result(_ outcome: TrialResult.Outcome) -> TrialResult {
                    TrialResult(key: key, windows: windows, point: point, outcome: outcome)
                }
                if let outcome = known[key] { return result(outcome) }
                guard
                    let outcome = outcome(
                        of: point,
                        windows: windows,
                        table,
                        parallelism,
                        forecaster
                    )
                else { return nil }
                finished?(result(outcome))
                return result(outcome)
            }
            results += outcomes.compactMap { $0 }
            guard outcomes.allSatisfy({ $0 != nil }) else {
                return TuningResult(trials: results, best: nil, isCancelled: true)
            }
            let ranked = outcomes.compactMap { $0 }.filter { $0.score != nil }
                .sorted { ($0.score ?? 0, $0.key.trial) < ($1.score ?? 0, $1.key.trial) }
            if rung == rungs.count - 1 {
                return TuningResult(trials: results, best: ranked.first, isCancelled: false)
            }
            left = ranked.prefix(search.kept(of: trials.count)).map(\.key.trial).sorted()
        }
        return TuningResult(trials: results, best: nil, isCancelled: false)
    }

    /// How a point does; nil if the work was cancelled.
    private func outcome(
        of point: TuningPoint,
        windows: Int,
        _ table: SeriesTable,
        _ parallelism: Parallelism,
        _ forecaster: @Sendable (TuningPoint) throws(ForecastingError) -> any Forecaster
    ) -> TrialResult.Outcome? {
        do throws(ForecastingError) {
            try parallelism.checkCancellation()
            var scheme = scheme
            scheme.windows = windows
            let result = try ModelComparison(scheme, coverages: [], season: season).run(
                [try forecaster(point)],
                on: table,
                parallelism: parallelism
            )
            if result.isCancelled { return nil }
            let model = result.models[0]
            if let failure = model.failures.first { return .failure("\(failure.error)") }
            let score = metric.value(of: model.total)
            guard score.isFinite else {
                return .failure("its \(metric.rawValue) is \(score)")
            }
            return .score(score)
        } catch {
            return error == .cancelled ? nil : .failure("\(error)")
        }
    }
}

/// What a search found.
public struct TuningResult: Sendable, Equatable {
    /// Rung after rung, trials ascending.
    public let trials: [TrialResult]
    /// The trial with the lowest score on the last rung, of several the first; nil if none has one, or the
    /// search did not come to its end.
    public let best: TrialResult?
    /// Whether trials were left out because the search was cancelled.
    public let isCancelled: Bool
}
