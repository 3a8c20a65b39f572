import DataParallel
import Reporting
import ScalingAnalysis

/// How the pool itself scales.
enum RuntimeSuite {
    static func reports(_ bench: ThreadBench) throws -> [ScalingReport] {
        try [forkJoin, mapReduce, sort].map { workload in
            let measurements = try bench.measure(workload.name) { pool in
                let result = pool.run(workload.run)
                return { result }
            }
            return try ScalingReport(
                machine: .current,
                workload: ScalingReport.Workload(
                    suite: "runtime, \(workload.name)",
                    description: workload.description,
                    amounts: [.init(unit: workload.unit, count: Double(workload.count))]
                ),
                measurements: measurements
            )
        }
    }

    private struct Workload {
        let name: String
        let description: String
        let unit: String
        let count: Int
        let run: @Sendable () -> String
    }

    private static let forkJoin = Workload(
        name: "fork-join",
        description: "the 30th Fibonacci number with a join at every call",
        unit: "joins",
        count: 1_346_268
    ) { "\(fibonacci(30))" }

    private static let mapReduce = Workload(
        name: "map and sum",
        description: "the sum of 4,000,000 chains of ten square roots",
        unit: "items",
        count: 4_000_000
    ) {
        let sum = (0..<4_000_000).parallel.map { index in
            var value = Double(index)
            for _ in 0..<10 { value = (value + 1).squareRoot() }
            return value
        }.sum()
        return "\(sum.bitPattern)"
    }

    private static let sort = Workload(
        name: "sort",
        description: "a stable sort of 2,000,000 numbers",
        unit: "items",
        count: 2_000_000
    ) {
        var numbers = (0..<2_000_000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 >> 20 }
        numbers.parallelSort()
        return "\(numbers.reduce(0) { $0 &* 31 &+ $1 })"
    }

    private static func fibonacci(_ index: Int) -> Int {
        if index < 2 { return index }
        let (a, b) = join({ fibonacci(index - 1) }, { fibonacci(index - 2) })
        return a + b
    }
}
