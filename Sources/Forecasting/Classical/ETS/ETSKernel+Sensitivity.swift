#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Derivatives of the recursions with respect to all parameters, carried along with the states.
///
/// The objective is the logarithm of a sum of squares: of the errors `e(t)`, or for a multiplicative
/// error of `e(t) G`, where G is the geometric mean of the forecasts. Its Gauss-Newton approximation
/// needs the products of the derivatives of these, summed here row by row:
/// `d(e G) = G (de + e h)` with `h` the mean of `df / f`, so products of `(de, e)` and `h` suffice.
extension ETSKernel {
    static func linearize(
        _ parameters: UnsafePointer<Double>,
        _ workspace: ETSWorkspace
    ) -> Double {
        let values = workspace.values
        let smoothing = smoothing(parameters)
        let seasons = workspace.seasons
        let period = workspace.period
        let vectors = workspace.begin(count: seasonPlace + (Season.exists ? period - 1 : 0))
        let alpha = smoothing.level
        let phi = smoothing.damping
        var level = parameters[levelPlace]
        var trend = Trend.exists ? parameters[trendPlace] : 0
        if Season.exists { unpackSeasons(parameters, seasons, period) }
        seed(parameters, workspace)

        let dAlpha = workspace.row(.alpha)
        let dBeta = workspace.row(.beta)
        let dGamma = workspace.row(.gamma)
        let dPhi = workspace.row(.phi)
        let dLevel = workspace.row(.level)
        let dTrend = workspace.row(.trend)
        let dError = workspace.row(.error)
        let dLog = workspace.row(.log)
        var phase = 0
        var squares = 0.0
        var logarithm = RunningLogarithm()
        for row in 0..<values.count {
            let season = Season.exists ? seasons[phase] : 0
            let slope = Trend.isDamped ? phi * trend : trend
            let (whole, base) = forecast(level, slope, season)
            guard isSound((whole, base), season) else { return .infinity }
            let difference = values[row] - whole
            let needsRatio = ErrorType.isMultiplicative || Season.isMultiplicative
            let inverse = needsRatio ? 1 / whole : 0
            let relative = difference * inverse
            let error = ErrorType.isMultiplicative ? relative : difference
            // de = -df (additive) or -(1 + e) df / f (multiplicative).
            let errorFactor = ErrorType.isMultiplicative ? -(1 + relative) * inverse : -1
            squares += error * error
            if ErrorType.isMultiplicative { logarithm.multiply(by: whole) }
            let intoLevel = Season.isMultiplicative ? relative * base : difference
            let intoSeason = Season.isMultiplicative ? relative * season : difference
            // With a multiplicative season x = y / s - q enters the level and z = y / q - s the season:
            // dx = -dq - (y / s^2) ds, dz = -ds - (y / q^2) dq.
            let bySeason =
                Season.isMultiplicative ? (1 + relative) * base / season : 0
            let byBase =
                Season.isMultiplicative ? (1 + relative) * season / base : 0
            let dSeason = workspace.season(phase)
            for v in 0..<vectors {
                var dBase = dLevel[v]
                var dSlope = SIMD4<Double>.zero
                if Trend.exists {
                    dSlope = Trend.isDamped ? phi * dTrend[v] + trend * dPhi[v] : dTrend[v]
                    dBase += dSlope
                }
                var dWhole = dBase
                var ds = SIMD4<Double>.zero
                if Season.exists {
                    ds = dSeason[v]
                    dWhole =
                        Season.isMultiplicative ? season * dBase + base * ds : dBase + ds
                }
                let de = errorFactor * dWhole
                dError[v] = de
                if ErrorType.isMultiplicative { dLog[v] += inverse * dWhole }
                let dInto =
                    Season.isMultiplicative ? -dBase - bySeason * ds : -dWhole
                dLevel[v] = dBase + intoLevel * dAlpha[v] + alpha * dInto
                if Trend.exists {
                    dTrend[v] = dSlope + intoLevel * dBeta[v] + smoothing.trend * dInto
                }
                if Season.exists {
                    let dIntoSeason =
                        Season.isMultiplicative ? -ds - byBase * dBase : -dWhole
                    dSeason[v] = ds + intoSeason * dGamma[v] + smoothing.season * dIntoSeason
                }
            }
            workspace.accumulate(error)

            level = base + alpha * intoLevel
            if Trend.exists { trend = slope + smoothing.trend * intoLevel }
            if Season.exists {
                seasons[phase] = season + smoothing.season * intoSeason
                phase = phase + 1 == period ? 0 : phase + 1
            }
        }
        workspace.finish(squares: squares, isMultiplicative: ErrorType.isMultiplicative)
        let objective =
            log(max(squares, workspace.leastSquares(ErrorType.isMultiplicative)))
            + 2 * logarithm.value / Double(values.count)
        return objective.isFinite ? objective : .infinity
    }

    /// The derivatives of parameters and initial states.
    private static func seed(_ parameters: UnsafePointer<Double>, _ workspace: ETSWorkspace) {
        workspace.clearDerivatives()
        workspace.set(.alpha, 0, 1)
        if Trend.exists {
            workspace.set(.beta, 0, parameters[1])
            workspace.set(.beta, 1, parameters[0])
            workspace.set(.trend, trendPlace, 1)
        }
        if Season.exists {
            workspace.set(.gamma, 0, -parameters[gammaPlace])
            workspace.set(.gamma, gammaPlace, 1 - parameters[0])
            for place in 0..<(workspace.period - 1) {
                workspace.setSeason(place, seasonPlace + place, 1)
                workspace.setSeason(workspace.period - 1, seasonPlace + place, -1)
            }
        }
        if Trend.isDamped { workspace.set(.phi, phiPlace, 1) }
        workspace.set(.level, levelPlace, 1)
    }
}
