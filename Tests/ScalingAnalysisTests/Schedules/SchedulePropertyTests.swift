import ScalingAnalysis
import TestSupport
import Testing

/// Durations are whole eighths of a second, so that sums are exact in any order.
@Suite struct SchedulePropertyTests {
    private static func blocks(_ count: Int, _ random: inout SeededRandom) -> [Double] {
        (0..<count).map { _ in Double(Int.random(in: 0...80, using: &random)) / 8 }
    }

    @Test(arguments: 1...40)
    func isBetweenTheBounds(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let simulation = try ScheduleSimulation(
            blocks: Self.blocks(Int.random(in: 1...200, using: &random), &random),
            serialSecondsBefore: 0.25,
            handOverSeconds: 0.125
        )
        let longest = simulation.longestBlockSeconds + 0.125
        for workers in [1, 2, 3, 4, 8, 16, 64] {
            let outcome = simulation.outcome(workers: workers)
            #expect(outcome.makespan >= simulation.lowerBound(workers: workers))
            // Graham: whoever finishes last got the last block when nobody had been idle yet, so
            // makespan <= total / n + longest (1 - 1 / n).
            let n = Double(workers)
            #expect(
                (outcome.makespan - 0.25) * n <= simulation.blockSeconds + longest * (n - 1)
            )
            #expect(outcome.speedup <= n)
            #expect(outcome.finishSeconds.reduce(0, +) == simulation.blockSeconds)
            #expect(
                outcome.tailIdleSeconds == (outcome.makespan - 0.25) * n - simulation.blockSeconds
            )
            #expect(outcome == simulation.outcome(workers: workers))
        }
    }

    /// Against the best of all ways to divide the blocks.
    @Test(arguments: 1...25)
    func isWithinGrahamsBoundOfTheOptimum(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let blocks = Self.blocks(Int.random(in: 1...7, using: &random), &random)
        let simulation = try ScheduleSimulation(blocks: blocks)
        for workers in 2...3 {
            let optimum = Self.optimum(blocks, loads: Array(repeating: 0, count: workers))
            let makespan = simulation.outcome(workers: workers).makespan
            #expect(makespan >= optimum)
            #expect(makespan * Double(workers) <= optimum * Double(2 * workers - 1))
            #expect(optimum >= simulation.lowerBound(workers: workers))
        }
    }

    private static func optimum(_ blocks: [Double], loads: [Double]) -> Double {
        guard let block = blocks.first else { return loads.max() ?? 0 }
        let rest = Array(blocks.dropFirst())
        return loads.indices.map { worker in
            var next = loads
            next[worker] += block
            return optimum(rest, loads: next)
        }.min() ?? 0
    }

    /// The heap against looking for the first free worker one by one, with the same bits.
    @Test(arguments: 1...30)
    func equalsASearchThroughAllWorkers(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let blocks = (0..<150).map { _ in Double.random(in: 0...1, using: &random) }
        for workers in 1...20 {
            var free = Array(repeating: 0.0, count: workers)
            for block in blocks {
                var first = 0
                for worker in free.indices where free[worker] < free[first] { first = worker }
                free[first] += block
            }
            let outcome = try ScheduleSimulation(blocks: blocks).outcome(workers: workers)
            #expect(outcome.finishSeconds == free)
        }
    }

    @Test(arguments: 1...20)
    func oneWorkerTakesTheSumInAnyOrder(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let blocks = Self.blocks(50, &random)
        let total = blocks.reduce(0, +)
        let orders = [blocks, blocks.shuffled(using: &random), blocks.sorted()]
        for order in orders {
            let simulation = try ScheduleSimulation(blocks: order)
            let outcome = simulation.outcome(workers: 1)
            #expect(outcome.makespan == total)
            #expect(outcome.speedup == 1)
            #expect(outcome.tailIdleSeconds == 0)
            #expect(simulation.lowerBound(workers: 1) == total)
        }
    }

    /// Handing out the longest first is within `4/3 - 1/(3 n)` of the best (Graham 1969), which
    /// other orders are not.
    @Test func theOrderMatters() throws {
        var worst = 0.0
        for seed in 1...200 {
            var random = SeededRandom(seed: UInt64(seed))
            let blocks = Self.blocks(6, &random).map { $0 + 0.125 }
            let optimum = Self.optimum(blocks, loads: [0, 0])
            let sorted = try ScheduleSimulation(blocks: blocks.sorted(by: >))
            #expect(sorted.outcome(workers: 2).makespan * 6 <= optimum * 7)
            let ascending = try ScheduleSimulation(blocks: blocks.sorted())
            worst = max(worst, ascending.outcome(workers: 2).makespan / optimum)
        }
        #expect(worst > 7.0 / 6)
    }
}
