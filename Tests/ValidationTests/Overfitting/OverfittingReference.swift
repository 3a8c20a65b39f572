import Validation

/// Combinatorially symmetric cross-validation by its definition: every split gathers its returns
/// and computes each candidate's performance in two passes over them.
struct OverfittingReference {
    struct Selection {
        let column: Int
        let inSample: Double
        let outOfSample: Double
        let rank: Double
    }

    /// In ascending order of the binary number of the blocks in sample.
    let selections: [Selection]

    init(_ returns: ReturnMatrix, blocks: Int, performance: BacktestOverfitting.Performance) {
        let blockOfPeriod = (0..<returns.periods).map { period -> Int in
            let longer = returns.periods % blocks
            let length = returns.periods / blocks
            let border = longer * (length + 1)
            return period < border ? period / (length + 1) : longer + (period - border) / length
        }
        selections = (0..<1 << blocks).filter { $0.nonzeroBitCount == blocks / 2 }.map { mask in
            func performances(_ isTaken: (Int) -> Bool) -> [Double] {
                (0..<returns.columns).map { column in
                    let taken = returns[column: column].enumerated().filter {
                        isTaken(blockOfPeriod[$0.offset])
                    }
                    let values = taken.map(\.element)
                    let mean = Moments.mean(values)
                    if performance == .mean { return mean }
                    return values.allSatisfy { $0 == values[0] }
                        ? 0 : mean / Moments.standardDeviation(values, ddof: 1)
                }
            }
            let inside = performances { mask >> $0 & 1 == 1 }
            let outside = performances { mask >> $0 & 1 == 0 }
            let best = inside.indices.reduce(0) { inside[$1] > inside[$0] ? $1 : $0 }
            let below = outside.count { $0 < outside[best] }
            let equal = outside.count { $0 == outside[best] }
            return Selection(
                column: best,
                inSample: inside[best],
                outOfSample: outside[best],
                rank: 1 + Double(below) + Double(equal - 1) / 2
            )
        }
    }
}
