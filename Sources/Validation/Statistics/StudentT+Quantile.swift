extension StudentT {
    /// The value that T does not exceed with the given probability: the inverse of `P(T <= t)`.
    ///
    /// Found by bisection on the distribution function, so it has that function's digits. The
    /// half-width of a two-sided 95 % interval is the quantile of 0.975 times a standard error.
    ///
    /// - Parameters:
    ///   - probability: From 0, which gives minus infinity, to 1, which gives infinity; NaN and
    ///     numbers outside give NaN.
    ///   - degreesOfFreedom: Above 0 and finite; anything else gives NaN.
    public static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
        guard (0...1).contains(probability), degreesOfFreedom > 0, degreesOfFreedom.isFinite else {
            return .nan
        }
        if probability == 0.5 { return 0 }
        // The distribution is symmetric. Differences are exact where they matter: 1 - p from 1/2,
        // and the centre's share where it is the smaller one.
        let isUpper = probability > 0.5
        let tail = 2 * (isUpper ? 1 - probability : probability)
        let center = isUpper ? 2 * probability - 1 : 1 - 2 * probability
        guard tail > 0 else { return isUpper ? .infinity : -.infinity }

        /// Whether `t` is below the quantile, decided by the smaller, more accurate share.
        func isBelow(_ t: Double) -> Bool {
            guard center < tail else {
                return twoSidedP(statistic: t, degreesOfFreedom: degreesOfFreedom) > tail
            }
            let share = regularizedIncompleteBeta(
                1 / (1 + degreesOfFreedom / (t * t)),
                complement: degreesOfFreedom / (degreesOfFreedom + t * t),
                0.5,
                degreesOfFreedom / 2
            )
            return share < center
        }
        var lower = 0.0
        var upper = 1.0
        if isBelow(upper) {
            while isBelow(upper) {
                (lower, upper) = (upper, upper * 2)
                if upper.isInfinite { return isUpper ? .infinity : -.infinity }
            }
        } else {
            lower = 0.5
            while !isBelow(lower), lower > 0 { (lower, upper) = (lower / 2, lower) }
        }
        while true {
            let middle = lower + (upper - lower) / 2
            guard lower < middle, middle < upper else { break }
            if isBelow(middle) { lower = middle } else { upper = middle }
        }
        return isUpper ? upper : -upper
    }
}
