import ScalingAnalysis

/// Points from pairs of a number of workers and seconds.
func points(_ pairs: [(Int, Double)]) throws -> [ScalingPoint] {
    try pairs.map { try ScalingPoint(workers: $0.0, seconds: $0.1) }
}

/// A measurement with some runs on a machine with `processors`.
func measurement(
    _ threads: Int,
    of processors: Int = 8,
    _ seconds: [Double],
    digest: String? = "d"
) throws -> ScalingMeasurement {
    ScalingMeasurement(
        timing: try Timing(threads: threads, processors: processors, seconds: seconds),
        digest: digest
    )
}

/// A report with some measurements of a workload of 100 candidates.
func report(
    _ measurements: [ScalingMeasurement],
    schedule: ScheduleSimulation? = nil,
    amounts: [ScalingReport.Workload.Amount] = [.init(unit: "candidates", count: 100)],
    batchSizes: [BatchSizeRow] = [],
    projectedCores: [Int] = [4, 8]
) throws -> ScalingReport {
    try ScalingReport(
        machine: .init(
            processor: "Test processor",
            processors: 8,
            vectorBits: 256,
            operatingSystem: "Test system 1",
            date: "2024-02-29"
        ),
        workload: .init(suite: "sweep", description: "a sweep", amounts: amounts),
        measurements: measurements,
        schedule: schedule,
        batchSizes: batchSizes,
        projectedCores: projectedCores
    )
}
