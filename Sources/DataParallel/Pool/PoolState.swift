public import Synchronization
import _SystemShims

/// What the threads of a pool share. It lives at one address from the pool's start to its end.
@usableFromInline
struct PoolState: ~Copyable {
    /// Threads that can call in at once and share their work; more than that work alone.
    static var guestCapacity: Int { 64 }

    /// Workers that are asleep and may be woken for a job.
    @usableFromInline let sleepers = Atomic<Int>(0)
    private let padding: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
    @usableFromInline let workerCount: Int
    /// Which guest slots are taken, a bit each.
    let guests = Atomic<UInt64>(0)
    /// Workers that exist: those of the pool, then guests that ever were.
    let slotCount: Atomic<Int>
    let injectedCount = Atomic<Int>(0)
    /// Injected jobs that are waiting or running.
    let activeInjected = Atomic<Int>(0)
    let isShuttingDown = Atomic<Bool>(false)
    /// Calls of ``ThreadPool/stayingAwake(_:)`` that have not returned.
    let wakefulCalls = Atomic<Int>(0)
    private let workers: UnsafeMutablePointer<Atomic<UnsafeMutablePointer<Worker>?>>
    let injected = Mutex<InjectedQueue>(InjectedQueue())
    /// Guests for whom there was no slot, to be used again. Nobody steals from them.
    let loners = Mutex<[Loner]>([])

    init(workerCount: Int) {
        self.workerCount = workerCount
        slotCount = Atomic(workerCount)
        let capacity = workerCount + Self.guestCapacity
        workers = .allocate(capacity: capacity)
        for index in 0..<capacity { (workers + index).initialize(to: Atomic(nil)) }
    }

    deinit {
        for index in 0..<(workerCount + Self.guestCapacity) {
            workers[index].load(ordering: .relaxed)?.destroy()
        }
        for loner in loners.withLock({ $0 }) { loner.worker.destroy() }
        workers.deinitialize(count: workerCount + Self.guestCapacity)
        workers.deallocate()
    }

    /// The last worker: it works only while no guest does, so that a guest and the other workers
    /// together are as many threads as the pool has workers.
    var reserveIndex: Int { workerCount - 1 }

    func worker(_ index: Int) -> UnsafeMutablePointer<Worker>? {
        workers[index].load(ordering: .acquiring)
    }

    func setWorker(_ index: Int, _ worker: UnsafeMutablePointer<Worker>) {
        workers[index].store(worker, ordering: .releasing)
    }
}

/// A guest without a slot.
///
/// `@unchecked Sendable`: one that is listed belongs to the list alone.
struct Loner: @unchecked Sendable {
    let worker: UnsafeMutablePointer<Worker>
}

/// Jobs from outside the pool, first in, first out.
struct InjectedQueue: ~Copyable {
    /// `@unchecked Sendable`: a job in the queue belongs to the queue alone.
    struct Entry: @unchecked Sendable {
        let job: UnsafeMutablePointer<Job>
    }

    private var jobs: [Entry] = []
    private var head = 0

    mutating func append(_ entry: Entry) { jobs.append(entry) }

    mutating func removeFirst() -> Entry? {
        guard head < jobs.count else { return nil }
        let job = jobs[head]
        head += 1
        // At least half is removed at a time, so that no job is moved often.
        if head == jobs.count || head >= max(1_024, jobs.count / 2) {
            jobs.removeFirst(head)
            head = 0
        }
        return job
    }
}

extension UnsafeMutablePointer<PoolState> {
    /// Wakes one worker for a job that was just made visible.
    @usableFromInline
    func wakeOne() {
        let count = pointee.slotCount.load(ordering: .acquiring)
        for index in 0..<count {
            guard let worker = pointee.worker(index) else { continue }
            let activity = worker.pointee.activity.pointee.load(ordering: .relaxed)
            if activity == Worker.Activity.asleep {
                if index == pointee.reserveIndex, pointee.guests.load(ordering: .acquiring) != 0 {
                    setAside(worker)
                    continue
                }
            } else if activity != Worker.Activity.waiting {
                continue
            }
            if worker.wake(from: activity) { return }
        }
    }

    /// The sleeping reserve is not to be woken for guests' jobs, nor to be found again and again.
    private func setAside(_ worker: UnsafeMutablePointer<Worker>) {
        let (exchanged, _) = worker.pointee.activity.pointee.compareExchange(
            expected: Worker.Activity.asleep,
            desired: Worker.Activity.setAside,
            ordering: .sequentiallyConsistent
        )
        guard exchanged else { return }
        pointee.sleepers.subtract(1, ordering: .sequentiallyConsistent)
        // The last guest may have left since, and have found the reserve not yet aside.
        if pointee.guests.load(ordering: .sequentiallyConsistent) == 0 {
            worker.wake(from: Worker.Activity.setAside)
        }
    }

