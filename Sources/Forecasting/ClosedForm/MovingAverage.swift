/// The trend of a window: a centred moving average whose ends are filled up with the first and last
/// value. Source: A. Zeng, M. Chen, L. Zhang, Q. Xu, "Are Transformers Effective for Time Series
/// Forecasting?", AAAI 2023 (DLinear).
enum MovingAverage {
    /// Values that are averaged.
    static let kernel = 25

    /// The average's weight of each value (columns) for each place (rows), padded to a multiple of eight.
    static func matrix(length: Int) -> [Double] {
        let stride = length.paddedToLanes
        var matrix = [Double](repeating: 0, count: length * stride)
        for row in 0..<length {
            for offset in -(kernel / 2)...(kernel / 2) {
                let column = min(max(0, row + offset), length - 1)
                matrix[row * stride + column] += 1 / Double(kernel)
            }
        }
        return matrix
    }

    /// `(I - A)ᵀ(I - A) + AᵀA` for the matrix `A` of the average: what the features of DLinear,
    /// remainder and trend, make of a window `x` has the squared length `xᵀ M x`.
    static func metric(length: Int) -> [Double] {
        let rowLength = length.paddedToLanes
        let average = matrix(length: length)
        var transposed = [Double](repeating: 0, count: average.count)
        for row in 0..<length {
            for column in 0..<length {
                transposed[column * rowLength + row] = average[row * rowLength + column]
            }
        }
        var metric = [Double](repeating: 0, count: average.count)
        for row in 0..<length {
            for column in 0...row {
                var sum = 0.0
                // An average has weights for values of half a kernel to either side alone.
                let (low, high) = (row - kernel / 2, column + kernel / 2)
                for place in stride(from: max(0, low), through: min(length - 1, high), by: 1) {
                    sum +=
                        transposed[row * rowLength + place] * transposed[column * rowLength + place]
                }
                sum =
                    (row == column ? 1 : 0) - average[row * rowLength + column]
                    - average[column * rowLength + row] + 2 * sum
                metric[row * rowLength + column] = sum
                metric[column * rowLength + row] = sum
            }
        }
        return metric
    }
}
