import ScalingAnalysis
import Testing

@Suite struct ScalingReportTests {
    @Test func derivesTheRows() throws {
        let report = try report([
            measurement(4, [2, 3, 2.5]), measurement(1, [8, 9, 8.5]), measurement(2, [5, 5]),
        ])
        #expect(report.measured.map(\.threads) == [1, 2, 4])
        #expect(report.measured.map(\.kind) == [.measured, .measured, .measured])
        let row = report.measured[2]
        #expect(row.runSeconds == [2, 3, 2.5])
        #expect(row.medianSeconds == 2.5)
        #expect(row.minimumSeconds == 2)
        #expect(row.spread == 0.5 / 2.5)
        #expect(row.speedup == 3.4)
        #expect(row.efficiency == 0.85)
        #expect(row.rates.map(\.unit) == ["candidates"])
        #expect(row.rates.map(\.perSecond) == [40])
        #expect(report.measured[0].speedup == 1)
    }

    @Test func fitsTheMediansOfRowsThatAreNotOversubscribed() throws {
        let times = [(1, 10.3), (2, 5.6), (4, 3.1), (8, 2.05)]
        let measurements = try times.map { threads, seconds in
            try measurement(threads, [seconds, seconds * 1.01, seconds / 1.01])
        }
        let all = try report(measurements + [measurement(16, [9, 9, 9])])
        #expect(try all.amdahl == AmdahlFit(points: points(times)))
        #expect(try all.universalScalability == UniversalScalabilityFit(points: points(times)))
        #expect(all.measured.map(\.isOversubscribed) == [false, false, false, false, true])
        #expect(all.notes.contains { $0.hasPrefix("Oversubscribed: 16 threads") })
        #expect(!(try report(measurements)).notes.contains { $0.hasPrefix("Oversubscribed") })
    }

    @Test func saysWhyALawIsMissing() throws {
        // Two processors: two counts that are not oversubscribed.
        let two = try report([
            measurement(1, of: 2, [10, 10]), measurement(2, of: 2, [6, 6]),
            measurement(4, of: 2, [6, 6]),
        ])
        #expect(two.universalScalability == nil)
        #expect(two.notes.contains { $0.hasPrefix("Not fitted: the universal scalability law") })
        let fit = try #require(two.amdahl)
        #expect(isClose(fit.serialFraction, 0.2, relative: 1e-14))
        #expect(fit.interval == nil)
        let one = try report([measurement(1, [10, 10])])
        #expect(one.amdahl == nil)
        #expect(one.notes.contains { $0.hasPrefix("Not fitted: Amdahl's law needs") })
        #expect(one.projected.map(\.cores) == [4, 8])
        #expect(one.projected.allSatisfy { $0.speedups.isEmpty })
    }

    @Test func speedupsNeedOneThread() throws {
        let report = try report([measurement(2, [5, 5]), measurement(4, [3, 3])])
        #expect(report.measured.allSatisfy { $0.speedup.isNaN && $0.efficiency.isNaN })
        #expect(report.measured[0].rates[0].perSecond == 20)
        #expect(report.notes.contains("One thread was not measured: there are no speed-ups."))
    }

    @Test func projectsWithAllModels() throws {
        let schedule = try ScheduleSimulation(
            blocks: [1, 1, 1, 1, 4],
            serialSecondsBefore: 0.5,
            serialSecondsAfter: 0.25,
            handOverSeconds: 0.125
        )
        let report = try report(
            [measurement(1, [9]), measurement(2, [5]), measurement(4, [3])],
            schedule: schedule,
            projectedCores: [2, 32]
        )
        #expect(report.projected.map(\.cores) == [2, 32])
        for projection in report.projected {
            let expected = Projection(
                cores: projection.cores,
                amdahl: report.amdahl,
                universalScalability: report.universalScalability,
                simulation: schedule
            )
            #expect(projection == expected)
            #expect(projection.speedups.count == 3)
        }
        #expect(report.schedule?.blocks == 5)
        #expect(report.schedule?.blockSeconds == 8.625)
        #expect(report.schedule?.longestBlockSeconds == 4)
        #expect(report.schedule?.serialSeconds == 0.75)
        #expect(report.schedule?.handOverSeconds == 0.125)
        #expect(!report.notes.contains { $0.contains("none are simulated") })
    }

    @Test func batchSizesHaveTimesPerItem() {
        #expect(BatchSizeRow(batchSize: 8, items: 100, seconds: 2).secondsPerItem == 0.02)
        #expect(BatchSizeRow(batchSize: 8, items: 0, seconds: 2).secondsPerItem.isNaN)
    }

    @Test func refusesWhatIsNotOneMeasurementACount() throws {
        #expect(throws: ScalingError.noMeasurements) { try report([]) }
        #expect(throws: ScalingError.repeatedThreadCount(2)) {
            try report([measurement(2, [1]), measurement(1, [1]), measurement(2, [1])])
        }
        #expect(throws: ScalingError.countBelowOne(name: "projected cores", value: 0)) {
            try report([measurement(1, [1])], projectedCores: [4, 0])
        }
    }
}
