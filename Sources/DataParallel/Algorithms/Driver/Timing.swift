import _SystemShims

/// How long things should take, in ticks of the time stamp.
enum Timing {
    /// A loop that takes no longer runs on the calling thread.
    static let inline = ticks(microseconds: 5)
    /// A block of a loop that may be split: the most that others wait for work.
    static let piece = ticks(microseconds: 4)
    /// A block of the first positions, and the least time of an element that is heavy.
    static let block = ticks(microseconds: 1)
    /// Waking a worker takes tens of microseconds: work that ends sooner is not worth it.
    static let wake = ticks(microseconds: 20)

    private static func ticks(microseconds: Double) -> UInt64 {
        UInt64(microseconds * apus_ticks_per_microsecond())
    }

    /// How many positions take `allowed` ticks if `length` of them took `ticks`. At least 1.
    static func fitting(_ allowed: UInt64, _ length: Int, _ ticks: UInt64) -> Int {
        let count = Double(allowed) * Double(length) / Double(max(1, ticks))
        return count < 1 ? 1 : count > 0x1p40 ? 1 << 40 : Int(count)
    }
}
