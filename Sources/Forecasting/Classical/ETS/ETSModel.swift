import DataParallel

/// The exponential smoothing model of one series.
public struct ETSModel: LocalModel {
    /// What the method is called.
    public static var name: String { "ets" }
    /// The form.
    public let form: ETSForm
    /// The smoothing parameters.
    public let smoothing: ETSSmoothing
    /// The state before the first training row.
    public let initial: ETSState
    /// The variance of the errors, relative ones for a multiplicative error: their sum of squares over
    /// their number less that of the parameters.
    public let variance: Double
    /// The logarithm of the likelihood; the greatest number for a constant series.
    public let logLikelihood: Double
    /// Akaike's criterion with the correction for short series, by which the form was chosen.
    public let aicc: Double

    private let firstTrainingRow: Int
    private let pathCount: Int
    private let seed: UInt32

    init(
        form: ETSForm,
        smoothing: ETSSmoothing,
        initial: ETSState,
        variance: Double,
        logLikelihood: Double,
        aicc: Double,
        firstRow: Int,
        pathCount: Int,
        seed: UInt32
    ) {
        self.form = form
        self.smoothing = smoothing
        self.initial = initial
        self.variance = variance
        self.logLikelihood = logLikelihood
        self.aicc = aicc
        firstTrainingRow = firstRow
        self.pathCount = pathCount
        self.seed = seed
    }

    /// The rows up to the first training row: there the states begin.
    public var inputLength: Int { firstTrainingRow + 1 }
    /// The first training row.
    public func firstRow(before origin: Int) -> Int { firstTrainingRow }

    /// Follows the series to each origin and continues it without errors.
    public func forecast(
        _ series: UnsafeBufferPointer<Double>,
        _ request: LocalRequest
    ) throws(ForecastingError) -> LocalForecasts {
        let recursion = form.recursion
        let isNormal = form.error == .additive && form.season != .multiplicative
        let deviations =
            isNormal && !request.quantileLevels.isEmpty
            ? normalDeviations(horizon: request.horizon) : []
        var state = initial
        var row = firstTrainingRow
        var forecasts = LocalForecasts()
        for origin in request.origins {
            _ = recursion.filter(series, row..<origin, smoothing, &state)
            row = origin
            var points = Array(repeating: 0.0, count: request.horizon)
            var future = state
            points.withUnsafeMutableBufferPointer { recursion.simulate($0, smoothing, &future) }
            if isNormal || request.quantileLevels.isEmpty {
                forecasts.append(
                    points: points,
                    deviations: deviations,
                    levels: request.quantileLevels
                )
            } else {
                forecasts.points += points
                forecasts.quantiles += simulatedQuantiles(state, origin: origin, request)
            }
        }
        return forecasts
    }

    /// `s^2 (1 + c(1)^2 + ... + c(h-1)^2)` with `c(j) = alpha + beta (phi + ... + phi^j) + gamma [j is a
    /// multiple of m]`: Hyndman et al. (2008), 6.3.
    private func normalDeviations(horizon: Int) -> [Double] {
        var deviations: [Double] = []
        var sum = 1.0
        var power = 1.0
        var trend = 0.0
        for step in 1...horizon {
            deviations.append((variance * sum).squareRoot())
            power *= smoothing.damping
            trend += form.trend == .damped ? power : 1
            var weight = smoothing.level + smoothing.trend * trend
            if form.season != .none, step.isMultiple(of: initial.seasons.count) {
                weight += smoothing.season
            }
            sum += weight * weight
        }
        return deviations
    }

    /// The model as numbers.
    public var numbers: [Double] {
        [
            Double(form.error.rawValue), Double(form.trend.rawValue), Double(form.season.rawValue),
            smoothing.level, smoothing.trend, smoothing.season, smoothing.damping,
            variance, logLikelihood, aicc,
            Double(firstTrainingRow), Double(pathCount), Double(seed),
            initial.level, initial.trend,
        ] + initial.seasons
    }

    /// Makes the model of its numbers.
    public init?(numbers: [Double]) {
        guard numbers.count >= 15,
            let error = Int(exactly: numbers[0]).flatMap(ETSForm.ErrorKind.init),
            let trend = Int(exactly: numbers[1]).flatMap(ETSForm.TrendKind.init),
            let season = Int(exactly: numbers[2]).flatMap(ETSForm.SeasonKind.init),
            (season == .none) == (numbers.count == 15), numbers[7] >= 0,
            let firstRow = Int(exactly: numbers[10]), firstRow >= 0,
            let pathCount = Int(exactly: numbers[11]), pathCount >= 1,
            let seed = UInt32(exactly: numbers[12])
        else { return nil }
        self.init(
            form: ETSForm(error: error, trend: trend, season: season),
            smoothing: ETSSmoothing(
                level: numbers[3],
                trend: numbers[4],
                season: numbers[5],
                damping: numbers[6]
            ),
            initial: ETSState(
                level: numbers[13],
                trend: numbers[14],
                seasons: Array(numbers[15...])
            ),
            variance: numbers[7],
            logLikelihood: numbers[8],
            aicc: numbers[9],
            firstRow: firstRow,
            pathCount: pathCount,
            seed: seed
        )
    }
}

extension ETSModel {
    /// Quantiles of simulated paths, level by level, step by step.
    ///
    /// Errors are normal; relative ones stay above -1, so that positive series do. The paths of a
    /// channel and an origin are keyed by both. Between two sorted values a quantile is interpolated.
    private func simulatedQuantiles(
        _ state: ETSState,
        origin: Int,
        _ request: LocalRequest
    ) -> [Double] {
        let horizon = request.horizon
        let deviation = variance.squareRoot()
        let isRelative = form.error == .multiplicative
        var random = RandomStream(
            seed: UInt64(seed),
            stream: UInt64(request.channel) << 32 | UInt64(origin)
        )
        var paths = Array(repeating: 0.0, count: pathCount * horizon)
        paths.withUnsafeMutableBufferPointer { paths in
            for path in 0..<pathCount {
                let steps = UnsafeMutableBufferPointer(
                    rebasing: paths[(path * horizon)..<((path + 1) * horizon)]
                )
                for step in 0..<horizon {
                    // A uniform number of 0 would be a normal one of minus infinity.
                    let uniform = max(random.nextUniform(), 0x1p-54)
                    let error = deviation * StandardNormal.quantile(uniform)
                    steps[step] = isRelative ? max(error, -0.999) : error
                }
                var future = state
                form.recursion.simulate(steps, smoothing, &future)
            }
        }
        var quantiles = Array(
            repeating: 0.0,
            count: request.quantileLevels.count * horizon
        )
        for step in 0..<horizon {
            let sorted = stride(from: step, to: paths.count, by: horizon).map { paths[$0] }.sorted()
            for (level, probability) in request.quantileLevels.enumerated() {
                let place = probability * Double(pathCount - 1)
                let lower = Int(place)
                let upper = min(lower + 1, pathCount - 1)
                let share = place - Double(lower)
                quantiles[level * horizon + step] =
                    sorted[lower] + share * (sorted[upper] - sorted[lower])
            }
        }
        return quantiles
    }
}
