/// An even sample of the distinct candidates of a space, small enough to keep: whether a candidate is in it
/// follows from its slot alone.
struct SlotSample: Sendable {
    /// About as many listed candidates are in it.
    private static let listed = 1 << 18
    /// About as many distinct ones, at most.
    private static let most = 1 << 14

    private let limit: UInt64

    init(of space: BoundSpace) {
        let distinct = Double(space.distinctCount)
        let copies =
            Double(space.space.policies.count)
            / Double(space.space.policies.distinctIndices.count)
        let wanted = min(Double(Self.most), Double(Self.listed) / copies)
        limit = wanted >= distinct ? .max : UInt64(wanted / distinct * 0x1p64)
    }

    /// Whether a slot is in the sample.
    func contains(_ slot: Int) -> Bool {
        // The finaliser of SplitMix64: neighbours have nothing to do with each other.
        var bits = UInt64(slot) &+ 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31 <= limit
    }
}
