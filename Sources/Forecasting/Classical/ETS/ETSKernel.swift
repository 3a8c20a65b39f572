#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The recursions of one form.
///
/// Functions of concrete types, not a protocol's: those of a generic type would be compiled once for all
/// forms.
struct ETSRecursion {
    /// `log(sum of squared errors) + 2 mean(log f)`, the last for multiplicative errors alone: the
    /// concentrated -2 log likelihood, divided by n, without constants. Infinite where the model breaks
    /// down.
    let objective: (UnsafePointer<Double>, ETSWorkspace) -> Double
    /// The objective, and in the workspace its slope and Gauss-Newton curvature.
    let linearize: (UnsafePointer<Double>, ETSWorkspace) -> Double
    /// Follows rows of a series and moves the state.
    let filter: (UnsafeBufferPointer<Double>, Range<Int>, ETSSmoothing, inout ETSState) -> ETSErrors
    /// A path of the model: errors become values.
    let simulate: (UnsafeMutableBufferPointer<Double>, ETSSmoothing, inout ETSState) -> Void
}

/// The smoothing parameters of a model.
public struct ETSSmoothing: Sendable, Equatable {
    /// How much of an error goes into the level, from 0 to 1.
    public var level: Double
    /// How much of an error goes into the trend, from 0 to `level`; 0 without a trend.
    public var trend: Double = 0
    /// How much of an error goes into the season, from 0 to `1 - level`; 0 without a season.
    public var season: Double = 0
    /// What is left of the trend after a step; 1 if it is not damped.
    public var damping: Double = 1

    /// The parameters.
    public init(level: Double, trend: Double = 0, season: Double = 0, damping: Double = 1) {
        self.level = level
        self.trend = trend
        self.season = season
        self.damping = damping
    }
}

/// The state of a model before a row.
public struct ETSState: Sendable, Equatable {
    /// The level.
    public var level: Double
    /// What the level rises by in a step; 0 without a trend.
    public var trend: Double = 0
    /// The season of each row modulo the season length; empty without a season.
    public var seasons: [Double] = []
    /// The place in `seasons` of the next row.
    public var phase = 0

    /// The state.
    public init(level: Double, trend: Double = 0, seasons: [Double] = [], phase: Int = 0) {
        self.level = level
        self.trend = trend
        self.seasons = seasons
        self.phase = phase
    }
}

/// Sums over the errors of a run.
struct ETSErrors {
    /// The sum of squared errors, relative ones for a multiplicative error.
    var squares = 0.0
    /// The sum of the logarithms of forecasts, for a multiplicative error.
    var logForecasts = 0.0
}

/// The recursions of a form, compiled for its types. Where things are in a vector of parameters: first
/// the level's smoothing, then the trend's as a share of the level's, the season's as a share of what the
/// level's leaves of 1, the damping; then the initial level, trend, and seasons but the last.
enum ETSKernel<ErrorType: ETSErrorType, Trend: ETSTrendType, Season: ETSSeasonType> {
    @inline(__always) static var gammaPlace: Int { Trend.exists ? 2 : 1 }
    @inline(__always) static var phiPlace: Int { gammaPlace + (Season.exists ? 1 : 0) }
    @inline(__always) static var levelPlace: Int { phiPlace + (Trend.isDamped ? 1 : 0) }
    @inline(__always) static var trendPlace: Int { levelPlace + 1 }
    @inline(__always) static var seasonPlace: Int { levelPlace + (Trend.exists ? 2 : 1) }

    @inline(__always)
    static func smoothing(_ parameters: UnsafePointer<Double>) -> ETSSmoothing {
        let level = parameters[0]
        return ETSSmoothing(
            level: level,
            trend: Trend.exists ? level * parameters[1] : 0,
            season: Season.exists ? (1 - level) * parameters[gammaPlace] : 0,
            damping: Trend.isDamped ? parameters[phiPlace] : 1
        )
    }

    /// Writes the initial seasons, of which the last makes them sum to 0 or to their number.
    @inline(__always)
    static func unpackSeasons(
        _ parameters: UnsafePointer<Double>,
        _ seasons: UnsafeMutablePointer<Double>,
        _ period: Int
    ) {
        var last = Season.isMultiplicative ? Double(period) : 0
        for place in 0..<(period - 1) {
            seasons[place] = parameters[seasonPlace + place]
            last -= seasons[place]
        }
        seasons[period - 1] = last
    }

    /// What the states forecast for the next row: all of it, and without the season.
    @inline(__always)
    static func forecast(
        _ level: Double,
        _ slope: Double,
        _ season: Double
    ) -> (whole: Double, base: Double) {
        let base = Trend.exists ? level + slope : level
        guard Season.exists else { return (base, base) }
        return (Season.isMultiplicative ? base * season : base + season, base)
    }

    /// Whether a forecast can be divided by.
    @inline(__always)
    static func isSound(_ forecast: (whole: Double, base: Double), _ season: Double) -> Bool {
        if Season.isMultiplicative { return forecast.base > 1e-100 && season > 1e-8 }
        if ErrorType.isMultiplicative { return forecast.whole > 1e-100 }
        return true
    }

