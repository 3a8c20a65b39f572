import Validation

/// The test of superior predictive ability straight from its definitions.
struct ReferenceSuperiority {
    var statistic = 0.0
    var plainStatistic = -Double.infinity
    /// Lower, consistent, upper.
    var pValues = [0.0, 0, 0]
    var plainPValues = [0.0, 0, 0]

    init(_ columns: [[Double]], resamples: [[Int]], blockLength: Double) {
        let count = Double(columns[0].count)
        let root = count.squareRoot()
        let means = columns.map(Moments.mean)
        let deviations = columns.map { Self.variance($0, blockLength).squareRoot() }
        func share(_ mean: Double, _ deviation: Double) -> Double {
            deviation > 0 ? root * mean / deviation : 0
        }
        for (mean, deviation) in zip(means, deviations) {
            statistic = max(statistic, share(mean, deviation))
            plainStatistic = max(plainStatistic, root * mean)
        }
        let bound = (2 * logarithm(logarithm(count)) / count).squareRoot()
        for indices in resamples {
            var largest = [0.0, 0, 0]
            var plainLargest = [Double](repeating: -.infinity, count: 3)
            for (column, values) in columns.enumerated() {
                let (mean, deviation) = (means[column], deviations[column])
                let drawn = Moments.mean(indices.map { values[$0] })
                let centers = [
                    max(mean, 0), mean >= -deviation * bound ? mean : 0, mean,
                ]
                for (variant, center) in centers.enumerated() {
                    largest[variant] = max(largest[variant], share(drawn - center, deviation))
                    plainLargest[variant] = max(plainLargest[variant], root * (drawn - center))
                }
            }
            for variant in 0..<3 {
                if largest[variant] >= statistic { pValues[variant] += 1 }
                if plainLargest[variant] >= plainStatistic { plainPValues[variant] += 1 }
            }
        }
        pValues = pValues.map { $0 / Double(resamples.count) }
        plainPValues = plainPValues.map { $0 / Double(resamples.count) }
    }

    /// The double sum over autocovariances and their weights.
    static func variance(_ values: [Double], _ blockLength: Double) -> Double {
        let count = values.count
        let mean = Moments.mean(values)
        let centered = values.map { $0 - mean }
        let keep = 1 - 1 / blockLength
        func power(_ exponent: Int) -> Double {
            (0..<exponent).reduce(1.0) { product, _ in product * keep }
        }
        var variance = 0.0
        for lag in 0..<count {
            let covariance =
                (lag..<count).reduce(0.0) { $0 + centered[$1] * centered[$1 - lag] }
                / Double(count)
            let share = Double(lag) / Double(count)
            let weight =
                lag == 0 ? 1 : 2 * ((1 - share) * power(lag) + share * power(count - lag))
            variance += weight * covariance
        }
        return variance
    }

    /// The natural logarithm of a number above 1 by its series.
    private func logarithm(_ value: Double) -> Double {
        var (rest, halvings) = (value, 0.0)
        while rest > 1.5 { (rest, halvings) = (rest / 2, halvings + 1) }
        func series(_ x: Double) -> Double {
            let ratio = (x - 1) / (x + 1)
            var (term, sum) = (ratio, 0.0)
            for odd in stride(from: 1.0, to: 60, by: 2) {
                sum += term / odd
                term *= ratio * ratio
            }
            return 2 * sum
        }
        return series(rest) + halvings * series(2)
    }
}
