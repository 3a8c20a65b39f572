import MarketData

/// The first bars of years, quarters, months or days, so that a handful of them mark a time axis.
enum TimeTicks {
    struct Tick: Sendable, Equatable {
        /// The bar's place.
        let index: Int
        let label: String
    }

    /// At most seven ticks for bars in time order; none for fewer than two bars.
    static func ticks(_ timestamps: [Int64]) -> [Tick] {
        guard timestamps.count > 1 else { return [] }
        let texts = timestamps.map { UTCTime.format($0) }
        // Years, months, days, by the part of the date that changes.
        for length in [4, 7, 10] {
            var starts: [Tick] = []
            for index in 1..<texts.count
            where texts[index].prefix(length) != texts[index - 1].prefix(length) {
                starts.append(Tick(index: index, label: String(texts[index].prefix(length))))
            }
            if starts.count >= 3 || (length == 10 && !starts.isEmpty) {
                // Days take more room.
                return thinned(starts, atMost: length == 10 ? 4 : 7)
            }
        }
        return [Tick(index: 0, label: texts[0])]
    }

    private static func thinned(_ ticks: [Tick], atMost most: Int) -> [Tick] {
        let step = (ticks.count + most - 1) / most
        return ticks.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    }
}