    /// Moves the states past a row of which the forecast is off by `difference`, `relative` to itself.
    @inline(__always)
    static func advance(
        _ smoothing: ETSSmoothing,
        base: Double,
        slope: Double,
        difference: Double,
        relative: Double,
        level: inout Double,
        trend: inout Double,
        season: inout Double
    ) {
        let intoLevel = Season.isMultiplicative ? relative * base : difference
        level = base + smoothing.level * intoLevel
        if Trend.exists { trend = slope + smoothing.trend * intoLevel }
        if Season.exists {
            season += smoothing.season * (Season.isMultiplicative ? relative * season : difference)
        }
    }

    static func objective(
        _ parameters: UnsafePointer<Double>,
        _ workspace: ETSWorkspace
    ) -> Double {
        let values = workspace.values
        let smoothing = smoothing(parameters)
        let seasons = workspace.seasons
        let period = workspace.period
        var level = parameters[levelPlace]
        var trend = Trend.exists ? parameters[trendPlace] : 0
        var none = 0.0
        var phase = 0
        var squares = 0.0
        var logarithm = RunningLogarithm()
        if Season.exists { unpackSeasons(parameters, seasons, period) }
        for row in 0..<values.count {
            let season = Season.exists ? seasons[phase] : 0
            let slope = Trend.isDamped ? smoothing.damping * trend : trend
            let forecast = forecast(level, slope, season)
            guard isSound(forecast, season) else { return .infinity }
            let difference = values[row] - forecast.whole
            let relative =
                ErrorType.isMultiplicative || Season.isMultiplicative
                ? difference / forecast.whole : 0
            let error = ErrorType.isMultiplicative ? relative : difference
            squares += error * error
            if ErrorType.isMultiplicative { logarithm.multiply(by: forecast.whole) }
            if Season.exists {
                advance(
                    smoothing,
                    base: forecast.base,
                    slope: slope,
                    difference: difference,
                    relative: relative,
                    level: &level,
                    trend: &trend,
                    season: &seasons[phase]
                )
                phase = phase + 1 == period ? 0 : phase + 1
            } else {
                advance(
                    smoothing,
                    base: forecast.base,
                    slope: slope,
                    difference: difference,
                    relative: relative,
                    level: &level,
                    trend: &trend,
                    season: &none
                )
            }
        }
        let objective =
            log(max(squares, workspace.leastSquares(ErrorType.isMultiplicative)))
            + 2 * logarithm.value / Double(values.count)
        return objective.isFinite ? objective : .infinity
    }

    static func filter(
        _ values: UnsafeBufferPointer<Double>,
        _ rows: Range<Int>,
        _ smoothing: ETSSmoothing,
        _ state: inout ETSState
    ) -> ETSErrors {
        var errors = ETSErrors()
        var logarithm = RunningLogarithm()
        step(rows.count, smoothing, &state) { row, forecast in
            let difference = values[rows.lowerBound + row] - forecast
            let error = ErrorType.isMultiplicative ? difference / forecast : difference
            errors.squares += error * error
            if ErrorType.isMultiplicative { logarithm.multiply(by: abs(forecast)) }
            return difference
        }
        errors.logForecasts = logarithm.value
        return errors
    }

    static func simulate(
        _ errors: UnsafeMutableBufferPointer<Double>,
        _ smoothing: ETSSmoothing,
        _ state: inout ETSState
    ) {
        step(errors.count, smoothing, &state) { row, forecast in
            let difference = ErrorType.isMultiplicative ? errors[row] * forecast : errors[row]
            errors[row] = forecast + difference
            return difference
        }
    }

    /// Moves the states by steps; `difference` says how far each forecast is off.
    @inline(__always)
    private static func step(
        _ count: Int,
        _ smoothing: ETSSmoothing,
        _ state: inout ETSState,
        _ difference: (Int, Double) -> Double
    ) {
        for row in 0..<count {
            var season = Season.exists ? state.seasons[state.phase] : 0
            let slope = Trend.isDamped ? smoothing.damping * state.trend : state.trend
            let forecast = forecast(state.level, slope, season)
            let difference = difference(row, forecast.whole)
            advance(
                smoothing,
                base: forecast.base,
                slope: slope,
                difference: difference,
                relative: Season.isMultiplicative ? difference / forecast.whole : 0,
                level: &state.level,
                trend: &state.trend,
                season: &season
            )
            if Season.exists {
                state.seasons[state.phase] = season
                state.phase = state.phase + 1 == state.seasons.count ? 0 : state.phase + 1
            }
        }
    }
}

/// The sum of logarithms of positive numbers, taken of their product as long as that is in range.
struct RunningLogarithm {
    private var sum = 0.0
    private var product = 1.0

    @inline(__always)
    mutating func multiply(by factor: Double) {
        product *= factor
        if product > 1e150 || product < 1e-150 { fold() }
    }

    @inline(never)
    private mutating func fold() {
        sum += log(product)
        product = 1
    }

    /// The sum so far.
    var value: Double { sum + log(product) }
}
