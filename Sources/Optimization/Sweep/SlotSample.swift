/// An even sample of the distinct candidates of a space, small enough to keep: whether a candidate is in it
/// follows from its slot alone.
struct SlotSample: Sendable {
    /// About as many listed candidates are in it.
    private static let listed = 1 << 18
    /// About as many distinct ones, at most.
    private static let most = 1 << 14

    private let limit: UInt64

    init(of space: BoundSpace) {
        let policies = space.space.policies
        self.init(
            distinctCount: space.distinctCount,
            copies: Double(policies.count) / Double(policies.distinctIndices.count)
        )
    }

    /// - Parameters:
    ///   - distinctCount: The number of slots.
    ///   - copies: How many listed candidates one stands for, on average.
    init(distinctCount: Int, copies: Double) {
        let wanted = min(Double(Self.most), Double(Self.listed) / copies)
        let share = wanted / Double(distinctCount)
        limit = share >= 1 ? .max : UInt64(share * 0x1p64)
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
