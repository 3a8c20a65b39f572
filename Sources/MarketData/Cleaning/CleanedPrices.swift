/// A clean table and everything that was changed on the way to it.
public struct CleanedPrices: Sendable {
    /// A close that was made missing because it jumped and came back.
    public struct RemovedSpike: Sendable, Equatable {
        /// The symbol.
        public let symbol: String
        /// The jump; its bar is that of the grid that was read.
        public let outlier: Outlier
    }

    /// A run of equal closes of which all but the first were made missing.
    public struct RemovedStaleRun: Sendable, Equatable {
        /// The symbol.
        public let symbol: String
        /// The run; one bar of it is left.
        public let run: StaleRun
    }

    /// The bars that all symbols have.
    public let table: PriceTable
    /// What was read, and what was passed over.
    public let read: LenientPrices
    /// The spikes removed, by symbol and time.
    public let spikes: [RemovedSpike]
    /// The stale runs removed, by symbol and time.
    public let staleRuns: [RemovedStaleRun]
    /// What was dropped and filled in the end.
    public let join: LoadReport

    /// The number of closes that were made missing because they were stale.
    public var staleCloses: Int { staleRuns.reduce(0) { $0 + $1.run.bars - 1 } }
}
