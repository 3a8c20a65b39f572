/// What k-fold and combinatorial splits share: contiguous groups of bars, of which every split tests some
/// and trains on the others. K-fold tests one at a time.
struct GroupedSplits {
    /// What a group is called.
    let noun: String
    let groups: Int
    let testGroups: Int
    let purgeBars: Int
    let embargoBars: Int
    let minimumBars: Int

    func plan(
        timestamps: [Int64],
        interval: Int64
    ) throws(ValidationError) -> SplitPlan {
        try checkSettings()
        let bars = timestamps.count
        guard bars / groups >= minimumBars, let last = timestamps.last else {
            throw .groupsTooShort(
                noun: noun,
                groups: groups,
                bars: bars,
                minimumBars: minimumBars,
                minimumGroups: testGroups + 1
            )
        }
        let (size, longer) = bars.quotientAndRemainder(dividingBy: groups)
        let starts = (0...groups).map { $0 * size + min($0, longer) }

        var splits: [Split] = []
        var parts = Array(repeating: [BacktestPath.Part](), count: groups)
        var tested = Array(0..<testGroups)
        var leftOut = (segments: 0, splits: 0)
        repeat {
            let (train, short) = trainSegments(starts: starts, tested: tested)
            guard !train.isEmpty else {
                throw .nothingToTrainOn(
                    noun: noun,
                    tested: tested.map { $0 + 1 },
                    purgeBars: purgeBars,
                    embargoBars: embargoBars,
                    minimumBars: minimumBars
                )
            }
            if short > 0 {
                leftOut.segments += short
                leftOut.splits += 1
            }
            for (segment, group) in tested.enumerated() {
                parts[group].append(BacktestPath.Part(split: splits.count, segment: segment))
            }
            splits.append(
                Split(
                    number: splits.count + 1,
                    trainSegments: train,
                    testSegments: tested.map { starts[$0]..<starts[$0 + 1] }
                )
            )
        } while advance(&tested)

        let paths = parts[0].indices.map { path in
            BacktestPath(number: path + 1, parts: parts.map { $0[path] })
        }
        var notes: [String] = []
        if leftOut.segments > 0 {
            let (count, inSplits) = leftOut
            notes.append(
                "\(count) training segment\(count == 1 ? "" : "s") of fewer than \(minimumBars) bars"
                    + " after purge and embargo, in \(inSplits) split\(inSplits == 1 ? "" : "s"),"
                    + " \(count == 1 ? "is" : "are") left out."
            )
        }
        return SplitPlan(
            splits: splits,
            paths: paths,
            boundaries: starts.dropLast().map { timestamps[$0] } + [last + interval],
            testWindows: groups,
            notes: notes
        )
    }

    /// What lies between test groups, without purge and embargo; and how many pieces are too short.
    private func trainSegments(
        starts: [Int],
        tested: [Int]
    ) -> (segments: [Range<Int>], leftOut: Int) {
        var segments: [Range<Int>] = []
        var leftOut = 0
        var group = 0
        for test in tested + [groups] {
            if test > group {
                let lower = starts[group] + (group > 0 ? embargoBars : 0)
                let upper = starts[test] - (test < groups ? purgeBars : 0)
                if upper - lower >= minimumBars {
                    segments.append(lower..<upper)
                } else {
                    leftOut += 1
                }
            }
            group = test + 1
        }
        return (segments, leftOut)
    }

    /// The next combination in lexicographic order; false after the last one.
    private func advance(_ tested: inout [Int]) -> Bool {
        guard
            let place = tested.indices.last(where: { tested[$0] < groups - testGroups + $0 })
        else { return false }
        tested[place] += 1
        for next in tested.indices.dropFirst(place + 1) { tested[next] = tested[next - 1] + 1 }
        return true
    }

    private func checkSettings() throws(ValidationError) {
        let settings: [(String, Int, ClosedRange<Int>)] = [
            ("\(noun)s", groups, 2...1_000_000), ("purge", purgeBars, 0...1_000_000_000),
            ("embargo", embargoBars, 0...1_000_000_000),
            ("minimum bars", minimumBars, 1...1_000_000_000),
        ]
        for (name, value, range) in settings {
            guard value >= range.lowerBound else {
                throw .settingOutOfRange(name: name, value: value, minimum: range.lowerBound)
            }
            guard value <= range.upperBound else {
                throw .settingTooLarge(name: name, value: value, maximum: range.upperBound)
            }
        }
    }
}
