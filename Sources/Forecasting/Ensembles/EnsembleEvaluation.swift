/// An ensemble and its members on the same test windows; what it learns, it learns on the windows before.
///
/// Point forecasts alone are combined. A member that fails in a window is left out as a whole.
public struct EnsembleEvaluation: Sendable {
    /// The windows.
    public let scheme: ValidatedOrigin
    /// How members are combined.
    public let rule: EnsembleRule
    /// Of MASE; see ``SeasonalNaive``.
    public let season: Int

    /// Makes an evaluation.
    public init(_ scheme: ValidatedOrigin, rule: EnsembleRule, season: Int = 1) {
        self.scheme = scheme
        self.rule = rule
        self.season = season
    }

    /// Combines models that are fitted for the windows.
    ///
    /// - Parameters:
    ///   - candidates: The members.
    ///   - table: The series.
    ///   - parallelism: Who works; the result does not depend on it.
    ///   - finished: As in ``CrossValidation/run(_:on:parallelism:finished:)``.
    /// - Throws: ``ForecastingError/empty(what:)`` without members,
    ///   ``ForecastingError/allFailed(what:count:first:)``, ``ForecastingError/cancelled``; what is wrong
    ///   with the windows or the rule.
    public func run(
        _ candidates: [any Forecaster],
        on table: SeriesTable,
        parallelism: Parallelism = .shared,
        finished: (@Sendable (FinishedFit) -> Void)? = nil
    ) throws(ForecastingError) -> EnsembleResult {
        try checkWeights(candidates.count)
        let result = try CrossValidation(scheme).run(
            candidates,
            on: table,
            parallelism: parallelism,
            finished: finished
        )
        if result.isCancelled { throw .cancelled }
        let members = result.models.map { model in
            (model.name, Forecasts.joined(model.windows, in: result.plan, table))
        }
        return try evaluate(members, result.plan, table, parallelism)
    }

    /// Combines models as they are: windows within rows that they were fitted on flatter them.
    ///
    /// - Throws: As for candidates.
    public func run(
        fitted: [(name: String, model: any FittedForecaster)],
        on table: SeriesTable,
        parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> EnsembleResult {
        try checkWeights(fitted.count)
        let plan = try scheme.plan(count: table.count)
        let origins = plan.windows.map(\.test.lowerBound)
        let members = fitted.map { member in
            let forecasts = Result { () throws(ForecastingError) in
                guard member.model.horizon == scheme.horizon else {
                    throw ForecastingError.mismatch(
                        what: "horizon of \(member.name)",
                        expected: scheme.horizon,
                        found: member.model.horizon
                    )
                }
                return try member.model.predict(table, origins: origins, on: parallelism)
            }
            return (member.name, forecasts)
        }
        try parallelism.checkCancellation()
        return try evaluate(members, plan, table, parallelism)
    }

    private func checkWeights(_ members: Int) throws(ForecastingError) {
        guard members > 0 else { throw .empty(what: "member of the ensemble") }
        guard case .weighted(let weights) = rule, weights.count != members else { return }
        throw .mismatch(what: "weights of the ensemble", expected: members, found: weights.count)
    }

    private func evaluate(
        _ all: [(name: String, forecasts: Result<Forecasts, ForecastingError>)],
        _ plan: CrossValidationPlan,
        _ table: SeriesTable,
        _ parallelism: Parallelism
    ) throws(ForecastingError) -> EnsembleResult {
        var names: [String] = []
        var members: [Forecasts] = []
        var failures: [(name: String, error: ForecastingError)] = []
        for (name, result) in all {
            switch result {
            case .success(let forecasts):
                names.append(name)
                members.append(forecasts.withoutQuantiles)
            case .failure(let error): failures.append((name, error))
            }
        }
        guard !members.isEmpty else {
            throw .allFailed(
                what: "members of the ensemble",
                count: all.count,
                first: "\(failures[0].error)"
            )
        }
        let validated = scheme.validationWindows
        let validation = members.map { $0[0..<validated] }
        let tests = members.map { $0[validated..<plan.windows.count] }
        let combination = try rule.combination(
            validation: validation,
            against: table,
            on: parallelism
        )
        let ensemble = try combination.combine(tests, on: parallelism)
        let rows = plan.fits[plan.windows[validated].fit].train
        let scales = try SeasonalNaive.scales(
            table,
            train: rows,
            season: season,
            on: parallelism
        )
        func member(_ name: String, _ forecasts: Forecasts) -> EnsembleResult.Member {
            EnsembleResult.Member(
                name: name,
                forecasts: forecasts,
                scores: forecasts.sums(against: table, scales: scales)
            )
        }
        var weights: [Double]?
        if case .weighted(let values) = combination { weights = values }
        return EnsembleResult(
            validation: Array(plan.windows[..<validated]),
            test: Array(plan.windows[validated...]),
            members: zip(names, tests).map { member($0, $1) },
            weights: weights,
            ensemble: member("ensemble", ensemble),
            failures: failures
        )
    }
}

/// What an ensemble gives.
public struct EnsembleResult: Sendable {
    /// Forecasts for the test windows, and how good they are.
    public struct Member: Sendable, Equatable {
        /// The model's name.
        public let name: String
        /// One origin a test window.
        public let forecasts: Forecasts
        /// Over all test windows.
        public let scores: ScoreSums
    }

    /// The windows that weights were learnt on.
    public let validation: [CrossValidationPlan.Window]
    /// The windows that are scored.
    public let test: [CrossValidationPlan.Window]
    /// The members that forecast all windows.
    public let members: [Member]
    /// Of the members, in their order; nil for combinations without weights.
    public let weights: [Double]?
    /// The ensemble.
    public let ensemble: Member
    /// The members that were left out.
    public let failures: [(name: String, error: ForecastingError)]
}

extension Forecasts {
    /// Forecasts of all windows, or the error of the first that has none.
    static func joined(
        _ windows: [Result<WindowOutcome, ForecastingError>],
        in plan: CrossValidationPlan,
        _ table: SeriesTable
    ) -> Result<Forecasts, ForecastingError> {
        Result { () throws(ForecastingError) in
            var all = Forecasts(
                origins: plan.windows.map(\.test.lowerBound),
                channelCount: table.channelCount,
                horizon: plan.windows[0].test.count
            )
            all.points.removeAll(keepingCapacity: true)
            for window in windows { all.points += try window.get().forecasts.points }
            return all
        }
    }

    /// The point forecasts alone.
    var withoutQuantiles: Forecasts {
        var copy = Forecasts(origins: origins, channelCount: channelCount, horizon: horizon)
        copy.points = points
        return copy
    }

    /// The point forecasts from some of the origins.
    subscript(places: Range<Int>) -> Forecasts {
        var part = Forecasts(
            origins: Array(origins[places]),
            channelCount: channelCount,
            horizon: horizon
        )
        let size = channelCount * horizon
        part.points = Array(points[(places.lowerBound * size)..<(places.upperBound * size)])
        return part
    }

    /// What the point forecasts add up to, one after the other.
    func sums(against table: SeriesTable, scales: [Double]) -> ScoreSums {
        var sums = ScoreSums()
        for (place, origin) in origins.enumerated() {
            for channel in 0..<channelCount {
                let values = point(origin: place, channel: channel)
                for (step, value) in values.enumerated() where origin + step < table.count {
                    sums.add(
                        forecast: value,
                        actual: table[channel, origin + step],
                        scale: scales[channel]
                    )
                }
            }
        }
        return sums
    }
}
