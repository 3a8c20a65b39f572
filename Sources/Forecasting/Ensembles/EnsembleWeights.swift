#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Weights for ``Combination/weighted(_:)``.
public enum EnsembleWeights {
    /// Weights that fall with the members' errors: `e^-power`, divided by their sum.
    ///
    /// Members without any error share all the weight. J. M. Bates, C. W. J. Granger, "The combination of
    /// forecasts", OR 20 (1969).
    ///
    /// - Parameters:
    ///   - errors: Of each member, such as its mean squared error on data to choose by; not negative.
    ///   - power: Positive; with a large one the best member wins.
    /// - Throws: ``ForecastingError/empty(what:)``,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)``.
    public static func inverseError(
        _ errors: [Double],
        power: Double = 1
    ) throws(ForecastingError) -> [Double] {
        guard let least = errors.min() else { throw .empty(what: "error of a member") }
        guard power > 0, power.isFinite else {
            throw .invalidSetting(
                name: "power of inverse errors",
                value: "\(power)",
                requirement: "is positive and finite"
            )
        }
        for (index, error) in errors.enumerated() where !(error >= 0 && error.isFinite) {
            throw .invalidSetting(
                name: "error of member \(index + 1)",
                value: "\(error)",
                requirement: "is finite and not negative"
            )
        }
        // Ratios to the least error neither overflow nor all vanish.
        let raw =
            least == 0
            ? errors.map { $0 == 0 ? 1 : 0 } : errors.map { pow(least / $0, power) }
        let sum = raw.reduce(0, +)
        return raw.map { $0 / sum }
    }

    /// The weights with which members fit what happened best, by non-negative least squares.
    ///
    /// L. Breiman, "Stacked regressions", Machine Learning 24 (1996). Members that add nothing get a weight of
    /// zero.
    ///
    /// - Parameters:
    ///   - members: What each member expected; of data that it was not fitted on.
    ///   - actual: What happened; places where it is NaN are left out.
    ///   - sumsToOne: Whether the weights are divided by their sum.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/empty(what:)`` for no member or value,
    ///   ``ForecastingError/mismatch(what:expected:found:)``,
    ///   ``ForecastingError/missingValue(channel:time:)`` for a member without a value where there is one, and
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` if all weights are zero but must have
    ///   a sum of one.
    public static func stacking(
        _ members: [[Double]],
        actual: [Double],
        sumsToOne: Bool = true,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [Double] {
        guard !members.isEmpty else { throw .empty(what: "member of the ensemble") }
        for (index, member) in members.enumerated() where member.count != actual.count {
            throw .mismatch(
                what: "values of member \(index + 1)",
                expected: actual.count,
                found: member.count
            )
        }
        let places = actual.indices.filter { !actual[$0].isNaN }
        guard !places.isEmpty else { throw .empty(what: "value to fit weights to") }
        for (index, member) in members.enumerated() {
            for place in places where !member[place].isFinite {
                throw .missingValue(channel: "member \(index + 1)", time: place)
            }
        }
        let areAllThere = places.count == actual.count
        let solution = try NonNegativeLeastSquares.solve(
            columns: areAllThere ? members : members.map { member in places.map { member[$0] } },
            target: areAllThere ? actual : places.map { actual[$0] },
            on: parallelism
        )
        guard sumsToOne else { return solution.coefficients }
        let sum = solution.coefficients.reduce(0, +)
        guard sum > 0 else {
            throw .invalidSetting(
                name: "the sum of stacking weights",
                value: "0",
                requirement: "is positive: no member goes along with the values"
            )
        }
        return solution.coefficients.map { $0 / sum }
    }

    /// The weights with which members fit a table's values best; steps behind its last row are left out.
    ///
    /// - Throws: What stacking of arrays throws, and for forecasts that do not belong together or to the
    ///   table.
    public static func stacking(
        _ members: [Forecasts],
        against table: SeriesTable,
        sumsToOne: Bool = true,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [Double] {
        try Forecasts.requireEqualShapes(members)
        return try stacking(
            members.map(\.points),
            actual: try members[0].actualValues(in: table),
            sumsToOne: sumsToOne,
            on: parallelism
        )
    }
}

extension Forecasts {
    /// What happened at each place of `points`; NaN behind the table's last row.
    func actualValues(in table: SeriesTable) throws(ForecastingError) -> [Double] {
        try check(against: table)
        var values: [Double] = []
        values.reserveCapacity(points.count)
        for origin in origins {
            for channel in 0..<channelCount {
                for row in origin..<(origin + horizon) {
                    values.append(row < table.count ? table[channel, row] : .nan)
                }
            }
        }
        return values
    }
}
