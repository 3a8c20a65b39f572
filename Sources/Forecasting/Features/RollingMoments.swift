/// Mean, variance and skewness of a moving window in O(1) a row, as accurate as computed afresh.
///
/// Nothing is ever subtracted. The series is cut into blocks as long as the window: a window is the end of
/// one block and the beginning of the next, whose moments are combined. M. van Herk, "A fast algorithm for
/// local minimum and maximum filters", Pattern Recognition Letters 13 (1992), for the blocks; P. Pébay,
/// "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order statistical
/// moments", Sandia report 2008-6212, for moments.
enum RollingMoments {
    /// What `statistic` says of each window; NaN before the first whole one.
    static func column(
        _ values: [Double],
        window: Int,
        _ statistic: (CentralMoments) -> Double
    ) -> [Double] {
        var column = Array(repeating: Double.nan, count: values.count)
        forEachWindow(values, window: window) { column[$0] = statistic($1) }
        return column
    }

    /// Calls `body` with the last row of each whole window and its moments.
    static func forEachWindow(
        _ values: [Double],
        window: Int,
        _ body: (Int, CentralMoments) -> Void
    ) {
        guard window <= values.count else { return }
        // Moments of the last rows of the block before, from each row to the block's end.
        var ends = Array(repeating: CentralMoments(origin: 0), count: window)
        for block in stride(from: 0, to: values.count, by: window) {
            // All windows that end in the block hold its first value: counted from it, equal values have a
            // variance of exactly zero, and a large offset costs no digits.
            let origin = values[block]
            if block > 0 {
                var end = CentralMoments(origin: origin)
                for place in stride(from: window - 1, through: 0, by: -1) {
                    end.add(values[block - window + place])
                    ends[place] = end
                }
            }
            var beginning = CentralMoments(origin: origin)
            for row in block..<min(block + window, values.count) {
                beginning.add(values[row])
                let place = row - block + 1
                if place == window {
                    body(row, beginning)
                } else if block > 0 {
                    body(row, ends[place].combined(with: beginning))
                }
            }
        }
    }
}

/// Count, mean and sums of powers of deviations from it.
struct CentralMoments {
    private let origin: Double
    private var count = 0.0
    /// The mean less the origin.
    private var shift = 0.0
    private var squares = 0.0
    private var cubes = 0.0

    init(origin: Double) { self.origin = origin }

    var mean: Double { origin + shift }

    var sampleStandardDeviation: Double { (squares / (count - 1)).squareRoot() }

    var populationStandardDeviation: Double { (squares / count).squareRoot() }

    /// Corrected for bias; 0 for equal values.
    var skewness: Double {
        guard squares != 0 else { return 0 }
        let deviation = populationStandardDeviation
        // Divided one by one, so that powers of small deviations do not vanish.
        let population = cubes / count / deviation / deviation / deviation
        return (count * (count - 1)).squareRoot() / (count - 2) * population
    }

    mutating func add(_ value: Double) {
        let before = count
        count += 1
        let difference = value - origin - shift
        let step = difference / count
        let square = difference * step * before
        shift += step
        cubes += square * step * (count - 2) - 3 * step * squares
        squares += square
    }

    func combined(with other: CentralMoments) -> CentralMoments {
        var result = self
        result.count = count + other.count
        let difference = other.shift - shift
        let part = difference / result.count
        let product = count * other.count
        result.shift += part * other.count
        result.squares += other.squares + difference * part * product
        result.cubes +=
            other.cubes + difference * part * part * product * (count - other.count)
            + 3 * part * (count * other.squares - other.count * squares)
        return result
    }
}
