/// Bars of a symbol at which nothing was traded.
public struct ZeroVolume: Sendable, Equatable {
    /// Bars with a volume.
    public let bars: Int
    /// Bars with a volume of 0.
    public let zeroBars: Int
    /// The most neighbouring bars with a volume of 0.
    public let longestRun: Int
    /// The label of the first bar of that run, in UTC seconds; nil if there is none.
    public let longestRunStart: Int64?

    /// Counts bars of one file; a bar without a volume ends a run.
    init(volumes: [Double], timestamps: [Int64]) {
        var (bars, zeros, run, longest) = (0, 0, 0, 0)
        var start: Int64?
        for (bar, volume) in volumes.enumerated() {
            if !volume.isNaN { bars += 1 }
            guard volume == 0 else {
                run = 0
                continue
            }
            zeros += 1
            run += 1
            if run > longest {
                longest = run
                start = timestamps[bar - run + 1]
            }
        }
        self.init(bars: bars, zeroBars: zeros, longestRun: longest, longestRunStart: start)
    }

    init(bars: Int, zeroBars: Int, longestRun: Int, longestRunStart: Int64?) {
        self.bars = bars
        self.zeroBars = zeroBars
        self.longestRun = longestRun
        self.longestRunStart = longestRunStart
    }

    /// The same for two files of one symbol.
    func adding(_ other: ZeroVolume) -> ZeroVolume {
        let longer = other.longestRun > longestRun ? other : self
        return ZeroVolume(
            bars: bars + other.bars,
            zeroBars: zeroBars + other.zeroBars,
            longestRun: longer.longestRun,
            longestRunStart: longer.longestRunStart
        )
    }
}
