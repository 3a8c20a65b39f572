/// Cross-validation of several models whose forecasts are scored as they come and not kept: its memory does
/// not grow with the number of windows times the horizon.
///
/// Fits of all models run in parallel and share the pool with what models do in parallel themselves. Scores,
/// intervals and what is handed on do not depend on the number of threads. A model is handed a table that has
/// values only where it may learn, as in ``CrossValidation``.
///
/// Besides the errors of the point forecasts it measures intervals: of models that forecast the quantiles of
/// a coverage these, of others conformal ones (see ``ConformalIntervals``): as far to each side as the error
/// that was not exceeded in so large a part of the forecasts of ``calibration``, for each channel and step on
/// its own. No interval depends on its own window or a later one.
public struct ModelComparison: Sendable {
    /// How the windows lie.
    public let scheme: any CrossValidationScheme
    /// The probabilities with which intervals are to hold the values.
    public let coverages: [Double]
    /// Where the intervals come from of models that do not forecast quantiles.
    public let calibration: CalibrationSource
    /// In rows: MASE measures errors by those of repeating the value of one season before within the
    /// training rows of the fit. NaN where that cannot be (see ``SeasonalNaive``).
    public let season: Int

    /// Makes a comparison.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a coverage that is not
    ///   between 0 and 1, or a season below 1.
    public init(
        _ scheme: some CrossValidationScheme,
        coverages: [Double] = [0.8],
        calibration: CalibrationSource = .earlierWindows,
        season: Int = 1
    ) throws(ForecastingError) {
        for coverage in coverages where !(coverage > 0 && coverage < 1) {
            throw .invalidSetting(
                name: "coverage",
                value: "\(coverage)",
                requirement: "is above 0 and below 1"
            )
        }
        guard season >= 1 else {
            throw .invalidSetting(
                name: "season",
                value: "\(season)",
                requirement: "is at least 1 row"
            )
        }
        self.scheme = scheme
        self.coverages = coverages
        self.calibration = calibration
        self.season = season
    }

    /// Fits and forecasts every window with every model.
    ///
    /// A model that fails has its error in its windows; the others go on. When the work is cancelled, what is
    /// being fitted is given up and what has not begun is left out.
    ///
    /// - Parameters:
    ///   - models: What is compared.
    ///   - table: The series.
    ///   - parallelism: Who works.
    ///   - journal: Has what an earlier run of the same comparison forecast, and keeps what this one does;
    ///     windows that fail are not kept and fail again.
    ///   - forecast: Called with the forecasts of each model in the order of its windows; from any thread, and
    ///     for different models at a time.
    ///   - progress: Called after each fit and its forecasts, from any thread.
    /// - Throws: ``ForecastingError/empty(what:)`` without models; what is wrong with the scheme.
    public func run(
        _ models: [any Forecaster],
        on table: SeriesTable,
        parallelism: Parallelism = .shared,
        journal: (any ComparisonJournal)? = nil,
        forecast: (@Sendable (ScoredForecasts) -> Void)? = nil,
        progress: (@Sendable (ComparisonProgress) -> Void)? = nil
    ) throws(ForecastingError) -> ComparisonResult {
        guard !models.isEmpty else { throw .empty(what: "model to compare") }
        let plan = try scheme.plan(count: table.count)
        try plan.check(rows: table.count, horizon: scheme.horizon)
        let windowsOfFit = plan.windowsOfFit
        let scales = try plan.fits.map { (fit) throws(ForecastingError) in
            try SeasonalNaive.scales(table, train: fit.train, season: season, on: .sequential)
        }
        let ledgers = models.indices.map { model in
            ScoreLedger(
                model: model,
                comparison: self,
                plan: plan,
                table: table,
                scales: scales,
                forecast: forecast
            )
        }
        let clock = ComparisonClock(
            models: models.count,
            fits: plan.fits.count,
            workers: parallelism.workerCount
        )
        parallelism.forEach(models.count * plan.fits.count, grain: 1) { task in
            let (model, fit) = task.quotientAndRemainder(dividingBy: plan.fits.count)
            let start = ContinuousClock.now
            let isNew = evaluate(
                models[model],
                model,
                fit,
                windowsOfFit[fit],
                plan,
                table,
                ledgers[model],
                journal,
                parallelism
            )
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let now = clock.finished(model: model, seconds: isNew ? seconds : nil)
            if let progress, !parallelism.isCancelled { progress(now) }
        }
        return ComparisonResult(
            plan: plan,
            models: models.indices.map { model in
                ModelScores(
                    name: models[model].name,
                    windows: ledgers[model].outcomes,
                    seconds: clock.seconds(of: model)
                )
            }
        )
    }

    /// Values of one batch of forecasts: a few megabytes.
    private static let batchValues = 400_000

    /// The number of batches that a journal keeps when no window fails.
    ///
    /// - Throws: What is wrong with the scheme.
    public func batchCount(
        models: Int,
        on table: SeriesTable
    ) throws(ForecastingError) -> Int {
        let size = batchSize(table)
        return try models
            * scheme.plan(count: table.count).windowsOfFit
            .reduce(0) { $0 + ($1.count + size - 1) / size }
    }

    private func batchSize(_ table: SeriesTable) -> Int {
        max(1, Self.batchValues / (table.channelCount * scheme.horizon))
    }

