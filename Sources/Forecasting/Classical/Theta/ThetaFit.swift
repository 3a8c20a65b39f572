/// Fits theta lines to one series without season.
///
/// For a given smoothing parameter the forecasts are linear in the initial level and in the share of the
/// line, so the least sum of squares over these two has a closed form, and one dimension is left to search.
struct ThetaFit {
    let values: UnsafeBufferPointer<Double>

    func fit(_ variant: ThetaForecaster.Variant) -> ThetaLine {
        if values.isConstant { return constant }
        switch variant {
        case .standard: return standard()
        case .optimized: return optimized(isDynamic: false)
        case .dynamic: return optimized(isDynamic: true)
        case .automatic:
            let fixed = optimized(isDynamic: false)
            let dynamic = optimized(isDynamic: true)
            return dynamic.variance < fixed.variance ? dynamic : fixed
        }
    }

    private var constant: ThetaLine {
        ThetaLine(
            alpha: 0.5,
            share: 0,
            level: values[0],
            intercept: 0,
            slope: 0,
            isDynamic: false,
            variance: 0
        )
    }

    /// Smoothing begun at the first value, plus half the slope of the line.
    private func standard() -> ThetaLine {
        let (_, slope) = trendLine
        func squares(_ alpha: Double) -> Double {
            var level = values[0]
            var sum = 0.0
            for value in values {
                let error = value - level
                sum += error * error
                level += alpha * error
            }
            return sum
        }
        let (alpha, sum) = ScalarMinimum.find(in: 1e-4...0.9999, squares)
        return ThetaLine(
            alpha: alpha,
            share: 0.5,
            level: values[0],
            // Then the drift is that of Hyndman and Billah, `(1 - (1 - alpha)^(t-1)) / alpha` slopes.
            intercept: -slope,
            slope: slope,
            isDynamic: false,
            variance: sum / Double(values.count - 2)
        )
    }

    private func optimized(isDynamic: Bool) -> ThetaLine {
        let (intercept, slope) = trendLine
        let lines = isDynamic ? runningLines : []
        return lines.withUnsafeBufferPointer { lines in
            func best(_ alpha: Double) -> (sum: Double, level: Double, share: Double) {
                // The error of row t is e - a l0 - c w, with l0 the level and w the share.
                var aa = 0.0
                var ac = 0.0
                var cc = 0.0
                var ae = 0.0
                var ce = 0.0
                var ee = 0.0
                var level = 0.0
                var power = 1.0
                for row in 0..<values.count {
                    let next = power * (1 - alpha)
                    let line = isDynamic ? lines[row] : (intercept, slope)
                    let c = power * line.0 + (1 - next) / alpha * line.1
                    let e = values[row] - level
                    // A running line begins with the third row.
                    if row >= 2 {
                        aa += power * power
                        ac += power * c
                        cc += c * c
                        ae += power * e
                        ce += c * e
                        ee += e * e
                    }
                    level = alpha * values[row] + (1 - alpha) * level
                    power = next
                }
                let determinant = aa * cc - ac * ac
                // Theta is at least 1 and finite, so the share lies between 0 and 1.
                var share =
                    determinant > 1e-12 * aa * cc ? (aa * ce - ac * ae) / determinant : 0.5
                share = min(max(share, 0), 1)
                let initial = (ae - share * ac) / aa
                let sum =
                    ee - 2 * initial * ae - 2 * share * ce + initial * initial * aa
                    + 2 * initial * share * ac + share * share * cc
                return (sum, initial, share)
            }
            let (alpha, _) = ScalarMinimum.find(in: 0.1...0.99) { best($0).sum }
            let found = best(alpha)
            var line = ThetaLine(
                alpha: alpha,
                share: found.share,
                level: found.level,
                intercept: isDynamic ? 0 : intercept,
                slope: isDynamic ? 0 : slope,
                isDynamic: isDynamic,
                variance: 0
            )
            // The sum once more, without the cancellation of the products above.
            var state = ThetaState(line)
            var sum = 0.0
            for row in 0..<values.count {
                let error = values[row] - state.forecast
                if row >= 2 { sum += error * error }
                state.advance(values[row])
            }
            line.variance = sum / Double(max(values.count - 5, 1))
            return line
        }
    }

    /// The least squares line: its value at row 0, before the first, and its slope.
    private var trendLine: (intercept: Double, slope: Double) {
        let center = Double(values.count + 1) / 2
        let mean = values.mean
        var product = 0.0
        var square = 0.0
        for row in 0..<values.count {
            let time = Double(row + 1) - center
            product += time * (values[row] - mean)
            square += time * time
        }
        let slope = product / square
        return (mean - slope * center, slope)
    }

    /// The line through the values before each row.
    private var runningLines: [(Double, Double)] {
        var lines: [(Double, Double)] = []
        lines.reserveCapacity(values.count)
        var line = (mean: 0.0, intercept: 0.0, slope: 0.0)
        for row in 0..<values.count {
            lines.append((line.intercept, line.slope))
            line = ThetaState.line(through: values[row], Double(row + 1), line.mean, line.slope)
        }
        return lines
    }
}
