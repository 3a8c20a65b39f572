/// Cross-validation of forecasting models by time.
///
/// Models and fits run in parallel, and share the pool with what models do in parallel themselves; results
/// depend on neither. A model is handed the rows before its cut alone, so that it cannot learn from what
/// comes later.
public struct CrossValidation: Sendable {
    /// How the windows lie.
    public let scheme: RollingOrigin

    /// Makes a cross-validation.
    public init(_ scheme: RollingOrigin) { self.scheme = scheme }

    /// Fits and forecasts every window with every model.
    ///
    /// A model that fails, or whose horizon is not that of the windows, has its error in its outcomes; the
    /// others go on.
    ///
    /// - Throws: ``ForecastingError/empty(what:)`` without models; what is wrong with the scheme.
    public func run(
        _ models: [any Forecaster],
        on table: SeriesTable,
        parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> CrossValidationResult {
        guard !models.isEmpty else { throw .empty(what: "model to validate") }
        let plan = try scheme.plan(count: table.count)
        let windowsOfFit = plan.fits.indices.map { fit in
            plan.windows.indices.filter { plan.windows[$0].fit == fit }
        }
        let outcomes = parallelism.map(models.count * plan.fits.count, grain: 1) { task in
            let fit = task % plan.fits.count
            return evaluate(
                models[task / plan.fits.count],
                plan.fits[fit],
                windowsOfFit[fit].map { plan.windows[$0].test },
                table,
                parallelism
            )
        }
        return CrossValidationResult(
            plan: plan,
            models: models.indices.map { model in
                // Fits are in time order, and so are the windows of each.
                let first = model * plan.fits.count
                return ModelOutcomes(
                    name: models[model].name,
                    windows: outcomes[first..<(first + plan.fits.count)].flatMap { $0 }
                )
            }
        )
    }

    /// The outcomes of the windows that use one fit.
    private func evaluate(
        _ model: any Forecaster,
        _ fit: RollingOriginPlan.Fit,
        _ tests: [Range<Int>],
        _ table: SeriesTable,
        _ parallelism: Parallelism
    ) -> [Result<WindowOutcome, ForecastingError>] {
        let fitted: any FittedForecaster
        do throws(ForecastingError) {
            guard model.horizon == scheme.horizon else {
                throw .mismatch(
                    what: "horizon of \(model.name)",
                    expected: scheme.horizon,
                    found: model.horizon
                )
            }
            let end = fit.validation?.upperBound ?? fit.train.upperBound
            let data = try TrainingData(
                table.prefix(end),
                train: fit.train,
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
