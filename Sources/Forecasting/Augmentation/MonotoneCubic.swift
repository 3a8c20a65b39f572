/// A smooth curve through points that rises wherever they rise.
///
/// Cubic Hermite pieces; slopes are weighted harmonic means of those on both sides. F. N. Fritsch, J.
/// Butland, "A method for constructing local monotone piecewise cubic interpolants", SIAM J. Sci. Stat.
/// Comput. 5 (1984).
struct MonotoneCubic {
    let x: [Double]
    let y: [Double]
    let slopes: [Double]

    /// - Precondition: At least two points, `x` ascending.
    init(x: [Double], y: [Double]) {
        precondition(x.count == y.count && x.count >= 2)
        let widths = zip(x.dropFirst(), x).map { $0 - $1 }
        let rises = zip(zip(y.dropFirst(), y), widths).map { ($0.0 - $0.1) / $1 }
        var slopes = Array(repeating: rises[0], count: x.count)
        if rises.count > 1 {
            for knot in 1..<rises.count {
                let (left, right) = (rises[knot - 1], rises[knot])
                let w1 = 2 * widths[knot] + widths[knot - 1]
                let w2 = widths[knot] + 2 * widths[knot - 1]
                slopes[knot] = left * right > 0 ? (w1 + w2) / (w1 / left + w2 / right) : 0
            }
            slopes[0] = Self.end(widths[0], widths[1], rises[0], rises[1])
            let last = rises.count - 1
            slopes[last + 1] = Self.end(
                widths[last],
                widths[last - 1],
                rises[last],
                rises[last - 1]
            )
        }
        self.x = x
        self.y = y
        self.slopes = slopes
    }

    /// The slope at an end: of a parabola through three points, if that does not overshoot.
    private static func end(_ h0: Double, _ h1: Double, _ d0: Double, _ d1: Double) -> Double {
        let slope = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1)
        if slope * d0 <= 0 { return 0 }
        if d0 * d1 <= 0, abs(slope) > 3 * abs(d0) { return 3 * d0 }
        return slope
    }

    /// The curve's height; of the first or last piece beyond the ends.
    func value(at place: Double) -> Double {
        let piece = min(max((x.firstIndex { $0 > place } ?? x.count) - 1, 0), x.count - 2)
        let width = x[piece + 1] - x[piece]
        let t = (place - x[piece]) / width
        let u = 1 - t
        return y[piece] * u * u * (1 + 2 * t) + y[piece + 1] * t * t * (3 - 2 * t)
            + width * t * u * (slopes[piece] * u - slopes[piece + 1] * t)
    }
}
