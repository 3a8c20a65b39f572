// The peer cases on DataParallel.
import DataParallel
import PeerSupport

let options = Options()
let threads = options.threads
let pools = [ThreadPool(workerCount: 1), ThreadPool(workerCount: threads)]
let pool = pools[1]

func fib(_ n: Int) -> Int {
    if n < 2 { return n }
    let (a, b) = join({ fib(n - 1) }, { fib(n - 2) })
    return a + b
}

/// Runs a case and reports what the pool did: one that runs everything inline is seen.
func counted(_ name: String, _ body: () -> Void) {
    let before = pool.statistics.total
    body()
    let after = pool.statistics.total
    guard options.wants(name) else { return }
    report(name, threads, "forks", Double(after.forks - before.forks))
    report(name, threads, "steals", Double(after.steals - before.steals))
    report(name, threads, "parks", Double(after.parks - before.parks))
}

for n in [32, 20] {
    counted("fib\(n)") {
        forkJoinCase(
            options,
            n,
            pools.map { pool in (pool.workerCount, { n in pool.run { fib(n) } }) }
        )
    }
}

loopCases(options, pools.map { $0.loops })

for n in smallSizes {
    let input = inputData(n)
    let map = Calls(threads, { consume(hide(input).parallel.map { tiny($0) }.collect()) })
    let sum = Calls(threads, { consume(hide(input).parallel.map { tiny($0) }.sum()) })
    let foreignSum = Calls(
        threads,
        { pool.run { consume(hide(input).parallel.map { tiny($0) }.sum()) } }
    )
    if options.wants("small-map-\(n)") {
        pool.run { compareCalls(options, "small-map-\(n)", [.serialMap(input), map]) }
    }
    if options.wants("small-sum-\(n)") {
        pool.run { compareCalls(options, "small-sum-\(n)", [.serialSum(input), sum]) }
    }
    if options.wants("small-sum-foreign-\(n)") {
        compareCalls(options, "small-sum-foreign-\(n)", [.serialSum(input), foreignSum])
    }
}

func meet(_ handOver: HandOver) {
    _ = pool.join({ handOver.side(true) }, { handOver.side(false) })
}

let empty = Calls(threads, { _ = join({}, {}) })
let foreignEmpty = Calls(threads, { _ = pool.join({}, {}) })
if options.wants("empty-worker") {
    counted("empty-worker") { pool.run { compareCalls(options, "empty-worker", [empty]) } }
}
if options.wants("empty-foreign") {
    counted("empty-foreign") { compareCalls(options, "empty-foreign", [foreignEmpty]) }
}
if options.wants("idle-worker") {
    pool.run { afterIdle("idle-worker", threads) { _ = join({}, {}) } }
}
if options.wants("idle-foreign") {
    afterIdle("idle-foreign", threads) { _ = pool.join({}, {}) }
}
if options.wants("handover-worker") {
    counted("handover-worker") { pool.run { handOvers("handover-worker", threads, meet) } }
}
if options.wants("handover-foreign") {
    counted("handover-foreign") { handOvers("handover-foreign", threads, meet) }
}
if options.wants("idle-cpu") {
    idleProcessorTime(threads) { consume(pool.run { fib(20) }) }
}

if options.wants("nested") {
    let steps = Int(options.spin * 5)
    counted("nested") {
        compareToIdeal(
            options,
            "nested",
            longestShare: 0,
            serial: { (0..<10_000).reduce(0) { $0 &+ spin(steps, $1) } },
            parallel: { pool.nestedTasks(100, 100, steps) }
        )
    }
}
if options.wants("pareto") {
    let lengths = paretoLengths(options.spin * 1e6)
    counted("pareto") {
        compareToIdeal(
            options,
            "pareto",
            longestShare: Double(lengths.last!) / Double(lengths.reduce(0, +)),
            serial: { lengths.indices.reduce(0) { $0 &+ spin(lengths[$1], $1) } },
            parallel: { pool.unevenTasks(lengths) }
        )
    }
}
