/// A straight line through points by ordinary least squares, with what its errors depend on.
struct LineFit {
    let intercept: Double
    let slope: Double
    /// The number of points.
    let count: Int
    private let meanX: Double
    private let spreadX: Double
    private let squaredResiduals: Double

    /// Fits `y = intercept + slope x`; there must be two distinct values of x.
    init(_ points: [(x: Double, y: Double)]) {
        count = points.count
        let total = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.x } / total
        let meanY = points.reduce(0) { $0 + $1.y } / total
        let spreadX = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spreadX
        let intercept = meanY - slope * meanX
        self.meanX = meanX
        self.spreadX = spreadX
        self.slope = slope
        self.intercept = intercept
        squaredResiduals = points.reduce(0) { sum, point in
            let residual = point.y - (intercept + slope * point.x)
            return sum + residual * residual
        }
    }

    /// The fitted value.
    func value(at x: Double) -> Double { intercept + slope * x }

    /// The covariance of the fitted values at two places; NaN for fewer than three points.
    func covariance(at first: Double, _ second: Double) -> Double {
        guard count > 2 else { return .nan }
        let variance = squaredResiduals / Double(count - 2)
        return variance * (1 / Double(count) + (first - meanX) * (second - meanX) / spreadX)
    }
}
