/// Forecasts of several channels from several origins.
public struct Forecasts: Sendable, Equatable {
    /// The first row of each forecast.
    public let origins: [Int]
    /// Channels of each forecast.
    public let channelCount: Int
    /// Steps of each forecast.
    public let horizon: Int
    /// The levels of ``quantiles``, ascending.
    public let quantileLevels: [Double]
    /// Origin by origin, channel by channel, step by step.
    public var points: [Double]
    /// Origin by origin, channel by channel, level by level, step by step.
    public var quantiles: [Double]

    /// All zero.
    public init(
        origins: [Int],
        channelCount: Int,
        horizon: Int,
        quantileLevels: [Double] = []
    ) {
        self.origins = origins
        self.channelCount = channelCount
        self.horizon = horizon
        self.quantileLevels = quantileLevels
        let count = origins.count * channelCount * horizon
        points = Array(repeating: 0, count: count)
        quantiles = Array(repeating: 0, count: count * quantileLevels.count)
    }

    /// The point forecast of each step.
    ///
    /// - Parameters:
    ///   - origin: The place in ``origins``.
    ///   - channel: The channel's place in the table.
    public func point(origin: Int, channel: Int) -> ArraySlice<Double> {
        let first = (origin * channelCount + channel) * horizon
        return points[first..<(first + horizon)]
    }

    /// The quantile of each step.
    public func quantile(origin: Int, channel: Int, level: Int) -> ArraySlice<Double> {
        let place = (origin * channelCount + channel) * quantileLevels.count + level
        return quantiles[(place * horizon)..<((place + 1) * horizon)]
    }
}
