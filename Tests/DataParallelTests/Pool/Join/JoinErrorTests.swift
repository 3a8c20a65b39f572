import DataParallel
import Testing

@Suite(.timeLimit(.minutes(30))) struct JoinErrorTests {
    private func caught(_ body: () throws(Failure) -> Void) -> String? {
        do throws(Failure) {
            try body()
            return nil
        } catch {
            return error.name
        }
    }

    @Test(arguments: workerCounts)
    func throwsTheErrorOfEitherSide(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for _ in 0..<1_000 {
            let left = caught { () throws(Failure) in
                _ = try pool.join(
                    { () throws(Failure) -> Int in throw Failure("a") },
                    { () throws(Failure) -> Int in 1 }
                )
            }
            let right = caught { () throws(Failure) in
                _ = try pool.join(
                    { () throws(Failure) -> Int in 1 },
                    { () throws(Failure) -> Int in throw Failure("b") }
                )
            }
            #expect(left == "a")
            #expect(right == "b")
        }
    }

    @Test(arguments: workerCounts)
    func errorOfTheFirstSideWins(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<1_000 {
            let name = caught { () throws(Failure) in
                _ = try pool.join(
                    { () throws(Failure) -> Int in
                        dawdle(round, 0)
                        throw Failure("a")
                    },
                    { () throws(Failure) -> Int in
                        dawdle(round, 1)
                        throw Failure("b")
                    }
                )
            }
            #expect(name == "a")
        }
    }

    @Test func skipsTheSecondSideWhenTheFirstThrew() {
        let ran = Counter()
        let pool = ThreadPool(workerCount: 1)
        let name = caught { () throws(Failure) in
            _ = try pool.join(
                { () throws(Failure) -> Int in throw Failure("a") },
                { () throws(Failure) -> Int in ran.increment() }
            )
        }
        #expect(name == "a")
        #expect(ran.value == 0)
    }

    @Test(arguments: sharingWorkerCounts)
    func waitsForAStartedSecondSideWhenTheFirstThrew(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            let ended = Flag()
            let name = caught { () throws(Failure) in
                _ = try joinStolen(
                    on: pool,
                    { () throws(Failure) -> Int in throw Failure("a") },
                    { () throws(Failure) -> Int in
                        for step in 0..<5 { dawdle(round, step) }
                        ended.raise()
                        if round % 2 == 0 { throw Failure("b") }
                        return 0
                    }
                )
            }
            #expect(name == "a")
            #expect(ended.isRaised)
        }
    }

    @Test(arguments: sharingWorkerCounts)
    func throwsTheErrorOfAStolenSecondSide(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            let name = caught { () throws(Failure) in
                _ = try joinStolen(
                    on: pool,
                    { () throws(Failure) -> String in "\(round)" },
                    { () throws(Failure) -> String in throw Failure(round) }
                )
            }
            #expect(name == "\(round)")
        }
    }

    /// Of the failing leaves of a tree, the leftmost wins on any number of workers.
    @Test(arguments: workerCounts)
    func nestedErrorsComeFromTheLeftmostLeaf(workers: Int) {
        @Sendable func descend(_ leaves: Range<Int>, _ failing: Set<Int>) throws(Failure) -> Int {
            guard leaves.count > 1 else {
                dawdle(leaves.lowerBound, failing.count)
                if failing.contains(leaves.lowerBound) { throw Failure(leaves.lowerBound) }
                return leaves.lowerBound
            }
            let middle = (leaves.lowerBound + leaves.upperBound) / 2
            let (a, b) = try join(
                { () throws(Failure) in try descend(leaves.lowerBound..<middle, failing) },
                { () throws(Failure) in try descend(middle..<leaves.upperBound, failing) }
            )
            return a + b
        }
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<100 {
            let failing = Set((0..<3).map { draw(round, $0, below: 128) })
            let name = caught { () throws(Failure) in
                _ = try pool.run { () throws(Failure) in try descend(0..<128, failing) }
            }
            #expect(name == failing.min().map(String.init))
        }
        #expect((try? pool.run { () throws(Failure) in try descend(0..<128, []) }) == 128 * 127 / 2)
    }

    @Test(arguments: workerCounts)
    func untypedErrorsPassThrough(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for _ in 0..<100 {
            #expect(throws: Failure("b")) {
                _ = try pool.join({ 1 }, { () throws -> Int in throw Failure("b") })
            }
            #expect(throws: Failure("a")) {
                _ = try pool.join({ () throws -> Int in throw Failure("a") }, { 1 })
            }
        }
    }

    /// An error leaves the pool as usable as before.
    @Test(arguments: workerCounts)
    func poolWorksOnAfterErrors(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<100 {
            _ = caught { () throws(Failure) in
                _ = try pool.join(
                    { () throws(Failure) -> Int in
                        if round % 3 != 0 { throw Failure("a") }
                        return pool.run { fibonacci(8) }
                    },
                    { () throws(Failure) -> Int in
                        if round % 3 != 1 { throw Failure("b") }
                        return fibonacci(8)
                    }
                )
            }
            #expect(pool.run { fibonacci(8) } == 21)
        }
    }
}
