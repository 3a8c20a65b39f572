import Validation

/// The rows of one channel that a scaler learns from.
struct TrainingColumn: Sendable {
    let table: SeriesTable
    let channel: Int
    let rows: Range<Int>

    var name: String { table.channels[channel] }

    /// The three quartiles of the values that are there, by linear interpolation.
    func quartiles() throws(ForecastingError) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(rows.count)
        for row in rows {
            let value = try finite(row)
            // Zeros of both signs are equal; their order must not show.
            if !value.isNaN { values.append(value == 0 ? 0 : value) }
        }
        guard !values.isEmpty else { throw nothing }
        // The rest need not be in order: these are all places that are looked at.
        let places = (1...3).flatMap { quarter in
            let place = quarter * (values.count - 1) / 4
            return [place, min(place + 1, values.count - 1)]
        }
        Selection.order(&values, at: Set(places).sorted())
        return [25, 50, 75].map { Moments.percentile($0, ofSorted: values) }
    }

    /// Statistics of `transform` of the values that are there.
    func summary(
        on parallelism: Parallelism,
        of transform: @escaping @Sendable (Double) -> Double = { $0 }
    ) throws(ForecastingError) -> ColumnSummary {
        guard let first = rows.first(where: { !table[channel, $0].isNaN }) else { throw nothing }
        let origin = transform(table[channel, first])
        let whole = try parallelism.reduceChunks(
            rows.count,
            of: { (chunk) throws(ForecastingError) -> ColumnSummary in
                var values: [Double] = []
                values.reserveCapacity(chunk.count)
                for row in chunk {
                    let value = try finite(rows.lowerBound + row)
                    if !value.isNaN { values.append(transform(value)) }
                }
                return ColumnSummary(values, origin: origin)
            },
            combine: { $0.combined(with: $1) }
        )
        guard let whole else { throw nothing }
        return whole
    }

    /// The value of a row, or NaN.
    func finite(_ row: Int) throws(ForecastingError) -> Double {
        let value = table[channel, row]
        guard !value.isInfinite else { throw .missingValue(channel: name, time: row) }
        return value
    }

    /// An offset and a scale, 1 where there is none.
    func map(offset: Double, scale: Double) throws(ForecastingError) -> ChannelMap {
        guard offset.isFinite, scale.isFinite else {
            throw .invalidSetting(
                name: "the range of \(name)",
                value: "infinite",
                requirement: "a scaler can represent: divide the values by a constant first"
            )
        }
        // Below the normal range a quotient would overflow.
        return ChannelMap(offset: offset, scale: scale >= .leastNormalMagnitude ? scale : 1)
    }

    private var nothing: ForecastingError { .empty(what: "value of \(name) in rows to fit on") }
}

/// Count, mean, sum of squares and range of values, which can be combined with those of others.
///
/// Values are counted from a common origin among them, so that equal values have a variance of exactly
/// zero and a large offset costs no digits. T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae
/// and a pairwise algorithm for computing sample variances" (1979).
struct ColumnSummary: Sendable {
    let origin: Double
    var count = 0.0
    /// The mean less the origin.
    var shift = 0.0
    /// Of deviations from the mean.
    var squares = 0.0
    var minimum = Double.infinity
    var maximum = -Double.infinity

    var mean: Double { origin + shift }
    /// Of the population.
    var standardDeviation: Double { (squares / count).squareRoot() }

    init(_ values: [Double], origin: Double) {
        self.origin = origin
        guard !values.isEmpty else { return }
        count = Double(values.count)
        var sum = 0.0
        for value in values {
            sum += value - origin
            minimum = min(minimum, value)
            maximum = max(maximum, value)
        }
        shift = sum / count
        for value in values {
            let deviation = value - origin - shift
            squares += deviation * deviation
        }
    }

    func combined(with other: ColumnSummary) -> ColumnSummary {
        guard count > 0 else { return other }
        guard other.count > 0 else { return self }
        var result = self
        result.count += other.count
        let difference = other.shift - shift
        result.shift += difference * (other.count / result.count)
        result.squares +=
            other.squares + difference * difference * (count * (other.count / result.count))
        result.minimum = min(minimum, other.minimum)
        result.maximum = max(maximum, other.maximum)
        return result
    }
}
