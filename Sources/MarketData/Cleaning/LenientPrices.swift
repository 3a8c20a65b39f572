/// What a lenient reading of files gives.
public struct LenientPrices: Sendable {
    /// The closes that are sound, on the union of all bars.
    public let grid: PriceGrid
    /// The files, in the order in which they were passed.
    public let files: [FileSummary]
    /// What was passed over, a kind at a time.
    public let repairs: [Repair]
    /// How much the files overlap.
    public let overlaps: OverlapCount

    /// Whether ``PriceLoader`` would have read the files.
    public var isStrictlyReadable: Bool {
        overlaps == OverlapCount() && !repairs.contains { $0.kind.isRefused }
    }
}
