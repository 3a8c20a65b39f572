/// The fitted lines of a theta model: a level that is smoothed, and a share of a line that is added.
///
/// The forecast of row t, counted from 1, is `l(t-1) + w ((1 - alpha)^(t-1) A + (1 - (1 - alpha)^t) /
/// alpha B)`, where `w = 1 - 1 / theta`, A is the line's value at row 0 and B its slope; the level is
/// `l(t) = alpha y(t) + (1 - alpha) l(t-1)`. Fiorucci et al. (2016), equations 12-15. The standard method
/// is this with w = 1/2 and the level begun so that A does not count.
struct ThetaLine: Sendable, Equatable {
    /// The smoothing parameter.
    var alpha: Double
    /// The share of the line: 1 - 1 / theta.
    var share: Double
    /// The level before the first row.
    var level: Double
    /// The line's value at row 0.
    var intercept: Double
    /// The line's slope.
    var slope: Double
    /// Whether the line is drawn through the values before each row.
    var isDynamic: Bool
    /// The variance of the errors of one step.
    var variance: Double
}

/// Where a theta model stands before a row.
struct ThetaState {
    let line: ThetaLine
    private(set) var level: Double
    /// Rows passed.
    private(set) var count = 0.0
    private var power = 1.0
    private var mean = 0.0
    private var intercept: Double
    private var slope: Double

    init(_ line: ThetaLine) {
        self.line = line
        level = line.level
        intercept = line.intercept
        slope = line.slope
    }

    /// The forecast of the next row.
    var forecast: Double {
        let next = power * (1 - line.alpha)
        return level + line.share * (power * intercept + (1 - next) / line.alpha * slope)
    }

    /// Moves past a row.
    mutating func advance(_ value: Double) {
        count += 1
        power *= 1 - line.alpha
        level = line.alpha * value + (1 - line.alpha) * level
        guard line.isDynamic else { return }
        (mean, intercept, slope) = Self.line(through: value, count, mean, slope)
    }

    /// The line through one value more: the mean so far, the value at row 0, the slope.
    @inline(__always)
    static func line(
        through value: Double,
        _ count: Double,
        _ mean: Double,
        _ slope: Double
    ) -> (mean: Double, intercept: Double, slope: Double) {
        let newMean = ((count - 1) * mean + value) / count
        // One point gives no slope.
        let newSlope =
            count < 2 ? 0 : ((count - 2) * slope + 6 * (value - mean) / count) / (count + 1)
        return (newMean, newMean - newSlope * (count + 1) / 2, newSlope)
    }
}
