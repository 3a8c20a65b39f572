/// The minimum of a function of one number.
enum ScalarMinimum {
    /// The least of a grid of values, refined by golden section and parabolic steps between its
    /// neighbours.
    ///
    /// R. P. Brent, "Algorithms for Minimization without Derivatives" (1973), chapter 5.
    ///
    /// - Returns: The argument, to about 8 digits of the range, and the value there.
    static func find(
        in range: ClosedRange<Double>,
        _ function: (Double) -> Double
    ) -> (argument: Double, value: Double) {
        let gridCount = 9
        let width = range.upperBound - range.lowerBound
        func grid(_ place: Int) -> Double {
            place == gridCount - 1
                ? range.upperBound
                : range.lowerBound + width * Double(place) / Double(gridCount - 1)
        }
        var bestPlace = 0
        var bestValue = function(grid(0))
        for place in 1..<gridCount {
            let value = function(grid(place))
            if value < bestValue { (bestPlace, bestValue) = (place, value) }
        }
        let refined = refine(
            between: grid(max(bestPlace - 1, 0)),
            grid(min(bestPlace + 1, gridCount - 1)),
            from: grid(bestPlace),
            bestValue,
            tolerance: 1e-8 * width,
            function
        )
        return refined
    }

    private static func refine(
        between lower: Double,
        _ upper: Double,
        from start: Double,
        _ startValue: Double,
        tolerance: Double,
        _ function: (Double) -> Double
    ) -> (argument: Double, value: Double) {
        var (a, b) = (lower, upper)
        // The best argument, the second best, and the second best before.
        var (x, w, v) = (start, start, start)
        var (fx, fw, fv) = (startValue, startValue, startValue)
        var step = 0.0
        var before = b - a
        for _ in 0..<60 {
            let middle = 0.5 * (a + b)
            if abs(x - middle) <= 2 * tolerance - 0.5 * (b - a) { break }
            let r = (x - w) * (fx - fv)
            var q = (x - v) * (fx - fw)
            var p = (x - v) * q - (x - w) * r
            q = 2 * (q - r)
            if q > 0 { p = -p } else { q = -q }
            let isParabolic =
                abs(p) < abs(0.5 * q * before) && p > q * (a - x) && p < q * (b - x)
            if isParabolic {
                before = step
                step = p / q
            } else {
                before = x < middle ? b - x : a - x
                step = 0.3819660112501051 * before
            }
            let least = step < 0 ? -tolerance : tolerance
            let u = x + (abs(step) >= tolerance ? step : least)
            guard u >= lower, u <= upper else { break }
            let fu = function(u)
            if fu <= fx {
                if u < x { b = x } else { a = x }
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu)
            } else {
                if u < x { a = u } else { b = u }
                if fu <= fw || w == x {
                    (v, fv, w, fw) = (w, fw, u, fu)
                } else if fu <= fv || v == x || v == w {
                    (v, fv) = (u, fu)
                }
            }
        }
        return (x, fx)
    }
}
