import ScalingAnalysis
import Testing

@Suite struct ScheduleSimulationTests {
    @Test func handsBlocksToWhoIsFreeFirst() throws {
        // Worker 1: 3, 2, 2; worker 2: 3, 2. After the threes both are free at 3, at 5 again.
        let simulation = try ScheduleSimulation(blocks: [3, 3, 2, 2, 2])
        let outcome = simulation.outcome(workers: 2)
        #expect(outcome.finishSeconds == [7, 5])
        #expect(outcome.makespan == 7)
        #expect(outcome.singleWorkerMakespan == 12)
        #expect(outcome.speedup == 12.0 / 7)
        #expect(outcome.efficiency == 6.0 / 7)
        #expect(outcome.tailIdleSeconds == 2)
        #expect(outcome.tailIdleShare == 2.0 / 14)
        #expect(simulation.lowerBound(workers: 2) == 6)
    }

    @Test func addsSerialTimeAndHandOvers() throws {
        // 1 + max(0.5 + 4, 0.5 + 4) + 2 against 1 + 9 + 2.
        let simulation = try ScheduleSimulation(
            blocks: [4, 4],
            serialSecondsBefore: 1,
            serialSecondsAfter: 2,
            handOverSeconds: 0.5
        )
        let outcome = simulation.outcome(workers: 2)
        #expect(outcome.makespan == 7.5)
        #expect(outcome.singleWorkerMakespan == 12)
        #expect(outcome.speedup == 1.6)
        #expect(outcome.finishSeconds == [4.5, 4.5])
        #expect(outcome.tailIdleSeconds == 0)
        #expect(simulation.blockSeconds == 9)
        #expect(simulation.longestBlockSeconds == 4)
        #expect(simulation.lowerBound(workers: 2) == 7.5)
        #expect(simulation.lowerBound(workers: 3) == 7.5)
        #expect(simulation.lowerBound(workers: 1) == 12)
    }

    /// Blocks that divide evenly around serial time are Amdahl's law.
    @Test(arguments: [1, 2, 3, 4, 6, 12])
    func evenBlocksFollowAmdahlsLaw(workers: Int) throws {
        let simulation = try ScheduleSimulation(
            blocks: Array(repeating: 1, count: 12),
            serialSecondsBefore: 1,
            serialSecondsAfter: 3
        )
        let law = AmdahlLaw(serialFraction: 4.0 / 16)
        let speedup = simulation.outcome(workers: workers).speedup
        #expect(isClose(speedup, law.speedup(at: workers), relative: 1e-14))
    }

    /// Graham's worst case: a long block behind short ones takes `2 - 1 / n` times the best.
    @Test(arguments: 2...9)
    func reachesGrahamsBound(workers: Int) throws {
        let short = Array(repeating: 1.0, count: workers * (workers - 1))
        let last = try ScheduleSimulation(blocks: short + [Double(workers)])
        #expect(last.outcome(workers: workers).makespan == Double(2 * workers - 1))
        let first = try ScheduleSimulation(blocks: [Double(workers)] + short)
        #expect(first.outcome(workers: workers).makespan == Double(workers))
        #expect(first.lowerBound(workers: workers) == Double(workers))
    }

    @Test func knowsMoreWorkersThanBlocks() throws {
        let outcome = try ScheduleSimulation(blocks: [2, 1]).outcome(workers: 4)
        #expect(outcome.finishSeconds == [2, 1, 0, 0])
        #expect(outcome.speedup == 1.5)
        #expect(outcome.tailIdleSeconds == 5)
        #expect(outcome.tailIdleShare == 5.0 / 8)
    }

    @Test func nothingToDoTakesNoTime() throws {
        let nothing = try ScheduleSimulation(blocks: [], handOverSeconds: 1)
        let outcome = nothing.outcome(workers: 3)
        #expect(outcome.makespan == 0)
        #expect(outcome.speedup == 1)
        #expect(outcome.efficiency == 1.0 / 3)
        #expect(outcome.tailIdleSeconds == 0)
        #expect(outcome.tailIdleShare == 0)
        #expect(nothing.lowerBound(workers: 3) == 0)
        #expect(nothing.longestBlockSeconds == 0)
        let serial = try ScheduleSimulation(blocks: [], serialSecondsAfter: 2)
        #expect(serial.outcome(workers: 3).makespan == 2)
        #expect(serial.outcome(workers: 3).speedup == 1)
        #expect(try ScheduleSimulation(blocks: [0, 0]).outcome(workers: 2).speedup == 1)
    }

    @Test(arguments: [-1, .nan, .infinity])
    func refusesDurationsThatAreNone(seconds: Double) {
        func message(_ make: () throws -> ScheduleSimulation) -> String? {
            #expect(throws: ScalingError.self) { try make() }?.description
        }
        #expect(
            message { try ScheduleSimulation(blocks: [0, seconds]) }?.hasPrefix("block 2: ") == true
        )
        #expect(
            message { try ScheduleSimulation(blocks: [], serialSecondsBefore: seconds) }?
                .hasPrefix("serial time before") == true
        )
        #expect(
            message { try ScheduleSimulation(blocks: [], serialSecondsAfter: seconds) }?
                .hasPrefix("serial time after") == true
        )
        #expect(
            message { try ScheduleSimulation(blocks: [], handOverSeconds: seconds) }?
                .hasPrefix("cost of a hand-over") == true
        )
    }
}
