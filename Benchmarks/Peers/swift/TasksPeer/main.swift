// The peer cases on Swift concurrency: `async let` for joins, task groups for loops, which are cut
// into 16 chunks a thread. The cooperative pool has a thread a processor, so there is no case on
// one; the main thread only waits.
import Dispatch
import PeerSupport
import Synchronization

let options = Options()
let threads = options.threads

/// Hands a value from a task to the thread that waits for it.
final class Box<Value>: @unchecked Sendable {  // safe: read after the semaphore only
    var value: Value?
}

/// Runs in the cooperative pool while this thread waits.
func inPool<R: Sendable>(_ body: @escaping @Sendable () async -> R) -> R {
    let box = Box<R>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        box.value = await body()
        done.signal()
    }
    done.wait()
    return box.value!
}

@Sendable func fib(_ n: Int) async -> Int {
    if n < 2 { return n }
    async let a = fib(n - 1)
    let b = await fib(n - 2)
    return await a + b
}

/// Calls `body` with the chunks of 0..<n, each in a task of its own.
@Sendable func forEachChunk(
    _ n: Int,
    _ count: Int,
    _ body: @escaping @Sendable (Int, Range<Int>) -> Void
) async {
    await withTaskGroup { group in
        for chunk in 0..<count {
            group.addTask { body(chunk, (n * chunk / count)..<(n * (chunk + 1) / count)) }
        }
    }
}

@Sendable func map(
    _ n: Int,
    _ body: @escaping @Sendable (Int) -> Double
) async -> [Double] {
    // Each chunk writes places of its own.
    nonisolated(unsafe) let slots = UnsafeMutableBufferPointer<Double>.allocate(capacity: n)
    defer { slots.deallocate() }
    await forEachChunk(n, min(n, threads * 16)) { _, range in
        for i in range { slots.initializeElement(at: i, to: body(i)) }
    }
    return Array(slots)
}

@Sendable func sum(_ n: Int, _ body: @escaping @Sendable (Int) -> Double) async -> Double {
    let count = min(n, threads * 16)
    return await withTaskGroup { group in
        for chunk in 0..<count {
            group.addTask {
                var total = 0.0
                for i in (n * chunk / count)..<(n * (chunk + 1) / count) { total += body(i) }
                return total
            }
        }
        return await group.reduce(0, +)
    }
}

@Sendable func sumTasks(
    _ n: Int,
    _ body: @escaping @Sendable (Int) async -> UInt64
) async -> UInt64 {
    await withTaskGroup { group in
        for i in 0..<n { group.addTask { await body(i) } }
        return await group.reduce(0, &+)
    }
}

@Sendable func empty() async {
    await withTaskGroup { group in
        group.addTask {}
        group.addTask {}
    }
}

forkJoinCase(options, 20, [(threads, { n in inPool { await fib(n) } })])

loopCases(
    options,
    [
        ParallelLoops(
            threads: threads,
            map: { body, input in
                let n = input.count
                switch body {
                case .tiny: return inPool { await map(n) { tiny(input[$0]) } }
                case .medium: return inPool { await map(n) { roots(input[$0], 20) } }
                case .skewed: return inPool { await map(n) { roots(input[$0], $0 * 40 / n) } }
                }
            },
            sum: { body, input in
                let n = input.count
                switch body {
                case .tiny: return inPool { await sum(n) { tiny(input[$0]) } }
                case .medium: return inPool { await sum(n) { roots(input[$0], 20) } }
                case .skewed: return inPool { await sum(n) { roots(input[$0], $0 * 40 / n) } }
                }
            },
            update: { data in
                data.withUnsafeMutableBufferPointer { buffer in
                    // Each chunk writes places of its own.
                    nonisolated(unsafe) let slots = buffer
                    inPool {
                        await forEachChunk(slots.count, threads * 16) { _, range in
                            for i in range { slots[i] = halve(slots[i]) }
                        }
                    }
                }
            }
        )
    ]
)

for n in smallSizes {
    let input = inputData(n)
    let smallMap = Calls(threads) { count in
        inPool {
            for _ in 0..<count {
                let input = hide(input)
                consume(await map(input.count) { tiny(input[$0]) })
            }
        }
    }
    let smallSum = Calls(threads) { count in
        inPool {
            for _ in 0..<count {
                let input = hide(input)
                consume(await sum(input.count) { tiny(input[$0]) })
            }
        }
    }
    if options.wants("small-map-\(n)") {
        compareCalls(options, "small-map-\(n)", [.serialMap(input), smallMap])
    }
    if options.wants("small-sum-\(n)") {
        compareCalls(options, "small-sum-\(n)", [.serialSum(input), smallSum])
    }
}

if options.wants("empty-worker") {
    let calls = Calls(threads) { count in inPool { for _ in 0..<count { await empty() } } }
    compareCalls(options, "empty-worker", [calls])
}
if options.wants("idle-worker") {
    let samples = inPool {
        var samples: [Double] = []
        for _ in 0..<201 {
            sleepMilliseconds(1)
            let start = nanoseconds()
            await empty()
            samples.append(Double(nanoseconds() - start) / 1e3)
        }
        return samples
    }
    reportSamples("idle-worker", threads, "us", samples)
}
if options.wants("handover-worker") {
    let samples = inPool {
        var samples: [Double?] = []
        for _ in 0..<101 {
            sleepMilliseconds(2)
            let handOver = HandOver()
            await withTaskGroup { group in
                group.addTask { handOver.side(false) }
                handOver.side(true)
            }
            samples.append(handOver.microseconds)
        }
        return samples
    }
    reportHandOvers("handover-worker", threads, samples)
}
if options.wants("idle-cpu") {
    idleProcessorTime(threads) { consume(inPool { await fib(14) }) }
}

if options.wants("nested") {
    let steps = Int(options.spin * 5)
    compareToIdeal(
        options,
        "nested",
        longestShare: 0,
        serial: { (0..<10_000).reduce(0) { $0 &+ spin(steps, $1) } },
        parallel: {
            inPool {
                await sumTasks(100) { i in
                    await sumTasks(100) { j in spin(steps, i * 100 + j) }
                }
            }
        }
    )
}
if options.wants("pareto") {
    let lengths = paretoLengths(options.spin * 1e6)
    compareToIdeal(
        options,
        "pareto",
        longestShare: Double(lengths.last!) / Double(lengths.reduce(0, +)),
        serial: { lengths.indices.reduce(0) { $0 &+ spin(lengths[$1], $1) } },
        parallel: { inPool { await sumTasks(lengths.count) { spin(lengths[$0], $0) } } }
    )
}
