import Backtesting
import DataParallel
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct LandscapeTests {
    /// Every cell from the candidates themselves, read one by one.
    @Test func cellsAreOfTheCandidatesThatShareBothValues() throws {
        let result = try SmallStudy.optimizer().run(on: SequentialExecutor())
        let landscape = try #require(result.selection).landscape
        let names = landscape.factors.map(\.name)
        #expect(
            names == [
                "asset set", "weights", "threshold", "method", "calendar days", "momentum filter",
            ]
        )
        #expect(landscape.pairs.count == 15)
        #expect(landscape.sampleCount == nil)
        func label(_ candidate: Candidate, _ factor: String) -> String {
            let policy = candidate.policy
            return switch factor {
            case "asset set": candidate.symbols.joined(separator: "|")
            case "weights": candidate.weights.map { "\($0)" }.joined(separator: "/")
            case "threshold": "\(policy.threshold)"
            case "method": policy.method.rawValue
            case "calendar days": "\(policy.calendarDays)"
            default: policy.momentumVeto ? "on" : "off"
            }
        }
        let space = result.optimizer.space
        var groups: [[String]: [Double]] = [:]
        for id in 1...space.count {
            let value = try #require(result.summary(ofID: id)).testOutperformance
            for (a, first) in names.enumerated() {
                for second in names[(a + 1)...] {
                    let candidate = space[id - 1]
                    let key = [first, label(candidate, first), second, label(candidate, second)]
                    groups[key, default: []].append(value)
                }
            }
        }
        var counted = 0
        for pair in landscape.pairs {
            let (rows, columns) = (landscape.factors[pair.rows], landscape.factors[pair.columns])
            #expect(!rows.isCut && !columns.isCut)
            for (place, cell) in pair.cells.enumerated() {
                let (row, column) = place.quotientAndRemainder(dividingBy: columns.levels.count)
                let key = [rows.name, rows.levels[row], columns.name, columns.levels[column]]
                let values = (groups[key] ?? []).sorted()
                #expect(cell.count == values.count)
                counted += cell.count
                guard !values.isEmpty else {
                    #expect(cell.median.isNaN && cell.best.isNaN)
                    continue
                }
                #expect(cell.best == values.last)
                let half = values.count / 2
                let median =
                    values.count.isMultiple(of: 2)
                    ? (values[half] + values[half - 1]) / 2 : values[half]
                #expect(cell.median == median)
            }
        }
        // Every candidate is in one cell of each pair.
        #expect(counted == 15 * space.count)
        let best = result.best
        for factor in landscape.factors {
            #expect(factor.winner.map { factor.levels[$0] } == label(best, factor.name))
        }
    }

    /// Where only the best are kept and the sample is everything, nothing else changes.
    @Test(arguments: [1, 3])
    func aSampleOfAllIsAll(workers: Int) throws {
        let splits = SplitScheme.walkForward(SmallStudy.walkForward)
        let whole = try SmallStudy.optimizer(splits, keep: .all).run(on: SequentialExecutor())
        let top = try SmallStudy.optimizer(splits, keep: .top(5))
            .run(on: ThreadPool(workerCount: workers))
        let (all, sampled) = (
            try #require(whole.selection).landscape, try #require(top.selection).landscape
        )
        #expect(sampled.sampleCount == whole.evaluations.listedCount)
        #expect(sampled.factors == all.factors)
        #expect(sampled.pairs.count == all.pairs.count)
        for (one, other) in zip(sampled.pairs, all.pairs) {
            #expect(one.cells.map(\.count) == other.cells.map(\.count))
            #expect(one.cells.map(\.median.bitPattern) == other.cells.map(\.median.bitPattern))
            #expect(one.cells.map(\.best.bitPattern) == other.cells.map(\.best.bitPattern))
        }
    }

    /// Many numbers are put together in ranges that lose nobody; of many names the ends are shown.
    @Test func manyLevelsBecomeFew() throws {
        let weights = (1...40).map { (place: Int) -> [Double] in
            [Double(place) / 50, Double(50 - place) / 50]
        }
        let thresholds = (1...60).map { Double($0) / 1_000 }
        let space = try SearchSpace(
            name: "many",
            allocations: .sets(
                AssetSets(
                    sets: [["A", "B"]],
                    weightings: [2: .list(weights)]
                )
            ),
            policies: PolicySpace(
                thresholds: thresholds,
                methods: [.threshold],
                calendarDays: [5],
                minimumIntervalHours: [24],
                momentumVetoes: [false]
            )
        )
        let result = try Optimizer(
            table: SmallStudy.table,
            space: space,
            settings: SmallStudy.settings()
        ).run(on: ThreadPool(workerCount: 2))
        let landscape = try #require(result.selection).landscape
        #expect(landscape.factors.map(\.name) == ["weights", "threshold"])
        #expect(landscape.factors.map(\.levels.count) == [24, 24])
        #expect(landscape.factors.map(\.isCut) == [true, false])
        #expect(landscape.factors[1].levels.first == "0.001 to 0.003")
        #expect(landscape.factors[1].levels.last == "0.059 to 0.06")
        #expect(landscape.pairs[0].cells.reduce(0) { $0 + $1.count } == 24 * 60)
        // The winner's weights are among the best.
        #expect(landscape.factors.allSatisfy { $0.winner != nil })
    }

    /// As many as were wanted, from everywhere.
    @Test func samplesAreEven() {
        let sample = SlotSample(distinctCount: 2_000_000, copies: 2)
        var parts = Array(repeating: 0, count: 20)
        var policies = Array(repeating: 0, count: 10)
        for slot in 0..<2_000_000 where sample.contains(slot) {
            parts[slot / 100_000] += 1
            policies[slot % 10] += 1
        }
        let all = parts.reduce(0, +)
        #expect((16_000...16_800).contains(all))
        // Five standard deviations.
        #expect(parts.allSatisfy { (674...964).contains($0) })
        #expect(policies.allSatisfy { (1_438...1_838).contains($0) })
        let whole = SlotSample(distinctCount: 1_000, copies: 1)
        #expect((0..<1_000).allSatisfy { whole.contains($0) })
    }
}
