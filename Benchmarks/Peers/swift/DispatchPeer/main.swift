// The peer cases on Dispatch. `concurrentPerform` decides itself on how many threads it runs, so
// there is no case on one; ranges are cut into 16 chunks a thread, since one iteration an item
// would be a hundred times slower than the serial loop.
import Dispatch
import PeerSupport

let options = Options()
let threads = options.threads

func fib(_ n: Int) -> Int {
    if n < 2 { return n }
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 2) { results in
        // Each iteration writes places of its own.
        nonisolated(unsafe) let results = results
        DispatchQueue.concurrentPerform(iterations: 2) { results[$0] = fib(n - 1 - $0) }
        return results[0] + results[1]
    }
}

/// Calls `body` with the chunks of 0..<n.
func forEachChunk(_ n: Int, _ count: Int, _ body: @Sendable (Int, Range<Int>) -> Void) {
    DispatchQueue.concurrentPerform(iterations: count) { chunk in
        body(chunk, (n * chunk / count)..<(n * (chunk + 1) / count))
    }
}

func map(_ n: Int, _ body: @Sendable (Int) -> Double) -> [Double] {
    Array(unsafeUninitializedCapacity: n) { buffer, count in
        // Each iteration writes places of its own.
        nonisolated(unsafe) let slots = buffer
        forEachChunk(n, min(n, threads * 16)) { _, range in
            for i in range { slots.initializeElement(at: i, to: body(i)) }
        }
        count = n
    }
}

func sum(_ n: Int, _ body: @Sendable (Int) -> Double) -> Double {
    let count = min(n, threads * 16)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sums in
        // Each iteration writes places of its own.
        nonisolated(unsafe) let sums = sums
        forEachChunk(n, count) { chunk, range in
            var total = 0.0
            for i in range { total += body(i) }
            sums[chunk] = total
        }
        return sums.reduce(0, +)
    }
}

func update(_ data: inout [Double]) {
    data.withUnsafeMutableBufferPointer { buffer in
        // Each iteration writes places of its own.
        nonisolated(unsafe) let slots = buffer
        forEachChunk(slots.count, min(slots.count, threads * 16)) { _, range in
            for i in range { slots[i] = halve(slots[i]) }
        }
    }
}

func sumTasks(_ n: Int, _ body: @Sendable (Int) -> UInt64) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: n) { results in
        // Each iteration writes places of its own.
        nonisolated(unsafe) let results = results
        DispatchQueue.concurrentPerform(iterations: n) { results[$0] = body($0) }
        return results.reduce(0, &+)
    }
}

/// Runs on one of Dispatch's own threads and waits.
func onWorker(_ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
        body()
        done.signal()
    }
    done.wait()
}

@Sendable func empty() { DispatchQueue.concurrentPerform(iterations: 2) { _ in } }

@Sendable func meet(_ handOver: HandOver) {
    DispatchQueue.concurrentPerform(iterations: 2) { handOver.side($0 == 0) }
}

forkJoinCase(options, 20, [(threads, fib)])

loopCases(
    options,
    [
        ParallelLoops(
            threads: threads,
            map: { body, input in
                let n = input.count
                switch body {
                case .tiny: return map(n) { tiny(input[$0]) }
                case .medium: return map(n) { roots(input[$0], 20) }
                case .skewed: return map(n) { roots(input[$0], $0 * 40 / n) }
                }
            },
            sum: { body, input in
                let n = input.count
                switch body {
                case .tiny: return sum(n) { tiny(input[$0]) }
                case .medium: return sum(n) { roots(input[$0], 20) }
                case .skewed: return sum(n) { roots(input[$0], $0 * 40 / n) }
                }
            },
            update: { update(&$0) }
        )
    ]
)

for n in smallSizes {
    let input = inputData(n)
    @Sendable func smallSum() {
        let input = hide(input)
        consume(sum(input.count) { tiny(input[$0]) })
    }
    @Sendable func smallMap() {
        let input = hide(input)
        consume(map(input.count) { tiny(input[$0]) })
    }
    if options.wants("small-map-\(n)") {
        onWorker {
            compareCalls(options, "small-map-\(n)", [.serialMap(input), Calls(threads, smallMap)])
        }
    }
    if options.wants("small-sum-\(n)") {
        onWorker {
            compareCalls(options, "small-sum-\(n)", [.serialSum(input), Calls(threads, smallSum)])
        }
    }
    if options.wants("small-sum-foreign-\(n)") {
        compareCalls(
            options,
            "small-sum-foreign-\(n)",
            [.serialSum(input), Calls(threads, smallSum)]
        )
    }
}

if options.wants("empty-worker") {
    onWorker { compareCalls(options, "empty-worker", [Calls(threads, empty)]) }
}
if options.wants("empty-foreign") {
    compareCalls(options, "empty-foreign", [Calls(threads, empty)])
}
if options.wants("idle-worker") { onWorker { afterIdle("idle-worker", threads, empty) } }
if options.wants("idle-foreign") { afterIdle("idle-foreign", threads, empty) }
if options.wants("handover-worker") { onWorker { handOvers("handover-worker", threads, meet) } }
if options.wants("handover-foreign") { handOvers("handover-foreign", threads, meet) }
if options.wants("idle-cpu") { idleProcessorTime(threads) { consume(fib(14)) } }

if options.wants("nested") {
    let steps = Int(options.spin * 5)
    compareToIdeal(
        options,
        "nested",
        longestShare: 0,
        serial: { (0..<10_000).reduce(0) { $0 &+ spin(steps, $1) } },
        parallel: { sumTasks(100) { i in sumTasks(100) { j in spin(steps, i * 100 + j) } } }
    )
}
if options.wants("pareto") {
    let lengths = paretoLengths(options.spin * 1e6)
    compareToIdeal(
        options,
        "pareto",
        longestShare: Double(lengths.last!) / Double(lengths.reduce(0, +)),
        serial: { lengths.indices.reduce(0) { $0 &+ spin(lengths[$1], $1) } },
        parallel: { sumTasks(lengths.count) { spin(lengths[$0], $0) } }
    )
}