    /// Forecasts batch after batch, what is known aside, and hands on what comes.
    ///
    /// - Returns: Whether the model was fitted: not if all its forecasts are known.
    private func evaluate(
        _ model: any Forecaster,
        _ place: Int,
        _ fit: Int,
        _ windows: [Int],
        _ plan: CrossValidationPlan,
        _ table: SeriesTable,
        _ ledger: ScoreLedger,
        _ journal: (any ComparisonJournal)?,
        _ parallelism: Parallelism
    ) -> Bool {
        defer { ledger.end(fit: fit) }
        var made: (fitted: any FittedForecaster, halfWidths: [[Double]]?)?
        let size = batchSize(table)
        for first in stride(from: 0, to: windows.count, by: size) {
            let batch = Array(windows[first..<min(windows.count, first + size)])
            let origins = batch.map { plan.windows[$0].test.lowerBound }
            let key = ComparisonBatch.Key(model: place, fit: fit, batch: first / size)
            if let known = journal?.forecasts(of: key), known.forecasts.origins == origins {
                ledger.add(known.forecasts, of: batch, fit: fit, halfWidths: known.halfWidths)
                continue
            }
            let (fitted, halfWidths): (any FittedForecaster, [[Double]]?)
            do throws(ForecastingError) {
                if let made {
                    (fitted, halfWidths) = made
                } else {
                    (fitted, halfWidths) =
                        try self.fit(model, plan.fits[fit], table, parallelism)
                }
                made = (fitted, halfWidths)
            } catch {
                for window in windows[first...] {
                    ledger.add(.failure(error), of: window, fit: fit)
                }
                return true
            }
            switch predict(fitted, origins, table, parallelism) {
            case .success(let forecasts):
                ledger.add(forecasts, of: batch, fit: fit, halfWidths: halfWidths)
                journal?.keep(
                    ComparisonBatch(forecasts: forecasts, halfWidths: halfWidths),
                    of: key
                )
            case .failure:
                // One window without its inputs must not cost the others theirs.
                for (window, origin) in zip(batch, origins) {
                    switch predict(fitted, [origin], table, parallelism) {
                    case .success(let one):
                        ledger.add(one, of: [window], fit: fit, halfWidths: halfWidths)
                    case .failure(let error):
                        ledger.add(.failure(error), of: window, fit: fit)
                    }
                }
            }
        }
        return made != nil
    }

    private func fit(
        _ model: any Forecaster,
        _ fit: CrossValidationPlan.Fit,
        _ table: SeriesTable,
        _ parallelism: Parallelism
    ) throws(ForecastingError) -> (any FittedForecaster, [[Double]]?) {
        try parallelism.checkCancellation()
        guard model.horizon == scheme.horizon else {
            throw .mismatch(
                what: "horizon of \(model.name)",
                expected: scheme.horizon,
                found: model.horizon
            )
        }
        let fitted = try model.fit(fit.data(of: table), on: parallelism)
        return (fitted, try validationHalfWidths(fitted, fit, table, parallelism))
    }

    private func predict(
        _ fitted: any FittedForecaster,
        _ origins: [Int],
        _ table: SeriesTable,
        _ parallelism: Parallelism
    ) -> Result<Forecasts, ForecastingError> {
        Result { () throws(ForecastingError) in
            try fitted.predict(table, origins: origins, on: parallelism)
        }
    }

    private static let mostCalibrationOrigins = 256

    /// Half widths for each coverage by the fit's validation rows; nil where intervals come from elsewhere.
    private func validationHalfWidths(
        _ fitted: any FittedForecaster,
        _ fit: CrossValidationPlan.Fit,
        _ table: SeriesTable,
        _ parallelism: Parallelism
    ) throws(ForecastingError) -> [[Double]]? {
        guard calibration == .validationRows, !coverages.isEmpty else { return nil }
        let cells = table.channelCount * scheme.horizon
        let none = coverages.map { _ in Array(repeating: Double.nan, count: cells) }
        guard let rows = fit.validation else { return none }
        let count = rows.count - scheme.horizon + 1
        guard count > 0 else { return none }
        let step = (count + Self.mostCalibrationOrigins - 1) / Self.mostCalibrationOrigins
        let origins = stride(from: rows.lowerBound, to: rows.lowerBound + count, by: step)
        let forecasts = try fitted.predict(table, origins: Array(origins), on: parallelism)
        var calibration = IntervalCalibration(
            coverages: coverages,
            channelCount: table.channelCount,
            horizon: scheme.horizon
        )
        for place in forecasts.origins.indices {
            calibration.add(forecasts.absoluteErrors(at: place, in: table), end: rows.upperBound)
        }
        calibration.advance(to: rows.upperBound)
        return coverages.indices.map { coverage in
            (0..<cells).map { calibration.halfWidth(cell: $0, coverage: coverage) ?? .nan }
        }
    }
}

extension CrossValidationPlan {
    /// The places of the windows that use each fit, ascending.
    var windowsOfFit: [[Int]] {
        var places = fits.map { _ in [Int]() }
        for (place, window) in windows.enumerated() { places[window.fit].append(place) }
        return places
    }
}

extension CrossValidationPlan.Fit {
    /// A table's values where may be learned from, and nothing else of it.
    func data(of table: SeriesTable) throws(ForecastingError) -> TrainingData {
        try TrainingData(
            table.having(segments + [validation].compactMap { $0 }),
            segments: segments,
            validation: validation
        )
    }
}

extension Forecasts {
    /// How far the point forecasts from an origin are from what came, channel by channel, step by step.
    func absoluteErrors(at place: Int, in table: SeriesTable) -> [Float] {
        var errors: [Float] = []
        errors.reserveCapacity(channelCount * horizon)
        for channel in 0..<channelCount {
            for (step, value) in point(origin: place, channel: channel).enumerated() {
                errors.append(Float(abs(value - table[channel, origins[place] + step])))
            }
        }
        return errors
    }
}
