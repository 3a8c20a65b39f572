import ConcurrencyTestSupport
import DataParallel
import Foundation
import Synchronization

/// The worker counts every test of the pool runs with.
let workerCounts = [1, 2, 3, 8]

/// Those on which a second thread can take something.
let sharingWorkerCounts = [2, 3, 8]

/// Waits for something another thread does. A test that waits for ever ends by its time limit.
func waitUntil(_ condition: () -> Bool) {
    while !condition() { sched_yield() }
}

/// Lets time pass; no test may depend on how much.
func pause(milliseconds: Double) { Thread.sleep(forTimeInterval: milliseconds / 1_000) }

/// A flag that one thread raises and others wait for.
final class Flag: Sendable {
    private let raised = Atomic<Bool>(false)

    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
    func wait() { waitUntil { isRaised } }
}

/// A number that threads add to.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .sequentiallyConsistent) }

    @discardableResult
    func increment() -> Int { number.add(1, ordering: .sequentiallyConsistent).newValue }
    func decrement() { number.subtract(1, ordering: .sequentiallyConsistent) }
}

/// Counts itself while it lives, so that a leak or a double release shows.
final class Counted: Sendable {
    let value: Int
    private let living: Counter

    init(_ value: Int, _ living: Counter) {
        self.value = value
        self.living = living
        living.increment()
    }

    deinit { living.decrement() }
}

/// Which side of a join failed, or which task of a scope.
struct Failure: Error, Equatable {
    let name: String

    init(_ name: some CustomStringConvertible) { self.name = "\(name)" }
}

/// Runs `body` with 0, 1, … on as many threads of their own and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let ended = Counter()
    for index in 0..<count {
        let thread = Thread {
            body(index)
            ended.increment()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }
    waitUntil { ended.value == count }
}

/// Joins with `b` surely taken by another worker: `a` does not start before `b` has. Needs a pool
/// with a second worker.
func joinStolen<A, B, E: Error>(
    on pool: ThreadPool,
    _ a: () throws(E) -> A,
    _ b: () throws(E) -> B
) throws(E) -> (A, B) {
    let started = Flag()
    return try pool.join(
        { () throws(E) -> A in
            started.wait()
            return try a()
        },
        { () throws(E) -> B in
            started.raise()
            return try b()
        }
    )
}

/// A number that depends on the seed and the step only.
func draw(_ seed: Int, _ step: Int, below bound: Int) -> Int {
    var stream = RandomStream(seed: UInt64(seed), stream: UInt64(step))
    return Int(stream.next() % UInt64(bound))
}

/// Keeps the processor busy for a random moment, sometimes gives it away.
func dawdle(_ seed: Int, _ step: Int) {
    let spins = draw(seed, step, below: 2_000)
    if spins < 100 { sched_yield() }
    if spins > 1_980 { return Thread.sleep(forTimeInterval: 0.000_1) }
    var state = UInt64(spins)
    for _ in 0..<spins { state = state &* 6_364_136_223_846_793_005 &+ 1 }
    if state == 0 { sched_yield() }
}

/// The naive Fibonacci number with a join at every call.
func fibonacci(_ n: Int) -> Int {
    if n < 2 { return n }
    let (a, b) = join({ fibonacci(n - 1) }, { fibonacci(n - 2) })
    return a + b
}

/// Holds a pool until told to let go.
final class Holder: Sendable {
    private let pool: Locked<ThreadPool?>

    init(_ pool: ThreadPool) { self.pool = Locked(pool) }

    func release() {
        let last = pool.withLock { pool in
            defer { pool = nil }
            return pool
        }
        withExtendedLifetime(last) {}
    }
}
