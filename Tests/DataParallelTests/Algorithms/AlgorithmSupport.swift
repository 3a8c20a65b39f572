import DataParallel
import Synchronization

/// The sizes that everything is tested with.
let sizes = [0, 1, 2, 63, 64, 65, 1_000, 100_000]

private let pools: [ThreadPool] = workerCounts.map { ThreadPool(workerCount: $0) }

/// Runs `body` on a pool of so many workers, and the test's thread.
func onPool<R, E: Error>(_ workers: Int, _ body: () throws(E) -> R) throws(E) -> R {
    try pools[workerCounts.firstIndex(of: workers)!].run(body)
}

/// The results of `body` on every number of workers.
func onEveryPool<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> [R] {
    var results: [R] = []
    for workers in workerCounts { results.append(try onPool(workers, body)) }
    return results
}

/// Seeded numbers in 0..<1,000.
func numbers(_ count: Int, seed: UInt64 = 1) -> [Int] {
    var stream = RandomStream(seed: seed, stream: UInt64(count))
    return (0..<count).map { _ in Int(stream.next() % 1_000) }
}

/// Seeded numbers of very different sizes, so that each order of adding them gives other bits.
func decimals(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var stream = RandomStream(seed: seed, stream: UInt64(count))
    return (0..<count).map { _ in
        (stream.nextUniform() - 0.5)
            * Double(sign: .plus, exponent: Int(stream.next() % 60), significand: 1)
    }
}

/// An error that says where it was thrown.
struct Failed: Error, Equatable {
    let index: Int
}

/// Takes a while, so that elements look heavy.
func spin(_ rounds: Int) -> Double {
    var value = Double(rounds)
    for _ in 0..<rounds { value = (value * 1.000_1 + 1).squareRoot() + 1 }
    return value
}

/// Counts how many of its objects live.
final class Ledger: Sendable {
    private let count = Atomic<Int>(0)
    private let madeCount = Atomic<Int>(0)

    var living: Int { count.load(ordering: .relaxed) }
    var made: Int { madeCount.load(ordering: .relaxed) }

    final class Entry: Sendable {
        let value: Int
        private let ledger: Ledger

        init(_ value: Int, _ ledger: Ledger) {
            self.value = value
            self.ledger = ledger
            ledger.count.wrappingAdd(1, ordering: .relaxed)
            ledger.madeCount.wrappingAdd(1, ordering: .relaxed)
        }

        deinit { ledger.count.wrappingSubtract(1, ordering: .relaxed) }
    }
}
