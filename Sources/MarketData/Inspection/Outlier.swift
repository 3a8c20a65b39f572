/// A log return far from the median of its symbol's.
public struct Outlier: Sendable, Equatable {
    /// The bar at whose close it ends.
    public let bar: Int
    /// The label of that bar, in UTC seconds.
    public let timestamp: Int64
    /// The log return.
    public let logReturn: Double
    /// How many robust standard deviations it is from the median; see ``InspectionOptions``.
    public let deviations: Double
    /// Whether the next bar takes it back: its return is an outlier of the other sign, and both together are
    /// no more than 3.5 robust standard deviations from the median, as ordinary returns are. The close between
    /// them is probably no price; in a crash it may be one.
    public let isSpike: Bool
}

/// The outliers among the returns of a symbol.
struct ReturnOutliers {
    /// The most that is left of a spike; what Iglewicz and Hoaglin (1993) take for the end of normal values.
    private static let mostLeft = 3.5

    /// In time order; the way back of a spike is not listed again.
    let all: [Outlier]

    /// Finds returns of more than `limit` robust standard deviations from the median.
    init(_ series: SymbolSeries, beyond limit: Double) {
        let returns = series.logReturns
        let scale = returns.isEmpty ? nil : RobustScale(returns)
        guard let scale, scale.deviation > 0 else {
            all = []
            return
        }
        var found: [Outlier] = []
        func deviations(_ logReturn: Double) -> Double {
            (logReturn - scale.median) / scale.deviation
        }
        var index = 0
        while index < returns.count {
            defer { index += 1 }
            let own = deviations(returns[index])
            guard abs(own) > limit else { continue }
            var isSpike = false
            if index + 1 < returns.count {
                let next = deviations(returns[index + 1])
                isSpike = abs(next) > limit && own * next < 0 && abs(own + next) <= Self.mostLeft
            }
            found.append(
                Outlier(
                    bar: series.bars[index + 1],
                    timestamp: series.timestamps[index + 1],
                    logReturn: returns[index],
                    deviations: abs(own),
                    isSpike: isSpike
                )
            )
            if isSpike { index += 1 }
        }
        all = found
    }
}
