import Foundation
import ScalingAnalysis
import Testing

@Suite struct ReportCodingTests {
    private func encoded(_ report: ScalingReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }

    private func decoded(_ text: String) throws -> ScalingReport {
        try JSONDecoder().decode(ScalingReport.self, from: Data(text.utf8))
    }

    private func full() throws -> ScalingReport {
        let times = [(1, 10.3), (2, 5.6), (4, 3.1), (8, 2.05)]
        return try report(
            times.map { try measurement($0.0, [$0.1, $0.1 * 1.1, $0.1 * 0.9]) }
                + [
                    ScalingMeasurement(
                        timing: Timing(threads: 9, processors: 8, seconds: [3]),
                        peakMemoryBytes: 1 << 20
                    )
                ],
            schedule: ScheduleSimulation(blocks: [1, 2, 3], serialSecondsBefore: 0.5),
            batchSizes: [BatchSizeRow(batchSize: 8, items: 100, seconds: 2)]
        )
    }

    @Test func readsWhatItWrites() throws {
        let original = try full()
        let text = try encoded(original)
        let copy = try decoded(text)
        #expect(copy == original)
        #expect(try encoded(copy) == text)
        #expect(copy.measured[1].speedup == original.measured[1].speedup)
        #expect(copy.amdahl?.interval == original.amdahl?.interval)
    }

    @Test func keysAreFixed() throws {
        var keys: Set<String> = []
        func collect(_ value: Any) {
            if let object = value as? [String: Any] {
                keys.formUnion(object.keys)
                object.values.forEach(collect)
            }
            if let array = value as? [Any] { array.forEach(collect) }
        }
        collect(try JSONSerialization.jsonObject(with: Data(try encoded(full()).utf8)))
        let expected: Set<String> = [
            "active_bounds", "amdahl", "amounts", "batch_size", "batch_sizes", "block_seconds",
            "blocks", "coherency", "confidence_interval", "contention", "cores", "count", "date",
            "description", "digest", "digest_agreement", "efficiency", "fitted_seconds",
            "hand_over_seconds", "in_range", "items", "kind", "law", "level",
            "longest_block_seconds", "lower", "machine", "measured", "measured_seconds",
            "median_seconds", "method", "minimum_seconds", "notes", "operating_system",
            "oversubscribed", "peak_concurrency", "peak_memory_bytes", "per_second", "processor",
            "processors", "projected", "r_squared", "rates", "residuals", "run_seconds",
            "saturated", "schedule", "seconds", "seconds_per_item", "serial_fraction",
            "serial_seconds", "single_worker_seconds", "speedup", "speedups", "spread", "suite",
            "threads", "unit", "universal_scalability", "upper", "vector_bits", "workers",
            "workload",
        ]
        #expect(keys == expected)
    }

    @Test func undefinedFiguresAreNull() throws {
        let original = try report(
            [measurement(1, [1e300], digest: nil), measurement(2, [1e-300])],
            amounts: [.init(unit: "a", count: .nan), .init(unit: "b", count: .infinity)],
            batchSizes: [BatchSizeRow(batchSize: 1, items: 0, seconds: -.infinity)]
        )
        let text = try encoded(original)
        for expected in [
            #""universal_scalability":null"#, #""schedule":null"#, #""digest":null"#,
            #""peak_memory_bytes":null"#, #""spread":null"#, #""count":null"#,
            #"{"per_second":null,"unit":"b"}"#, #""confidence_interval":null"#, #""upper":null"#,
            #""seconds":null,"seconds_per_item":null"#,
        ] {
            #expect(text.contains(expected))
        }
        let copy = try decoded(text)
        #expect(copy == original)
        #expect(copy.workload.amounts.allSatisfy { $0.count.isNaN })
        #expect(copy.measured[0].spread.isNaN)
        #expect(copy.measured[0].digest == nil)
    }

    /// Times whose squares overflow, and laws without a time above 0.
    @Test func encodesFitsThatOverflow() throws {
        let huge = try report([
            measurement(1, [1e308]), measurement(2, [1e308]), measurement(4, [1e-300]),
        ])
        #expect(try decoded(encoded(huge)) == huge)
        let superlinear = try report([
            measurement(1, [10]), measurement(2, [4.5]), measurement(4, [1.75]),
        ])
        #expect(try decoded(encoded(superlinear)) == superlinear)
        #expect(superlinear.projected[1][.amdahl]?.speedup.isFinite == true)
    }

    @Test func aMissingKeyIsAnError() throws {
        let text = try encoded(full())
        let cut = text.replacing(#""digest_agreement":"unknown","#, with: "")
        #expect(cut != text)
        #expect(throws: DecodingError.self) { try decoded(cut) }
    }
}
