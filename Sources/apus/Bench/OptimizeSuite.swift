import DataParallel
import Optimization
import Reporting
import ScalingAnalysis
import Synchronization
import Validation

/// How a study scales: the sweep and what is selected from it, without reading and writing files.
struct OptimizeSuite {
    private let input: StudyInput
    private let optimizer: Optimizer

    init(_ input: StudyInput) {
        self.input = input
        optimizer = input.optimizer
    }

    func report(_ bench: ThreadBench) throws -> ScalingReport {
        let measurements = try bench.measure("optimize") { pool in
            let result = try run(on: pool)
            return { Digest(of: ResultsCSV.encode(result, on: pool)).description }
        }
        let (alone, one) = try withoutAndWithPool(bench.repeats)
        return try ScalingReport(
            machine: .current,
            workload: ScalingReport.Workload(
                suite: "optimize",
                description:
                    "sweep, selection\(hasOdds ? " and odds" : "") of"
                    + " \(StudyHeader.source(input)),"
                    + " \(optimizer.space.name): \(Format.count(optimizer.space.count)) candidates,"
                    + " of which \(Format.count(optimizer.distinctCount)) distinct;"
                    + " candidate-bars as if nothing were shared;"
                    + " without a pool \(Format.seconds(alone)), with one worker"
                    + " \(Format.signedPercent(one / alone - 1, decimals: 1)); batches are so many"
                    + " blocks on \(Format.counted(bench.counts.last ?? 1, "thread")), the fastest of"
                    + " three runs",
                amounts: [
                    .init(unit: "candidates", count: Double(optimizer.space.count)),
                    .init(unit: "candidate-bars", count: candidateBars),
                ]
            ),
            measurements: measurements,
            schedule: try schedule(alone),
            batchSizes: try batchSizes(on: bench.counts.last ?? 1)
        )
    }

    private var hasOdds: Bool { optimizer.settings.odds.candidates > 0 }

    private func run(on executor: some ParallelExecutor) throws -> OptimizationResult {
        let result = try optimizer.run(on: executor, cancellation: Interrupt.token)
        guard result.isComplete else { throw ThreadBench.interruption }
        return result
    }

    /// Medians of runs in turn: on this thread alone, and on a pool of one worker.
    private func withoutAndWithPool(_ repeats: Int) throws -> (alone: Double, one: Double) {
        let pool = ThreadPool(workerCount: 1)
        var seconds: [[Double]] = [[], []]
        for _ in 0..<repeats {
            for (place, executor) in [SequentialExecutor() as any ParallelExecutor, pool]
                .enumerated()
            {
                let start = Console.now()
                _ = try run(on: executor)
                seconds[place].append(Console.now() - start)
            }
        }
        let medians = seconds.map { $0.sorted()[$0.count / 2] }
        return (medians[0], medians[1])
    }

    /// Every candidate over every window.
    private var candidateBars: Double {
        let bars = optimizer.plan.splits.reduce(0) { $0 + $1.trainBarCount + $1.testBarCount }
        return Double(optimizer.space.count) * Double(bars)
    }

    /// The blocks of one run, each timed, in the order in which they are handed out.
    private func schedule(_ alone: Double) throws -> ScheduleSimulation? {
        let blocks = try optimizer.blocks(on: SequentialExecutor())
        guard blocks.count <= 1_000_000 else { return nil }
        let seconds = (0..<blocks.count).map { index in
            let start = Console.now()
            _ = blocks.evaluate(index, cancellation: Interrupt.token)
            return Console.now() - start
        }
        guard !Interrupt.token.isCancelled else { throw ThreadBench.interruption }
        return try ScheduleSimulation(
            blocks: seconds,
            serialSecondsAfter: max(0, alone - seconds.reduce(0, +)),
            // In the order of what a steal costs; an assumption, and shown as one.
            handOverSeconds: 2e-6
        )
    }

    /// Some of the blocks at a time: where few are left for each worker, the end is ragged.
    private func batchSizes(on threads: Int) throws -> [BatchSizeRow] {
        let pool = ThreadPool(workerCount: threads)
        let blocks = try optimizer.blocks(on: pool)
        return try [10, 50, 100, 200, 500].map { size in
            // Spread over the space: its beginning has fewer symbols than its end. Where there are
            // fewer blocks, some are run more than once.
            let picked = (0..<size).map { $0 * blocks.count / size }
            var fastest = Double.infinity
            var items = 0
            for _ in 0..<3 {
                let evaluated = Atomic<Int>(0)
                let start = Console.now()
                pool.forEach(count: size, cancellation: Interrupt.token) { place in
                    evaluated.add(blocks.evaluate(picked[place]), ordering: .relaxed)
                }
                fastest = min(fastest, Console.now() - start)
                items = evaluated.load(ordering: .relaxed)
            }
            guard !Interrupt.token.isCancelled else { throw ThreadBench.interruption }
            return BatchSizeRow(batchSize: size, items: items, seconds: fastest)
        }
    }
}
