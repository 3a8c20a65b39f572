import ScalingAnalysis
import Testing

@Suite struct TimingTests {
    @Test func summarisesRunsByHand() throws {
        // Sorted 1, 2, 3, 4, 10: quartiles 2 and 4 around the median 3.
        let timing = try Timing(threads: 2, processors: 4, seconds: [4, 1, 10, 3, 2])
        #expect(timing.median == 3)
        #expect(timing.minimum == 1)
        #expect(timing.spread == 2.0 / 3)
        // Sorted 1, 2, 4, 8: quartiles 1.75 and 5, interpolated, around the median 3.
        let even = try Timing(threads: 2, processors: 4, seconds: [8, 4, 2, 1])
        #expect(even.median == 3)
        #expect(even.spread == 3.25 / 3)
        #expect(even.seconds == [8, 4, 2, 1])
    }

    @Test func oneRunSaysNothingAboutTheSpread() throws {
        let one = try Timing(threads: 1, processors: 1, seconds: [2])
        #expect(one.spread.isNaN)
        #expect(one.median == 2)
        #expect(one.minimum == 2)
        #expect(try Timing(threads: 1, processors: 1, seconds: [2, 2]).spread == 0)
    }

    @Test(arguments: [(1, false), (4, false), (5, true)])
    func moreThreadsThanProcessorsIsOversubscribed(threads: Int, expected: Bool) throws {
        let timing = try Timing(threads: threads, processors: 4, seconds: [1])
        #expect(timing.isOversubscribed == expected)
    }

    @Test func refusesCountsBelowOneAndNoRuns() {
        #expect(throws: ScalingError.countBelowOne(name: "threads", value: 0)) {
            try Timing(threads: 0, processors: 1, seconds: [1])
        }
        #expect(throws: ScalingError.countBelowOne(name: "processors", value: -1)) {
            try Timing(threads: 1, processors: -1, seconds: [1])
        }
        #expect(throws: ScalingError.noRuns(threads: 3)) {
            try Timing(threads: 3, processors: 1, seconds: [])
        }
    }

    @Test(arguments: [(0.0, "0.0"), (-1, "-1.0"), (.nan, "nan"), (.infinity, "inf")])
    func refusesDurationsThatAreNone(seconds: Double, text: String) {
        let error = #expect(throws: ScalingError.self) {
            try Timing(threads: 3, processors: 4, seconds: [1, seconds])
        }
        #expect(
            error?.description.hasPrefix("run 2 with 3 threads: \(text) s is not a usable duration")
                == true
        )
        #expect(throws: ScalingError.self) { try ScalingPoint(workers: 1, seconds: seconds) }
    }

    @Test func aPointIsTheMedian() throws {
        let timing = try Timing(threads: 3, processors: 4, seconds: [1, 7, 2])
        #expect(ScalingPoint(timing) == (try ScalingPoint(workers: 3, seconds: 2)))
        #expect(throws: ScalingError.countBelowOne(name: "workers", value: 0)) {
            try ScalingPoint(workers: 0, seconds: 1)
        }
    }
}
