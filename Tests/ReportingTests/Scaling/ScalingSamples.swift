import ScalingAnalysis

/// Reports with figures that are easy to follow.
enum ScalingSamples {
    static let machine = ScalingReport.Machine(
        processor: "Example 9000",
        processors: 4,
        vectorBits: 256,
        operatingSystem: "Linux 6.8",
        date: "2024-02-29"
    )

    /// Four thread counts near Amdahl's law with 10 % serial, one of them oversubscribed.
    static func full() throws -> ScalingReport {
        try ScalingReport(
            machine: machine,
            workload: .init(
                suite: "sweep",
                description: "all candidates of the default space over 8 splits",
                amounts: [
                    .init(unit: "candidates", count: 58_320),
                    .init(unit: "candidate-bars", count: 2.5e9),
                ]
            ),
            measurements: [
                measurement(1, [10, 10.1, 10.2], digest: "0123456789abcdef"),
                measurement(2, [5.6, 5.5, 5.7], digest: "0123456789abcdef"),
                measurement(4, [3, 3.4, 3.6], digest: "0123456789abcdef"),
                measurement(8, [3.4], digest: "0123456789abcdef"),
            ],
            schedule: ScheduleSimulation(
                blocks: Array(repeating: 0.1, count: 90),
                serialSecondsBefore: 1,
                handOverSeconds: 2e-6
            ),
            batchSizes: [
                BatchSizeRow(batchSize: 1, items: 100_000, seconds: 2),
                BatchSizeRow(batchSize: 4_096, items: 100_000, seconds: 0.05),
            ],
            projectedCores: [4, 64]
        )
    }

    /// Two thread counts, faster than twice as fast, with different results.
    static func superlinear() throws -> ScalingReport {
        try ScalingReport(
            machine: machine,
            workload: .init(suite: "cache", description: "a|b", amounts: []),
            measurements: [
                measurement(1, [0.004, 0.004], digest: "a|b"),
                measurement(2, [0.0016, 0.0016], digest: nil),
            ],
            projectedCores: [4]
        )
    }

    /// Two thread counts, the second slower: a serial fraction of 120 %.
    static func slower() throws -> ScalingReport {
        try ScalingReport(
            machine: machine,
            workload: .init(suite: "locks", description: "one lock", amounts: []),
            measurements: [
                measurement(1, [1, 1], digest: "a"), measurement(2, [1.1, 1.1], digest: "a"),
            ],
            projectedCores: [4]
        )
    }

    /// One thread count: nothing to fit.
    static func single() throws -> ScalingReport {
        try ScalingReport(
            machine: machine,
            workload: .init(suite: "one", description: "one thread", amounts: []),
            measurements: [measurement(1, [1, 1], digest: "a")],
            projectedCores: []
        )
    }

    static func measurement(
        _ threads: Int,
        _ seconds: [Double],
        digest: String?
    ) throws -> ScalingMeasurement {
        ScalingMeasurement(
            timing: try Timing(threads: threads, processors: 4, seconds: seconds),
            peakMemoryBytes: digest == nil ? nil : 3 << 26,
            digest: digest
        )
    }
}
