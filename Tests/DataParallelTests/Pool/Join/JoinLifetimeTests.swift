import DataParallel
import Testing

/// Every object that goes into a join or comes out of it is released exactly once.
@Suite(.timeLimit(.minutes(30))) struct JoinLifetimeTests {
    @Test(arguments: workerCounts)
    func releasesResults(workers: Int) {
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<5_000 {
            let (a, b) = pool.join({ Counted(round, living) }, { [Counted(-round, living)] })
            #expect(a.value == round)
            #expect(b.first?.value == -round)
        }
        #expect(living.value == 0)
    }

    @Test(arguments: sharingWorkerCounts)
    func releasesStolenResults(workers: Int) {
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            let (a, b) = joinStolen(
                on: pool,
                { Counted(round, living) },
                { [Counted(round, living), Counted(round + 1, living)] }
            )
            #expect(a.value + b.reduce(0) { $0 + $1.value } == 3 * round + 1)
            withExtendedLifetime((a, b)) { #expect(living.value == 3) }
        }
        #expect(living.value == 0)
    }

    /// The result of the side that did not fail is released too.
    @Test(arguments: workerCounts)
    func releasesResultsWhenTheOtherSideThrows(workers: Int) {
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<2_000 {
            _ = try? pool.join(
                { () throws(Failure) -> Counted in
                    if round % 2 == 0 { throw Failure("a") }
                    return Counted(round, living)
                },
                { () throws(Failure) -> Counted in
                    if round % 3 == 0 { throw Failure("b") }
                    return Counted(round, living)
                }
            )
            #expect(living.value == 0)
        }
    }

    @Test(arguments: sharingWorkerCounts)
    func releasesStolenResultsWhenTheFirstSideThrows(workers: Int) {
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            _ = try? joinStolen(
                on: pool,
                { () throws(Failure) -> Counted in throw Failure("a") },
                { () throws(Failure) -> Counted in Counted(round, living) }
            )
            #expect(living.value == 0)
        }
    }

    /// Errors that hold an object are released as well.
    @Test(arguments: sharingWorkerCounts)
    func releasesErrors(workers: Int) {
        struct Holding: Error { let object: Counted }
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            do throws(Holding) {
                _ = try joinStolen(
                    on: pool,
                    { () throws(Holding) -> Int in
                        if round % 2 == 0 { throw Holding(object: Counted(1, living)) }
                        return 0
                    },
                    { () throws(Holding) -> Int in
                        throw Holding(object: Counted(2, living))
                    }
                )
            } catch {
                #expect(error.object.value == (round % 2 == 0 ? 1 : 2))
            }
            #expect(living.value == 0)
        }
    }

    /// An object whose last use is in a body lives until that body has run, stolen or not.
    @Test(arguments: workerCounts)
    func keepsCapturesAliveUntilTheirLastUse(workers: Int) {
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<5_000 {
            let first = Counted(round, living)
            let second = Counted(round + 1, living)
            let (a, b) = pool.join({ first.value }, { second.value &+ living.value })
            #expect(a == round)
            #expect(b > round + 1)
        }
        #expect(living.value == 0)
    }

    @Test(arguments: sharingWorkerCounts)
    func keepsCapturesOfStolenBodiesAlive(workers: Int) {
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            let objects = (0..<3).map { Counted(round + $0, living) }
            let text = String(repeating: "x", count: round)
            let (_, sum) = joinStolen(
                on: pool,
                { dawdle(round, 0) },
                { () -> Int in
                    dawdle(round, 1)
                    return objects.reduce(text.utf8.count) { $0 + $1.value }
                }
            )
            #expect(sum == 4 * round + 3)
        }
        #expect(living.value == 0)
    }
}
