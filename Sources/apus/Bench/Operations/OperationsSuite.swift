import DataParallel
import Forecasting
import Reporting
import ScalingAnalysis

/// How the operations on forecasting models scale: with threads, and with the number of batches.
struct OperationsSuite {
    private let table: SeriesTable
    private let source: String

    private let batches: BatchCounts

    init(_ prices: PriceInput, _ batches: BatchCounts) {
        self.batches = batches
        table = SeriesTable(prices.table)
        source = StudyHeader.source(prices)
    }

    /// Of the runs by the number of batches: the fastest counts.
    private static let batchRuns = 3

    func reports(_ bench: ThreadBench) throws -> [ScalingReport] {
        try operations().map { operation in
            let measurements = try bench.measure(operation.name) { pool in
                let result = try operation.run(batches.usual, Parallelism(pool: pool))
                return {
                    result.withUnsafeBytes { Digest(of: Array($0)).description }
                }
            }
            return try ScalingReport(
                machine: .current,
                workload: ScalingReport.Workload(
                    suite: "operations, \(operation.name)",
                    description: "\(operation.description); \(source); \(batches.usual) batches"
                        + " by threads; by batches on"
                        + " \(Format.counted(bench.counts.last ?? 1, "thread")), the fastest of"
                        + " \(Self.batchRuns) runs; products by \(MatrixLibrary.name)",
                    amounts: [
                        .init(
                            unit: operation.unit,
                            count: Double(batches.usual * operation.unitsPerBatch)
                        )
                    ]
                ),
                measurements: measurements,
                batchSizes: try byBatches(operation, threads: bench.counts.last ?? 1)
            )
        }
    }

    /// Runs in turn on one thread and on all, with more and more batches.
    private func byBatches(_ operation: BatchOperation, threads: Int) throws -> [BatchSizeRow] {
        let pools = [ThreadPool(workerCount: 1), ThreadPool(workerCount: threads)]
        return try batches.counts.map { batches in
            var fastest = [Double.infinity, .infinity]
            for _ in 0..<Self.batchRuns {
                for (place, pool) in pools.enumerated() {
                    try Interrupt.check("stopped: nothing was measured to the end")
                    Console.progress("\(operation.name): \(batches) batches")
                    let start = Console.now()
                    _ = try operation.run(batches, Parallelism(pool: pool))
                    fastest[place] = min(fastest[place], Console.now() - start)
                }
            }
            Console.progress(nil)
            return BatchSizeRow(
                batchSize: batches,
                items: batches * operation.unitsPerBatch,
                seconds: fastest[1],
                serialSeconds: fastest[0],
                threads: threads
            )
        }
    }

    private func operations() throws -> [BatchOperation] {
        try [
            .inference(table), .uncertainty(table), .preprocessing(table), .gradients(table),
            .crossValidation(table),
        ]
    }
}
