/// Judges the candidates in some of the splits: who wins in sample, and how that one does out of
/// sample.
///
/// Two passes over the candidates, tile by tile: the first finds each split's winner, the second
/// counts who does worse out of sample. Performances are computed anew in the second pass rather
/// than kept, so memory is that of one tile. Counts and maxima do not depend on the tiles.
struct SplitEvaluation: ~Copyable {
    private let splits: BlockSplits
    private let sums: BlockSums
    private let performance: BacktestOverfitting.Performance
    private let subsets: SubsetSums

    init(splits: BlockSplits, sums: BlockSums, performance: BacktestOverfitting.Performance) {
        self.splits = splits
        self.sums = sums
        self.performance = performance
        subsets = SubsetSums(blocks: splits.blocks)
    }

    /// One half of the blocks of a split.
    private struct Half {
        let rows: SubsetRows
        let length: BacktestOverfitting.SampleLength
    }

    /// What is known of a split after some tiles.
    private struct Winner {
        let inside: Half
        let outside: Half
        var column = 0
        var inSample = -Double.infinity
        var outOfSample = Double.nan
        var below = 0
        var ties = 0
    }

    /// The selections of the splits in a range, written from `places[range.lowerBound]` on.
    func evaluate(
        _ range: Range<Int>,
        into places: UnsafeMutablePointer<BacktestOverfitting.Selection>
    ) {
        var winners = range.map { split in
            let mask = splits.masks[split]
            return Winner(inside: half(mask), outside: half(splits.all ^ mask))
        }
        winners.withUnsafeMutableBufferPointer { winners in
            forEachTile { groups in
                for split in winners.indices { findWinner(&winners[split], in: groups) }
            }
            forEachTile { groups in
                for split in winners.indices { countBelow(&winners[split], groups.count) }
            }
        }
        for (split, winner) in zip(range, winners) {
            let rank = 1 + Double(winner.below) + Double(winner.ties - 1) / 2
            places[split] = BacktestOverfitting.Selection(
                column: winner.column,
                inSample: winner.inSample,
                outOfSample: winner.outOfSample,
                rank: rank,
                candidates: sums.columns
            )
        }
    }

    private func half(_ mask: UInt32) -> Half {
        Half(
            rows: subsets.rows(of: mask),
            length: BacktestOverfitting.SampleLength(splits.periods(of: mask))
        )
    }

    private func forEachTile(_ body: (Range<Int>) -> Void) {
        for first in stride(from: 0, to: sums.groups, by: SubsetSums.groupsOfTile) {
            let groups = first..<min(first + SubsetSums.groupsOfTile, sums.groups)
            subsets.load(groups, of: sums)
            body(groups)
        }
    }

    @inline(__always)
    private func value(_ half: Half, _ place: Int) -> CandidateLanes {
        performance.value(subsets.sums(half.rows, place: place), over: half.length)
    }

    /// Updates the winner of a split by the candidates of the tile that is loaded.
    private func findWinner(_ winner: inout Winner, in groups: Range<Int>) {
        let inside = winner.inside
        var best = CandidateLanes(repeating: -.infinity)
        for place in 0..<groups.count {
            let value = value(inside, place)
            best.replace(with: value, where: value .> best)
        }
        let four = best.lowHalf.replacing(with: best.highHalf, where: best.highHalf .> best.lowHalf)
        let top = max(max(four[0], four[1]), max(four[2], four[3]))
        guard top > winner.inSample else { return }
        winner.inSample = top
        for place in 0..<groups.count {
            let value = value(inside, place)
            for lane in 0..<8 where value[lane] == top {
                winner.column = (groups.lowerBound + place) * 8 + lane
                winner.outOfSample = self.value(winner.outside, place)[lane]
                return
            }
        }
    }

    /// Counts the candidates of the tile that do worse than the winner or as well.
    private func countBelow(_ winner: inout Winner, _ groups: Int) {
        let outside = winner.outside
        let bar = CandidateLanes(repeating: winner.outOfSample)
        var below = SIMD8<Int64>.zero
        var ties = SIMD8<Int64>.zero
        for place in 0..<groups {
            let value = value(outside, place)
            // A lane of a mask is -1 where it is true.
            below &-= unsafeBitCast(value .< bar, to: SIMD8<Int64>.self)
            ties &-= unsafeBitCast(value .== bar, to: SIMD8<Int64>.self)
        }
        for lane in 0..<8 {
            winner.below += Int(below[lane])
            winner.ties += Int(ties[lane])
        }
    }
}
