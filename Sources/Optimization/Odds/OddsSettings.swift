/// How much is computed to tell skill from luck.
public struct OddsSettings: Sendable, Equatable {
    /// The most candidates that are judged: an even sample of more. 0 for no odds at all.
    public var candidates: Int
    /// Resamples of the bootstrap tests.
    public var resamples: Int
    /// Blocks of time of which all halves are compared, an even number: 16 make 12,870 ways.
    public var blocks: Int

    /// Up to 2,000 candidates and 1,000 resamples.
    public static let standard = OddsSettings(candidates: 2_000, resamples: 1_000)
    /// None.
    public static let off = OddsSettings(candidates: 0, resamples: 0)

    /// Creates settings.
    public init(candidates: Int, resamples: Int = 1_000, blocks: Int = 16) {
        self.candidates = candidates
        self.blocks = blocks
        self.resamples = resamples
    }
}
