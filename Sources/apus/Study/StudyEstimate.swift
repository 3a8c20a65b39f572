import DataParallel
import MarketData
import Optimization
import Reporting
import Synchronization

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

    /// Runs blocks for about half a second.
    init(_ input: StudyInput, _ executor: some ParallelExecutor) throws {
        let optimizer = input.optimizer
        let blocks = optimizer.blocks
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
        guard sampled > 0 else {
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped before anything could be estimated"
            )
        }
        candidates = optimizer.space.count
        distinctCandidates = optimizer.distinctCount
        backtests = optimizer.backtestCount
        sampledCandidates = sampled
        sampledSeconds = Console.now() - start
        seconds = sampledSeconds * Double(optimizer.distinctCount) / Double(sampled)
        memoryBytes = Self.memory(input)
        workers = executor.workerCount
        header = StudyHeader.lines(input, workers: StudyHeader.workers(executor))
    }

    func show(asJSON: Bool) throws {
        if asJSON { return Console.print(try JSONText.encode(self)) }
        Console.print(header)
        Console.print()
        Console.print([
            "estimate    \(Format.seconds(seconds)), from \(Format.count(sampledCandidates))"
                + " candidates in \(Format.seconds(sampledSeconds))",
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
        let limit = optimizer.settings.keep.limit(of: optimizer.distinctCount)
        let figures = min(limit.map { 2 * $0 + 1_024 } ?? .max, optimizer.distinctCount)
        let rows = limit.map { min($0, optimizer.distinctCount) } ?? optimizer.space.count
        let (kept, first) = figures.multipliedReportingOverflow(by: 160)
        let (text, second) = rows.multipliedReportingOverflow(by: 720)
        let (sum, third) = kept.addingReportingOverflow(text)
        return first || second || third || sum > .max / 2 ? .max / 2 : 20_000_000 + prices + sum
    }
}
