/// The splits of combinatorially symmetric cross-validation: periods in an even number of blocks,
/// and every way to take half of the blocks in sample, the others out of sample.
struct BlockSplits: Sendable {
    /// Block `b` holds the periods `bounds[b]..<bounds[b + 1]`.
    let bounds: [Int]
    /// The blocks in sample of each split, one bit for each block, in ascending order. The mirror
    /// image of a split, with the halves exchanged, is as far from the end as it is from the start.
    let masks: [UInt32]

    /// The number of blocks.
    var blocks: Int { bounds.count - 1 }

    /// The mask of all blocks.
    var all: UInt32 { (1 << UInt32(blocks)) - 1 }

    /// Splits periods into blocks whose lengths differ by one at most, the longer ones first.
    ///
    /// - Precondition: `blocks` is even and from 2 to 30, and there are as many periods.
    init(periods: Int, blocks: Int) {
        precondition(blocks.isMultiple(of: 2) && (2...30).contains(blocks) && periods >= blocks)
        let (length, longer) = periods.quotientAndRemainder(dividingBy: blocks)
        bounds = (0...blocks).map { $0 * length + min($0, longer) }
        var masks: [UInt32] = []
        var mask: UInt32 = (1 << UInt32(blocks / 2)) - 1
        let end: UInt32 = 1 << UInt32(blocks)
        while mask < end {
            masks.append(mask)
            // The next larger number with as many bits: the lowest run of ones moves its top one
            // up and the others to the bottom.
            let carried = mask + (mask & (~mask + 1))
            mask = carried | (((carried ^ mask) >> 2) >> UInt32(mask.trailingZeroBitCount))
        }
        self.masks = masks
    }

    /// The number of periods in the blocks of a mask.
    func periods(of mask: UInt32) -> Int {
        (0..<blocks).reduce(0) { sum, block in
            mask >> UInt32(block) & 1 == 0 ? sum : sum + bounds[block + 1] - bounds[block]
        }
    }
}
