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
        return parallelism.fillPieces(first.count) { range, output in
            switch self {
            case .mean:
                Self.add(members, weights: nil, range, output)
                for place in output.indices { output[place] /= Double(members.count) }
            case .weighted(let weights):
                Self.add(members, weights: weights, range, output)
            case .median:
                Self.sort(members, range) { output[$0] = Self.median($1) }
            case .trimmedMean(let fraction):
                let trimmed = Int(Double(members.count) * fraction)
                Self.sort(members, range) { output[$0] = Self.trimmedMean($1, trimmed) }
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

    /// Sums of members times weights, member after member.
    private static func add(
        _ members: [[Double]],
        weights: [Double]?,
        _ range: Range<Int>,
        _ output: UnsafeMutableBufferPointer<Double>
    ) {
        output.initialize(repeating: 0)
        for (index, member) in members.enumerated() {
            let weight = weights?[index] ?? 1
            let values = member[range]
            for place in output.indices {
                output[place] += weight * values[range.lowerBound + place]
            }
        }
    }

    /// Calls `body` with each place of the range, from 0, and its members in ascending order; NaN alone if
    /// there is one.
    private static func sort(
        _ members: [[Double]],
        _ range: Range<Int>,
        _ body: (Int, [Double]) -> Void
    ) {
        var sorted: [Double] = []
        for place in range {
            sorted.removeAll(keepingCapacity: true)
            for member in members {
                let value = member[place]
                guard !value.isNaN else {
                    sorted = [.nan]
                    break
                }
                // Members are few: each goes where it belongs.
                var position = sorted.count
                sorted.append(value)
                while position > 0, sorted[position - 1] > value {
                    sorted[position] = sorted[position - 1]
                    position -= 1
                }
                sorted[position] = value
            }
            body(place - range.lowerBound, sorted)
        }
    }

    private static func median(_ sorted: [Double]) -> Double {
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? sorted[middle - 1] / 2 + sorted[middle] / 2 : sorted[middle]
    }

    private static func trimmedMean(_ sorted: [Double], _ trimmed: Int) -> Double {
        guard sorted.count > 2 * trimmed else { return .nan }
        return sorted[trimmed..<(sorted.count - trimmed)].reduce(0, +)
            / Double(sorted.count - 2 * trimmed)
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
