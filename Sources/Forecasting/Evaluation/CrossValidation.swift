/// Cross-validation of forecasting models: by time (``RollingOrigin``), or by blocks
/// (``BlockedForecasts``).
///
/// Models and fits run in parallel, and share the pool with what models do in parallel themselves; results
/// depend on neither. A model is handed a table that has values only where it may learn: it ends with those
/// rows, and what lies between them is missing.
public struct CrossValidation: Sendable {
    /// How the windows lie.
    public let scheme: any CrossValidationScheme

    /// Makes a cross-validation.
    public init(_ scheme: some CrossValidationScheme) { self.scheme = scheme }

    /// Makes a cross-validation by blocks; see ``BlockedForecasts``.
    public init(
        _ blocks: BlockedKFold,
        horizon: Int,
        step: Int? = nil,
        inputLength: Int = 1
    ) {
        self.init(
            BlockedForecasts(blocks, horizon: horizon, step: step, inputLength: inputLength)
        )
    }

    /// Fits and forecasts every window with every model.
    ///
    /// A model that fails, or whose horizon is not that of the windows, has its error in its outcomes; the
    /// others go on. When the work is cancelled, what is being fitted is given up and what has not begun
    /// is left out: those windows have the error ``ForecastingError/cancelled``, and those that ended keep
    /// their forecasts.
    ///
    /// - Parameters:
    ///   - models: What is compared.
    ///   - table: The series.
    ///   - parallelism: Who works; forecasts and errors do not depend on it.
    ///   - finished: Called after each fit and its forecasts, from any thread, in any order and several at
    ///     a time: to show progress, and to keep what is done in case the process ends. Not called for
    ///     what is left out.
    /// - Throws: ``ForecastingError/empty(what:)`` without models; what is wrong with the scheme.
    public func run(
        _ models: [any Forecaster],
        on table: SeriesTable,
        parallelism: Parallelism = .shared,
        finished: (@Sendable (FinishedFit) -> Void)? = nil
    ) throws(ForecastingError) -> CrossValidationResult {
        guard !models.isEmpty else { throw .empty(what: "model to validate") }
        let plan = try scheme.plan(count: table.count)
        try plan.check(rows: table.count, horizon: scheme.horizon)
        let windowsOfFit = plan.fits.indices.map { fit in
            plan.windows.indices.filter { plan.windows[$0].fit == fit }
        }
        let outcomes = parallelism.map(models.count * plan.fits.count, grain: 1) { task in
            let (model, fit) = task.quotientAndRemainder(dividingBy: plan.fits.count)
            let start = ContinuousClock.now
            let outcomes = evaluate(
                models[model],
                plan.fits[fit],
                windowsOfFit[fit].map { plan.windows[$0].test },
                table,
                parallelism
            )
            let done = FinishedFit(
                model: model,
                fit: fit,
                windows: windowsOfFit[fit],
                outcomes: outcomes,
                seconds: (ContinuousClock.now - start) / .seconds(1)
            )
            if let finished, !done.isCancelled { finished(done) }
            return done
        }
        return CrossValidationResult(
            plan: plan,
            models: models.indices.map { model in
                let first = model * plan.fits.count
                let fits = outcomes[first..<(first + plan.fits.count)]
                // Every window has one fit, whose outcomes take the place of these.
                var windows = plan.windows.map { _ in
                    Result<WindowOutcome, ForecastingError>.failure(.cancelled)
                }
                for fit in fits {
                    for (place, outcome) in zip(fit.windows, fit.outcomes) {
                        windows[place] = outcome
                    }
                }
                return ModelOutcomes(
                    name: models[model].name,
                    windows: windows,
                    seconds: fits.reduce(0) { $0 + $1.seconds }
                )
            }
        )
    }

    /// The outcomes of the windows that use one fit.
    private func evaluate(
        _ model: any Forecaster,
        _ fit: CrossValidationPlan.Fit,
        _ tests: [Range<Int>],
        _ table: SeriesTable,
        _ parallelism: Parallelism
    ) -> [Result<WindowOutcome, ForecastingError>] {
        let fitted: any FittedForecaster
        do throws(ForecastingError) {
            try parallelism.checkCancellation()
            guard model.horizon == scheme.horizon else {
                throw .mismatch(
                    what: "horizon of \(model.name)",
                    expected: scheme.horizon,
                    found: model.horizon
                )
            }
            let data = try TrainingData(
                table.having(fit.segments + [fit.validation].compactMap { $0 }),
                segments: fit.segments,
                validation: fit.validation
            )
            fitted = try model.fit(data, on: parallelism)
        } catch {
            return tests.map { _ in .failure(error) }
        }
        do throws(ForecastingError) {
            let forecasts = try fitted.predict(
                table,
                origins: tests.map(\.lowerBound),
                on: parallelism
            )
            return tests.indices.map { .success(WindowOutcome(forecasts, at: $0, of: table)) }
        } catch {
            // One window without its inputs must not cost the others theirs.
            guard tests.count > 1 else { return [.failure(error)] }
            return tests.map { test in
                do throws(ForecastingError) {
                    let forecasts = try fitted.predict(
                        table,
                        origins: [test.lowerBound],
                        on: parallelism
                    )
                    return .success(WindowOutcome(forecasts, at: 0, of: table))
                } catch {
                    return .failure(error)
                }
            }
        }
    }
}
