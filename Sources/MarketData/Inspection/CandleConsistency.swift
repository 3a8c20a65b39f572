/// Whether the highs and lows of a symbol's candles enclose their opens and closes.
public struct CandleConsistency: Sendable, Equatable {
    /// Bars with a high or a low, and an open or a close.
    public let bars: Int
    /// Bars whose high is below their open, close or low.
    public let lowHighs: Int
    /// Bars whose low is above their open or close.
    public let highLows: Int
    /// The label of the first bar with either, in UTC seconds; nil if there is none.
    public let first: Int64?

    /// Checks the candles of one symbol in a file; nil if it has no high or low.
    init?(_ candles: CandleColumns, symbol: Int) {
        let highs = candles.column(.high, symbol)
        let lows = candles.column(.low, symbol)
        guard highs != nil || lows != nil else { return nil }
        let bodies = [CandleField.open, .close].compactMap { candles.column($0, symbol) }
        var (bars, lowHighs, highLows) = (0, 0, 0)
        var first: Int64?
        for bar in candles.timestamps.indices {
            let body = bodies.map { $0[bar] }.filter { !$0.isNaN }
            let (high, low) = (highs?[bar] ?? .nan, lows?[bar] ?? .nan)
            if !(high.isNaN && low.isNaN), !body.isEmpty { bars += 1 }
            // Comparisons with what is missing are false.
            let isHighLow = body.contains { low > $0 }
            let isLowHigh = high < low || body.contains { high < $0 }
            if isLowHigh { lowHighs += 1 }
            if isHighLow { highLows += 1 }
            if isLowHigh || isHighLow { first = first ?? candles.timestamps[bar] }
        }
        self.init(bars: bars, lowHighs: lowHighs, highLows: highLows, first: first)
    }

    init(bars: Int, lowHighs: Int, highLows: Int, first: Int64?) {
        self.bars = bars
        self.lowHighs = lowHighs
        self.highLows = highLows
        self.first = first
    }

    /// The same for two files of one symbol.
    func adding(_ other: CandleConsistency) -> CandleConsistency {
        CandleConsistency(
            bars: bars + other.bars,
            lowHighs: lowHighs + other.lowHighs,
            highLows: highLows + other.highLows,
            first: [first, other.first].compactMap(\.self).min()
        )
    }
}
