import ConcurrencyTestSupport
import Foundation
import Testing
@preconcurrency import _SystemShims

@testable import DataParallel

/// The deque against what a deque is: every job is taken exactly once, by its owner newest first,
/// by thieves oldest first.
@Suite(.timeLimit(.minutes(30))) struct WorkDequeTests {
    /// A deque of numbers: jobs that are never run, each at the address its number says.
    ///
    /// `@unchecked Sendable`: the deque is what is tested.
    private final class Shared: @unchecked Sendable {
        private let deque = WorkDeque()
        deinit { deque.free() }

        var looksEmpty: Bool { deque.looksEmpty }

        func push(_ number: Int) -> Bool {
            deque.push(UnsafeMutablePointer(bitPattern: (number + 1) << 4)!)
        }

        func pop() -> Int? { deque.pop().map(number) }

        func steal() -> Int? {
            while true {
                switch deque.steal() {
                case .job(let job): return number(job)
                case .empty: return nil
                case .contended: continue
                }
            }
        }

        private func number(_ job: UnsafeMutablePointer<Job>) -> Int {
            Int(bitPattern: job) >> 4 - 1
        }
    }

    @Test func ownerTakesTheNewestFirst() {
        let shared = Shared()
        #expect(shared.pop() == nil)
        for index in 0..<100 { #expect(shared.push(index)) }
        for index in (0..<100).reversed() { #expect(shared.pop() == index) }
        #expect(shared.pop() == nil)
        #expect(shared.looksEmpty)
    }

    @Test func thievesTakeTheOldestFirst() {
        let shared = Shared()
        for index in 0..<100 { #expect(shared.push(index)) }
        for index in 0..<100 { #expect(shared.steal() == index) }
        #expect(shared.steal() == nil)
        #expect(shared.pop() == nil)
    }

    @Test func isFullAtItsCapacity() {
        let shared = Shared()
        for round in 0..<3 {
            for index in 0..<WorkDeque.capacity { #expect(shared.push(index)) }
            #expect(!shared.push(0))
            // A theft makes room for one.
            #expect(shared.steal() == 0)
            #expect(shared.push(WorkDeque.capacity))
            #expect(!shared.push(0))
            #expect(shared.pop() == WorkDeque.capacity)
            for index in (1..<WorkDeque.capacity).reversed() {
                #expect(shared.pop() == index)
            }
            #expect(shared.pop() == nil, "round \(round)")
        }
    }

    /// Any sequence of operations by one thread gives what an array gives, far past the ring's end.
    @Test(arguments: 0..<4)
    func matchesAnArrayInSequence(seed: Int) {
        let shared = Shared()
        var reference: [Int] = []
        var stream = RandomStream(seed: UInt64(seed), stream: 0)
        var next = 0
        var wrong = 0
        for _ in 0..<150_000 {
            switch stream.next() % 8 {
            case 0..<4:
                let isPushed = shared.push(next)
                if isPushed != (reference.count < WorkDeque.capacity) { wrong += 1 }
                if isPushed { reference.append(next) }
                next += 1
            case 4, 5: if shared.pop() != reference.popLast() { wrong += 1 }
            default:
                let oldest = reference.isEmpty ? nil : reference.removeFirst()
                if shared.steal() != oldest { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        #expect(next > 10 * WorkDeque.capacity)
    }

    /// One owner on a random schedule and thieves that never rest.
    @Test(arguments: [1, 2, 3], 0..<4)
    func losesNothingAndGivesNothingTwice(thieves: Int, seed: Int) {
        apus_prepare_barriers()
        stress(thieves: thieves, seed: seed, jobs: 100_000)
    }

    private func stress(thieves: Int, seed: Int, jobs: Int) {
        let shared = Shared()
        let takers = Locked<[[Int]]>([])
        let isOver = Flag()
        let ended = Counter()
        for thief in 0..<thieves {
            let thread = Thread {
                var taken: [Int] = []
                var round = 0
                while true {
                    // Read before the last look: what was pushed before it is then seen.
                    let isLast = isOver.isRaised
                    if let number = shared.steal() {
                        taken.append(number)
                    } else if isLast {
                        break
                    }
                    round += 1
                    if round % 64 == thief { sched_yield() }
                }
                takers.withLock { $0.append(taken) }
                ended.increment()
            }
            thread.start()
        }
        let (popped, refused) = own(shared, seed, jobs)
        isOver.raise()
        waitUntil { ended.value == thieves }

        var times = Array(repeating: 0, count: jobs)
        for number in popped + refused { times[number] += 1 }
        for taken in takers.withLock({ $0 }) {
            for number in taken { times[number] += 1 }
            // Jobs are numbered as they were pushed, and the oldest goes first.
            #expect(zip(taken, taken.dropFirst()).allSatisfy { $0 < $1 })
        }
        #expect(times.allSatisfy { $0 == 1 })
    }

    /// Pushes all jobs and pops some, in bursts; the deque is often empty or down to one job.
    private func own(
        _ shared: Shared,
        _ seed: Int,
        _ jobs: Int
    ) -> (popped: [Int], refused: [Int]) {
        var stream = RandomStream(seed: UInt64(seed), stream: 1)
        var popped: [Int] = []
        var refused: [Int] = []
        // What the owner has pushed and not popped; thieves take from its front.
        var own: [Int] = []
        var next = 0
        var wrong = 0
        while next < jobs {
            let longest: UInt64 = stream.next() % 4 == 0 ? 40 : 3
            for _ in 0..<(stream.next() % longest + 1) where next < jobs {
                if shared.push(next) { own.append(next) } else { refused.append(next) }
                next += 1
            }
            for _ in 0..<(stream.next() % longest) {
                guard let taken = shared.pop() else {
                    own.removeAll(keepingCapacity: true)
                    break
                }
                // Nobody but the owner takes from this end.
                if taken != own.popLast() { wrong += 1 }
                popped.append(taken)
            }
            if stream.next() % 256 == 0 { sched_yield() }
        }
        while let taken = shared.pop() {
            if taken != own.popLast() { wrong += 1 }
            popped.append(taken)
        }
        #expect(wrong == 0)
        return (popped, refused)
    }

    /// The same where the system has no process-wide barrier: both sides use fences.
    @Test func losesNothingWithSymmetricBarriers() async {
        await #expect(processExitsWith: .success) {
            // No pool has prepared the barriers in this process.
            precondition(apus_barriers_are_asymmetric == 0)
            for thieves in 1...3 {
                WorkDequeTests().stress(thieves: thieves, seed: thieves, jobs: 100_000)
            }
            precondition(apus_barriers_are_asymmetric == 0)
        }
    }

    /// Whole pools on fences alone.
    @Test func poolsWorkWithSymmetricBarriers() async {
        await #expect(processExitsWith: .success) {
            apus_prepare_barriers()
            apus_barriers_are_asymmetric = 0
            for workers in workerCounts {
                let pool = ThreadPool(workerCount: workers)
                for _ in 0..<20 { precondition(pool.run { fibonacci(16) } == 987) }
                let ran = Counter()
                for round in 0..<200 {
                    pool.scope { scope in
                        for _ in 0..<10 { scope.spawn { _ in ran.increment() } }
                    }
                    if round % 4 == 0 { pause(milliseconds: 0.1) }
                }
                precondition(ran.value == 2_000)
            }
        }
    }
}