    /// Wakes the reserve from wherever it sleeps. It may be set aside while it is asleep, never the
    /// other way round: hence the order.
    func wakeReserve() {
        guard let reserve = pointee.worker(pointee.reserveIndex) else { return }
        if !reserve.wake(from: Worker.Activity.asleep) {
            reserve.wake(from: Worker.Activity.setAside)
        }
    }

    /// Hands over a job from outside.
    func inject(_ job: UnsafeMutablePointer<Job>) {
        pointee.activeInjected.add(1, ordering: .sequentiallyConsistent)
        job.pointee.isInjected.store(true, ordering: .releasing)
        let entry = InjectedQueue.Entry(job: job)
        pointee.injected.withLock { $0.append(entry) }
        pointee.injectedCount.add(1, ordering: .sequentiallyConsistent)
        wakeForInjected()
    }

    /// Wakes an idle worker of the pool, not a guest: guests come back to what they called for.
    func wakeForInjected() {
        for index in 0..<pointee.reserveIndex {
            guard let worker = pointee.worker(index) else { continue }
            guard worker.wake(from: Worker.Activity.asleep) else { continue }
            // The reserve is free to help with what the job forks, unless guests work.
            if pointee.guests.load(ordering: .sequentiallyConsistent) == 0 {
                pointee.worker(pointee.reserveIndex)?.wake(from: Worker.Activity.setAside)
            }
            return
        }
        wakeReserve()
    }

    func takeInjected() -> UnsafeMutablePointer<Job>? {
        guard pointee.injectedCount.load(ordering: .relaxed) > 0 else { return nil }
        let entry = pointee.injected.withLock { $0.removeFirst() }
        if entry != nil { pointee.injectedCount.subtract(1, ordering: .sequentiallyConsistent) }
        return entry?.job
    }

    // MARK: - Guests

    /// Makes the calling thread a worker of this pool; when too many threads are, one that works
    /// alone.
    @usableFromInline
    func enter() -> UnsafeMutablePointer<Worker> {
        var mask = pointee.guests.load(ordering: .relaxed)
        while true {
            let free = (~mask).trailingZeroBitCount
            guard free < PoolState.guestCapacity else { return enterAlone() }
            let (exchanged, original) = pointee.guests.weakCompareExchange(
                expected: mask,
                desired: mask | (1 << UInt64(free)),
                ordering: .sequentiallyConsistent
            )
            if exchanged {
                let index = pointee.workerCount + free
                return pointee.worker(index) ?? makeGuest(index)
            }
            mask = original
        }
    }

    /// Gives the slot back; its deque is empty.
    @usableFromInline
    func leave(_ guest: UnsafeMutablePointer<Worker>) {
        if guest.pointee.index == lonerIndex {
            let loner = Loner(worker: guest)
            return pointee.loners.withLock { $0.append(loner) }
        }
        let bit = UInt64(1) << UInt64(guest.pointee.index - pointee.workerCount)
        let (_, mask) = pointee.guests.bitwiseAnd(~bit, ordering: .sequentiallyConsistent)
        // Without guests the reserve may help with what injected jobs have forked.
        if mask == 0, pointee.activeInjected.load(ordering: .sequentiallyConsistent) > 0 {
            wakeReserve()
        }
    }

    /// The index of all workers that are not listed.
    private var lonerIndex: Int { pointee.workerCount + PoolState.guestCapacity }

    private func enterAlone() -> UnsafeMutablePointer<Worker> {
        let spare = pointee.loners.withLock { $0.popLast() }
        return spare?.worker ?? .make(pool: self, index: lonerIndex)
    }

    private func makeGuest(_ index: Int) -> UnsafeMutablePointer<Worker> {
        let worker = UnsafeMutablePointer<Worker>.make(pool: self, index: index)
        pointee.setWorker(index, worker)
        var count = pointee.slotCount.load(ordering: .relaxed)
        while count <= index {
            let (exchanged, original) = pointee.slotCount.compareExchange(
                expected: count,
                desired: index + 1,
                ordering: .sequentiallyConsistent
            )
            if exchanged { break }
            count = original
        }
        return worker
    }
}

extension UnsafeMutablePointer<Worker> {
    /// Makes a worker on cache lines of its own.
    static func make(pool: UnsafeMutablePointer<PoolState>, index: Int) -> Self {
        let lines = (MemoryLayout<Worker>.size + 127) / 128 * 128
        let memory = UnsafeMutableRawPointer.allocate(byteCount: lines, alignment: 128)
        let worker = memory.bindMemory(to: Worker.self, capacity: 1)
        worker.initialize(to: Worker(pool: pool, index: index))
        return worker
    }

    func destroy() {
        freeFrames()
        pointee.free()
        deinitialize(count: 1)
        deallocate()
    }
}
