import Synchronization
import Testing

@testable import DataParallel

@Suite struct StayingAwakeTests {
    private struct Refusal: Error {}

    /// Work is shared as ever, calls nest, and the pool is back to its habits however they end.
    @Test(arguments: [1, 2, 3, 8]) func countsCalls(_ workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        func calls() -> Int { pool.state.pointee.wakefulCalls.load(ordering: .relaxed) }
        let sum = pool.stayingAwake {
            #expect(calls() == 1)
            return pool.stayingAwake {
                #expect(calls() == 2)
                return (0..<1_000).parallel.map { $0 }.sum()
            }
        }
        #expect(sum == 499_500)
        #expect(calls() == 0)
        #expect(throws: Refusal.self) {
            try pool.stayingAwake { () throws(Refusal) in throw Refusal() }
        }
        #expect(calls() == 0)
    }

    /// Workers that have gone to sleep are woken for what is forked.
    @Test func wakesThoseAsleep() {
        let pool = ThreadPool(workerCount: 3)
        for round in 0..<50 {
            let parts = pool.stayingAwake {
                (0..<64).parallel.grain(1).map { $0 + round }.collect()
            }
            #expect(parts == (0..<64).map { $0 + round })
        }
    }
}
