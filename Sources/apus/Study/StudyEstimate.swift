import DataParallel
import MarketData
import Optimization
import Reporting
import Synchronization
import Validation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// About how long a study takes and how much memory it needs, from a few of its blocks.
struct StudyEstimate: Encodable {
    let candidates: Int
    let distinctCandidates: Int
    let backtests: Int
    let sampledCandidates: Int
    let sampledSeconds: Double
    let seconds: Double
    let memoryBytes: Int
    let workers: Int

    enum CodingKeys: String, CodingKey {
        case candidates, backtests, seconds, workers
        case distinctCandidates = "distinct_candidates"
        case sampledCandidates = "sampled_candidates"
        case sampledSeconds = "sampled_seconds"
        case memoryBytes = "memory_bytes"
    }

    private let header: [String]
    /// What is not in the estimate, in a phrase.
    private let remark: String

    /// Fits the models that candidates use, once, whatever the number of candidates; then runs blocks for
    /// about half a second.
    init(_ input: StudyInput, _ executor: some ParallelExecutor) throws {
        let begin = Console.now()
        guard input.optimizer.settings.search.method == .grid else {
            let samples = try Self.samples(input.optimizer, executor)
            self.init(input, samples, fitting: Console.now() - begin, executor)
            if sampledCandidates == 0 { throw Self.stopped }
            return
        }
        let blocks = try Self.blocks(input.optimizer, executor)
        self.init(input, blocks, fitting: Console.now() - begin, executor)
        if sampledCandidates == 0 { throw Self.stopped }
    }

    /// Of a search: runs samples of the space; what a search itself needs to think is not in it.
    private init(
        _ input: StudyInput,
        _ samples: SearchSamples,
        fitting: Double,
        _ executor: some ParallelExecutor
    ) {
        let optimizer = input.optimizer
        let splits = optimizer.plan.splits.count
        var sampled = 0
        var round = 0
        let start = Console.now()
        repeat {
            sampled += samples.evaluate(
                round,
                count: Self.sampleSize * executor.workerCount,
                on: executor,
                cancellation: Interrupt.token
            )
            round += 1
        } while Console.now() - start < 0.5 && !Interrupt.token.isCancelled
        sampledSeconds = Console.now() - start
        sampledCandidates = sampled
        candidates = optimizer.space.count
        distinctCandidates = optimizer.distinctCount
        backtests = optimizer.plannedBacktestCount
        let whole = Double(backtests) / Double(2 * splits)
        seconds = fitting + sampledSeconds * whole / Double(sampled)
        memoryBytes = Self.memory(input)
        workers = executor.workerCount
        header = StudyHeader.lines(input, workers: StudyHeader.workers(executor))
        remark =
            optimizer.settings.search.method.isAdaptive
            ? ", without what the search itself takes to choose" : ""
    }

    private static let sampleSize = 40

    private init(
        _ input: StudyInput,
        _ blocks: StudyBlocks,
        fitting: Double,
        _ executor: some ParallelExecutor
    ) {
        let optimizer = input.optimizer
        let evaluated = Atomic<Int>(0)
        let atOnce = 4 * executor.workerCount
        var random = RandomStream(seed: optimizer.settings.seed, stream: 0)
        let start = Console.now()
        repeat {
            let picked = (0..<atOnce).map { _ in Int.random(in: 0..<blocks.count, using: &random) }
            executor.forEach(count: atOnce, cancellation: Interrupt.token) { place in
                let count = blocks.evaluate(picked[place], cancellation: Interrupt.token)
                evaluated.add(count, ordering: .relaxed)
            }
        } while Console.now() - start < 0.5 && !Interrupt.token.isCancelled
        let sampled = evaluated.load(ordering: .relaxed)
        candidates = optimizer.space.count
        distinctCandidates = optimizer.distinctCount
        backtests = optimizer.backtestCount
        sampledCandidates = sampled
        sampledSeconds = Console.now() - start
        seconds = fitting + sampledSeconds * Double(optimizer.distinctCount) / Double(sampled)
        memoryBytes = Self.memory(input)
        workers = executor.workerCount
        header = StudyHeader.lines(input, workers: StudyHeader.workers(executor))
        remark = ""
    }

    private static func samples(
        _ optimizer: Optimizer,
        _ executor: some ParallelExecutor
    ) throws -> SearchSamples {
        do throws(OptimizationError) {
            return try optimizer.searchSamples(on: executor, cancellation: Interrupt.token)
        } catch {
            guard error == .cancelled else { throw error }
            throw stopped
        }
    }

    private static func blocks(
        _ optimizer: Optimizer,
        _ executor: some ParallelExecutor
    ) throws -> StudyBlocks {
        do throws(OptimizationError) {
            return try optimizer.blocks(on: executor, cancellation: Interrupt.token)
        } catch {
            guard error == .cancelled else { throw error }
            throw stopped
        }
    }

    private static var stopped: Interruption {
        Interruption(
            signal: Interrupt.signal,
            message: "stopped before anything could be estimated"
        )
    }

    func show(asJSON: Bool) throws {
        if asJSON { return Console.print(try JSONText.encode(self)) }
        Console.print(header)
        Console.print()
        Console.print([
            "estimate    \(Format.seconds(seconds)), from \(Format.count(sampledCandidates))"
                + " candidates in \(Format.seconds(sampledSeconds))\(remark)",
            "memory      about \(Format.count((memoryBytes + 999_999) / 1_000_000)) MB",
        ])
    }

    /// Ends with a message when a study would need more memory than there is.
    static func checkMemory(_ input: StudyInput) throws {
        let needed = memory(input)
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        let available = pages > 0 ? pages * sysconf(Int32(_SC_PAGESIZE)) : .max
        guard needed > available else { return }
        let optimizer = input.optimizer
        guard optimizer.settings.search.method == .grid else {
            throw Failure(
                .usage,
                "\(Format.count(optimizer.plannedCandidateCount)) candidates need about"
                    + " \(Format.count(needed / 1_000_000_000)) GB and there are"
                    + " \(Format.count(available / 1_000_000_000)); ask for fewer --trials"
            )
        }
        throw Failure(
            .usage,
            "keeping all \(Format.count(optimizer.distinctCount)) candidates needs about"
                + " \(Format.count(needed / 1_000_000_000)) GB and there are"
                + " \(Format.count(available / 1_000_000_000)); keep fewer, such as --keep top:10000"
        )
    }

    /// Prices in two forms, figures and rows of what is kept.
    private static func memory(_ input: StudyInput) -> Int {
        let optimizer = input.optimizer
        let table = input.prices.table
        let prices = table.barCount * (table.symbolCount * 14 + 16)
        guard optimizer.settings.search.method == .grid else {
            // What is known of a candidate, its row, and who proposed it.
            let tried = optimizer.plannedCandidateCount.multipliedReportingOverflow(by: 1_500)
            return tried.overflow || tried.partialValue > .max / 2
                ? .max / 2 : 20_000_000 + prices + tried.partialValue
        }
        let limit = optimizer.settings.keep.limit(of: optimizer.distinctCount)
        let figures = min(limit.map { 2 * $0 + 1_024 } ?? .max, optimizer.distinctCount)
        let rows = limit.map { min($0, optimizer.distinctCount) } ?? optimizer.space.count
        let (kept, first) = figures.multipliedReportingOverflow(by: 160)
        let (text, second) = rows.multipliedReportingOverflow(by: 720)
        let (sum, third) = kept.addingReportingOverflow(text)
        return first || second || third || sum > .max / 2 ? .max / 2 : 20_000_000 + prices + sum
    }
}
