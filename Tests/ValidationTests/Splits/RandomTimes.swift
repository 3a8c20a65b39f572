/// Irregular timestamps made up from a seed.
enum RandomTimes {
    /// Bars an interval apart, with a gap of up to ten intervals after one bar in eight.
    static func increasing(
        _ count: Int,
        interval: Int64,
        using random: inout some RandomNumberGenerator
    ) -> [Int64] {
        var time = Int64.random(in: 0...2_000_000_000, using: &random)
        return (0..<count).map { _ in
            defer {
                let isGap = Int.random(in: 0..<8, using: &random) == 0
                time += interval * (isGap ? Int64.random(in: 2...10, using: &random) : 1)
            }
            return time
        }
    }
}
