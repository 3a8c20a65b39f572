#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Fits the Box-Cox transform.
enum BoxCox {
    /// The powers among which the most likely one is looked for.
    static let range = -5.0...5.0

    static func map(
        of column: TrainingColumn,
        lambda: Double?,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> ChannelMap {
        if let lambda, !range.contains(lambda) {
            throw .invalidSetting(
                name: "lambda",
                value: "\(lambda)",
                requirement: "lies from -5 to 5"
            )
        }
        for row in column.rows {
            try requirePositive(column.table[column.channel, row], column.name, row)
        }
        let logarithms = column.logarithms(on: parallelism)
        let center = try logarithms.summary(on: parallelism).mean
        let chosen =
            if let lambda { lambda } else {
                try mostLikely(logarithms, center: center, on: parallelism)
            }
        let power = PowerTransform(lambda: chosen, logCenter: center)
        let summary = try column.summary(on: parallelism, of: power.transform)
        var map = try column.map(offset: summary.mean, scale: summary.standardDeviation)
        map.power = power
        return map
    }

    static func requirePositive(
        _ value: Double,
        _ channel: String,
        _ row: Int
    ) throws(ForecastingError) {
        guard value > 0 || value.isNaN else {
            throw .invalidSetting(
                name: "the value of \(channel) at row \(row + 1)",
                value: "\(value)",
                requirement: "is positive for the Box-Cox transform"
            )
        }
    }

    /// The power of greatest profile likelihood.
    ///
    /// For values divided by their geometric mean, that is the one whose transformed values have the
    /// least variance. The best of a grid is refined by golden sections to the precision that values of a
    /// function allow, about 1e-8. Equal values leave 1.
    private static func mostLikely(
        _ logarithms: TrainingColumn,
        center: Double,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> Double {
        func variance(_ lambda: Double) throws(ForecastingError) -> Double {
            let squares = try logarithms.summary(
                on: parallelism,
                of: { PowerTransform.bend($0 - center, lambda) }
            ).squares
            return squares.isNaN ? .infinity : squares
        }
        let step = 0.5
        var best = 1.0
        var least = try variance(best)
        guard least > 0 else { return 1 }
        for lambda in stride(from: range.lowerBound, through: range.upperBound, by: step) {
            let value = try variance(lambda)
            if value < least { (best, least) = (lambda, value) }
        }
        var low = max(best - step, range.lowerBound)
        var high = min(best + step, range.upperBound)
        let section = (5.0.squareRoot() - 1) / 2
        var left = high - section * (high - low)
        var right = low + section * (high - low)
        var atLeft = try variance(left)
        var atRight = try variance(right)
        while high - low > 1e-9 {
            if atLeft <= atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - section * (high - low)
                atLeft = try variance(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + section * (high - low)
                atRight = try variance(right)
            }
        }
        return (low + high) / 2
    }
}

extension TrainingColumn {
    /// The logarithms of the rows; missing values stay missing.
    fileprivate func logarithms(on parallelism: Parallelism) -> TrainingColumn {
        let values = parallelism.fillPieces(rows.count) { range, output in
            for (place, row) in range.enumerated() {
                output[place] = log(self.table[channel, rows.lowerBound + row])
            }
        }
        let table = SeriesTable(
            unchecked: [name],
            count: rows.count,
            timestamps: nil,
            values: values
        )
        return TrainingColumn(table: table, channel: 0, rows: 0..<rows.count)
    }
}
