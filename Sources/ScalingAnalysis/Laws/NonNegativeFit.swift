/// Two coefficients that are not negative, by least squares through the origin.
///
/// `y = first x1 + second x2`. With two coefficients the sides of the quadrant can be tried one by
/// one, which gives the minimum exactly (the general method: C. L. Lawson, R. J. Hanson, "Solving
/// Least Squares Problems", 1974, chapter 23).
struct NonNegativeFit {
    typealias Row = (x1: Double, x2: Double, y: Double)

    let first: Double
    let second: Double
    /// Whether the best coefficient without the bound would be below 0.
    let isFirstBounded: Bool
    let isSecondBounded: Bool

    /// Fits the rows; `x1` must not be 0 throughout, nor `x2` a multiple of it.
    init(_ rows: [Row]) {
        func sum(_ term: (Row) -> Double) -> Double { rows.reduce(0) { $0 + term($1) } }
        let x1x1 = sum { $0.x1 * $0.x1 }
        let x1y = sum { $0.x1 * $0.y }
        // What of x2 is not a multiple of x1 decides the second coefficient (Gram-Schmidt).
        let ratio = sum { $0.x1 * $0.x2 } / x1x1
        let freeSecond =
            sum { ($0.x2 - ratio * $0.x1) * $0.y }
            / sum { ($0.x2 - ratio * $0.x1) * ($0.x2 - ratio * $0.x1) }
        let freeFirst = x1y / x1x1 - freeSecond * ratio
        if freeFirst >= 0, freeSecond >= 0 {
            (first, second) = (freeFirst, freeSecond)
            (isFirstBounded, isSecondBounded) = (false, false)
            return
        }
        // On a side of the quadrant; the sum of squares is convex, so the better side is best.
        let onFirst = max(0, x1y / x1x1)
        let onSecond = max(0, sum { $0.x2 * $0.y } / sum { $0.x2 * $0.x2 })
        let firstError = sum { ($0.y - onFirst * $0.x1) * ($0.y - onFirst * $0.x1) }
        let secondError = sum { ($0.y - onSecond * $0.x2) * ($0.y - onSecond * $0.x2) }
        (first, second) = firstError <= secondError ? (onFirst, 0) : (0, onSecond)
        (isFirstBounded, isSecondBounded) = (first == 0, second == 0)
    }
}
