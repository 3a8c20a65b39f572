import Foundation
import ScalingAnalysis
import Testing

@Suite struct ProjectionTests {
    private let amdahl: AmdahlFit
    private let universal: UniversalScalabilityFit
    private let simulation: ScheduleSimulation

    init() throws {
        let times = try points([(1, 10.3), (2, 5.6), (4, 3.1), (8, 2.05)])
        amdahl = try AmdahlFit(points: times)
        universal = try UniversalScalabilityFit(points: times)
        simulation = try ScheduleSimulation(blocks: [2, 2, 2, 2, 1])
    }

    @Test func putsTheModelsNextToEachOther() throws {
        let projection = Projection(
            cores: 4,
            amdahl: amdahl,
            universalScalability: universal,
            simulation: simulation
        )
        #expect(projection.kind == .projected)
        #expect(projection.cores == 4)
        #expect(projection.speedups.map(\.method) == ProjectedSpeedup.Method.allCases)
        #expect(projection[.amdahl]?.speedup == amdahl.law.speedup(at: 4))
        #expect(projection[.universalScalability]?.speedup == universal.law.speedup(at: 4))
        // 9 seconds of work in 3: worker 1 takes the fifth block at 2.
        #expect(projection[.scheduleSimulation]?.speedup == 3)
        #expect(projection[.scheduleSimulation]?.lower.isNaN == true)
        #expect(projection[.universalScalability]?.upper.isNaN == true)
    }

    @Test func carriesTheIntervalOver() throws {
        // 1 / (s + (1 - s) / 64) at the ends that scipy gives, 0.10766400209084798 and
        // 0.0508882250189687.
        let projected = ProjectedSpeedup(amdahl, cores: 64)
        #expect(isClose(projected.lower, 64 / (1 + 63 * 0.10766400209084798), relative: 1e-9))
        #expect(isClose(projected.upper, 64 / (1 + 63 * 0.0508882250189687), relative: 1e-9))
        #expect(projected.lower < projected.speedup && projected.speedup < projected.upper)
    }

    @Test func anEndThatAllowsAnySpeedupIsUndefined() throws {
        let fit = try AmdahlFit(points: points([(1, 10), (2, 5.1), (4, 2.4), (8, 1.4)]))
        #expect(try #require(fit.interval).lower < -1.0 / 63)
        let projected = ProjectedSpeedup(fit, cores: 64)
        #expect(projected.lower.isFinite)
        #expect(projected.upper.isNaN)
    }

    @Test func leavesOutMissingModels() throws {
        let saturated = try AmdahlFit(points: points([(1, 10), (2, 6)]))
        let projection = Projection(
            cores: 8,
            amdahl: saturated,
            universalScalability: nil,
            simulation: nil
        )
        #expect(projection.speedups.count == 1)
        #expect(projection[.universalScalability] == nil)
        #expect(projection[.scheduleSimulation] == nil)
        // p = 0.8: 1 / (0.2 + 0.1).
        let projected = try #require(projection[.amdahl])
        #expect(isClose(projected.speedup, 10.0 / 3, relative: 1e-13))
        #expect(projected.lower.isNaN && projected.upper.isNaN)
    }

    @Test func isNotReadFromWhatIsNotMarked() throws {
        let projection = Projection(
            cores: 8,
            amdahl: amdahl,
            universalScalability: nil,
            simulation: nil
        )
        let text = String(decoding: try JSONEncoder().encode(projection), as: UTF8.self)
        #expect(text.contains("\"kind\":\"projected\""))
        let measured = text.replacing("\"projected\"", with: "\"measured\"")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Projection.self, from: Data(measured.utf8))
        }
        #expect(
            try JSONDecoder().decode(Projection.self, from: Data(text.utf8)) == projection
        )
    }

    @Test func standardCoresArePowersOfTwo() {
        #expect(Projection.standardCores == [4, 8, 16, 32, 64])
    }
}
