/// The sums over every subset of blocks, by quarters of the blocks, for a tile of candidates.
///
/// The blocks are cut into four quarters and each quarter has a table with one row for each of its
/// subsets, so the sums over any subset of blocks take three additions. A row is the row without
/// its last block plus that block, and the quarters are added as `(0 + 1) + (2 + 3)`: the order of
/// additions depends on the subset alone.
struct SubsetSums: ~Copyable {
    /// The most groups of eight candidates a tile holds: with 16 blocks its tables take 64 KB.
    static let groupsOfTile = 8

    /// The blocks of a quarter; the last quarters may have fewer, or none.
    let quarter: Int
    private let table: UnsafeMutablePointer<CandidateLanes>

    /// Makes room for the tables of a tile.
    init(blocks: Int) {
        quarter = (blocks + 3) / 4
        table = .allocate(capacity: Self.groupsOfTile * (8 << quarter))
        table.initialize(repeating: .zero, count: Self.groupsOfTile * (8 << quarter))
    }

    deinit { table.deallocate() }

    /// Fills the tables for the groups of a tile.
    func load(_ groups: Range<Int>, of sums: BlockSums) {
        let rows = 1 << quarter
        sums.values.withUnsafeBufferPointer { values in
            for (place, group) in groups.enumerated() {
                for part in 0..<4 {
                    let target = table + 2 * (place * 4 + part) * rows
                    for bit in 0..<quarter {
                        let block = part * quarter + bit
                        guard block < sums.blocks else { break }
                        let sum = values[2 * (group * sums.blocks + block)]
                        let squares = values[2 * (group * sums.blocks + block) + 1]
                        for row in 0..<(1 << bit) {
                            target[2 * (row + (1 << bit))] = target[2 * row] + sum
                            target[2 * (row + (1 << bit)) + 1] = target[2 * row + 1] + squares
                        }
                    }
                }
            }
        }
    }

    /// Where the rows of a subset of blocks are in the tables of a group.
    @inline(__always)
    func rows(of mask: UInt32) -> SubsetRows {
        let bits = UInt32(1 << quarter) - 1
        let shift = UInt32(quarter)
        let rows = 2 << quarter
        return SubsetRows(
            first: 2 * Int(mask & bits),
            second: rows + 2 * Int(mask >> shift & bits),
            third: 2 * rows + 2 * Int(mask >> (2 * shift) & bits),
            fourth: 3 * rows + 2 * Int(mask >> (3 * shift) & bits)
        )
    }

    /// The sums of returns and of squares over a subset of blocks, of the candidates of a group.
    @inline(__always)
    func sums(_ rows: SubsetRows, place: Int) -> (sum: CandidateLanes, squares: CandidateLanes) {
        let table = table + place * (8 << quarter)
        return (
            (table[rows.first] + table[rows.second]) + (table[rows.third] + table[rows.fourth]),
            (table[rows.first + 1] + table[rows.second + 1])
                + (table[rows.third + 1] + table[rows.fourth + 1])
        )
    }
}

/// The place of one row in each quarter's table.
struct SubsetRows {
    let first: Int
    let second: Int
    let third: Int
    let fourth: Int
}
