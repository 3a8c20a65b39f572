import DataParallel
import Synchronization
import Testing

@Suite struct FailureTests {
    @Test(arguments: workerCounts, 0..<8 as Range<UInt64>)
    func theLowestIndexWins(workers: Int, seed: UInt64) throws {
        let size = 10_000
        var stream = RandomStream(seed: seed, stream: 3)
        let bad = Set((0..<5).map { _ in Int(stream.next() % UInt64(size)) })
        let lowest = bad.min()!
        let check: @Sendable (Int) throws(Failed) -> Int = { (index) throws(Failed) in
            if bad.contains(index) { throw Failed(index: index) }
            return index
        }
        for grain in [1, 100, 1_000_000] {
            onPool(workers) {
                let range = (0..<size).parallel.grain(grain).throwing(Failed.self)
                #expect(throws: Failed(index: lowest)) { try range.map(check).collect() }
                #expect(throws: Failed(index: lowest)) {
                    try range.forEach { (index) throws(Failed) in _ = try check(index) }
                }
                #expect(throws: Failed(index: lowest)) { try range.map(check).sum() }
                #expect(throws: Failed(index: lowest)) {
                    try range.map(check).filter { $0 % 2 == 0 }.collect()
                }
            }
        }
        onPool(workers) {
            let range = (0..<size).parallel.throwing(Failed.self)
            #expect(throws: Failed(index: lowest)) { try range.map(check).collect() }
            #expect(throws: Failed(index: lowest)) { try range.map(check).reduce(0) { $0 + $1 } }
            #expect(throws: Failed(index: lowest)) {
                try range.map(check).allSatisfy { $0 >= 0 }
            }
            #expect(throws: Failed(index: lowest)) {
                try range.map(check).inclusiveScan { $0 + $1 }
            }
        }
    }

    @Test(arguments: workerCounts)
    func theFoldMayThrow(workers: Int) {
        _ = onPool(workers) {
            #expect(throws: Failed(index: 777)) {
                _ = try (0..<10_000).parallel.throwing(Failed.self).reduce(into: 0) {
                    (_, index) throws(Failed) in
                    if index == 777 || index > 8_000 { throw Failed(index: index) }
                } combine: { (_, _) throws(Failed) in
                }
            }
        }
    }

    @Test(arguments: workerCounts)
    func theTypeOfTheErrorIsKept(workers: Int) {
        onPool(workers) {
            do throws(Failed) {
                _ = try [1, 2, 3].parallel.throwing(Failed.self)
                    .map { (number) throws(Failed) -> Int in throw Failed(index: number) }
                    .collect()
            } catch {
                #expect(error.index == 1)
            }
            #expect(throws: Failed(index: 2)) {
                try [1, 2, 3].parallel.throwing((any Error).self)
                    .map { if $0 == 2 { throw Failed(index: $0) } }.forEach { _ in }
            }
        }
    }

    @Test(arguments: workerCounts)
    func elementsBelowTheErrorAreVisited(workers: Int) {
        let visits = Visits(1_000)
        _ = onPool(workers) {
            #expect(throws: Failed(index: 900)) {
                try (0..<1_000).parallel.grain(1).throwing(Failed.self).forEach {
                    (index) throws(Failed) in
                    visits.add(index)
                    if index >= 900 { throw Failed(index: index) }
                }
            }
        }
        #expect((0...900).allSatisfy { visits[$0] == 1 })
    }

    @Test(arguments: workerCounts)
    func cancels(workers: Int) {
        let token = CancellationToken()
        let visits = Atomic<Int>(0)
        onPool(workers) {
            #expect(throws: ParallelCancellation()) {
                try (0..<1_000_000).parallel.grain(10).cancellable(by: token).forEach { index in
                    visits.wrappingAdd(1, ordering: .relaxed)
                    if index == 5 { token.cancel() }
                }
            }
            #expect(throws: ParallelCancellation()) {
                try (0..<10).parallel.cancellable(by: token).map { $0 }.sum()
            }
        }
        #expect(visits.load(ordering: .relaxed) < 1_000_000)
        #expect(throws: Failed(index: -1)) {
            try (0..<10).parallel.filter { $0 > 2 }.throwing(Failed.self)
                .cancellable(by: token, throwing: Failed(index: -1)).collect()
        }
    }

    @Test(arguments: workerCounts)
    func aTokenThatIsNotCancelledChangesNothing(workers: Int) throws {
        try onPool(workers) {
            let sum = try (0..<100_000).parallel.cancellable(by: CancellationToken()).sum()
            #expect(sum == 4_999_950_000)
        }
    }
}
