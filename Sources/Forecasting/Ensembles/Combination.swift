/// How the forecasts of several models become one, place by place.
///
/// Where a member has no value (NaN), the ensemble has none. Members are added up in their order.
public enum Combination: Sendable, Equatable {
    /// The arithmetic mean.
    case mean
    /// The middle one; the mean of the middle two of an even number.
    case median
    /// The mean without the lowest and the highest: so large a part of the members, rounded down, is left
    /// out at each end. From 0 to less than 0.5.
    case trimmedMean(fraction: Double)
    /// The sum of members times weights, one for each; see ``EnsembleWeights``. Weights are taken as they
    /// are, whatever their sum.
    case weighted([Double])

    /// Combines arrays of equal length.
    ///
    /// - Parameters:
    ///   - members: What each model gives.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/empty(what:)`` for no member,
    ///   ``ForecastingError/mismatch(what:expected:found:)`` for members of different lengths and for other
    ///   than one weight a member, ``ForecastingError/invalidSetting(name:value:requirement:)`` for a
    ///   fraction or weight that makes no sense.
    public func combine(
        _ members: [[Double]],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [Double] {
        guard let first = members.first else { throw .empty(what: "member of the ensemble") }
        for (index, member) in members.enumerated() where member.count != first.count {
            throw .mismatch(
                what: "values of member \(index + 1)",
                expected: first.count,
                found: member.count
            )
        }
        try check(memberCount: members.count)
        return parallelism.fillPieces(first.count, with: 0) { range, output in
            var values = Array(repeating: 0.0, count: members.count)
            for place in range {
                for index in members.indices { values[index] = members[index][place] }
                output[place - range.lowerBound] = combined(&values)
            }
        }
    }

    /// Combines forecasts from the same origins: points, and quantiles level by level.
    ///
    /// - Throws: What combining arrays throws; also for members whose origins, channels, horizons or quantile
    ///   levels differ.
    public func combine(
        _ members: [Forecasts],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Forecasts {
        try Forecasts.requireEqualShapes(members)
        var result = members[0]
        result.points = try combine(members.map(\.points), on: parallelism)
        result.quantiles = try combine(members.map(\.quantiles), on: parallelism)
        return result
    }

    private func check(memberCount: Int) throws(ForecastingError) {
        switch self {
        case .mean, .median: break
        case .trimmedMean(let fraction):
            guard fraction >= 0, fraction < 0.5 else {
                throw .invalidSetting(
                    name: "trimmed fraction",
                    value: "\(fraction)",
                    requirement: "is at least 0 and less than 0.5"
                )
            }
        case .weighted(let weights):
            guard weights.count == memberCount else {
                throw .mismatch(
                    what: "weights of the ensemble",
                    expected: memberCount,
                    found: weights.count
                )
            }
            for weight in weights where !weight.isFinite {
                throw .invalidSetting(
                    name: "weight",
                    value: "\(weight)",
                    requirement: "is finite"
                )
            }
        }
    }

    /// One place; may reorder the values.
    private func combined(_ values: inout [Double]) -> Double {
        let count = values.count
        switch self {
        case .mean:
            return values.reduce(0, +) / Double(count)
        case .median:
            guard !values.contains(where: \.isNaN) else { return .nan }
            values.sort()
            let middle = count / 2
            return count.isMultiple(of: 2)
                ? values[middle - 1] / 2 + values[middle] / 2 : values[middle]
        case .trimmedMean(let fraction):
            guard !values.contains(where: \.isNaN) else { return .nan }
            values.sort()
            let trimmed = Int(Double(count) * fraction)
            return values[trimmed..<(count - trimmed)].reduce(0, +)
                / Double(count - 2 * trimmed)
        case .weighted(let weights):
            var sum = 0.0
            for (value, weight) in zip(values, weights) { sum += weight * value }
            return sum
        }
    }
}

extension Forecasts {
    /// Throws for no forecasts, or for some that cannot be combined place by place.
    static func requireEqualShapes(_ members: [Forecasts]) throws(ForecastingError) {
        guard let first = members.first else { throw .empty(what: "member of the ensemble") }
        for (index, member) in members.enumerated() {
            let sizes = [
                ("origins", first.origins.count, member.origins.count),
                ("channels", first.channelCount, member.channelCount),
                ("steps", first.horizon, member.horizon),
                ("quantile levels", first.quantileLevels.count, member.quantileLevels.count),
            ]
            for (what, expected, found) in sizes where expected != found {
                throw .mismatch(
                    what: "\(what) of member \(index + 1)",
                    expected: expected,
                    found: found
                )
            }
            for (expected, found) in zip(first.origins, member.origins) where expected != found {
                throw .invalidSetting(
                    name: "origin of member \(index + 1)",
                    value: "\(found)",
                    requirement: "equals that of the first member, \(expected)"
                )
            }
            for (expected, found) in zip(first.quantileLevels, member.quantileLevels)
            where expected != found {
                throw .invalidSetting(
                    name: "quantile level of member \(index + 1)",
                    value: "\(found)",
                    requirement: "equals that of the first member, \(expected)"
                )
            }
        }
    }
}
