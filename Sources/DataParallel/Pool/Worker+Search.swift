import Synchronization
import _SystemShims

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How long an idle worker looks around before it sleeps, in microseconds: long enough to catch the
/// next fork of a busy program, short enough to cost nothing afterwards.
private let searchMicroseconds = 40.0
/// As long while somebody asks the pool to stay awake: see ``ThreadPool/stayingAwake(_:)``.
private let wakefulMicroseconds = 1_000.0
/// After this long it lets other threads run between two looks.
private let politeMicroseconds = 8.0

/// Spin hints between two looks: a look touches memory that the owner writes.
private let hintsBetweenLooks = 12

extension UnsafeMutablePointer<Worker> {
    /// Looks for a job to steal for a while; nil when there is none or the latch is set.
    func search(until latch: borrowing Latch) -> UnsafeMutablePointer<Job>? {
        let clock = SearchClock(pointee.pool)
        while true {
            if let job = stealOnce() { return job }
            if latch.isSet || !clock.pause() { return nil }
        }
    }

    /// Looks for any job, injected ones included, for a while.
    func searchForAny() -> UnsafeMutablePointer<Job>? {
        let clock = SearchClock(pointee.pool)
        while true {
            if mayHelp, let job = stealOnce() { return job }
            if let job = pointee.pool.takeInjected() { return job }
            if pointee.pool.pointee.isShuttingDown.load(ordering: .acquiring) { return nil }
            if !clock.pause() { return nil }
        }
    }

    /// Whether this worker may take jobs of others: the reserve stands back while guests work, so
    /// that no more threads run than the pool has workers.
    var mayHelp: Bool {
        pointee.index != pointee.pool.pointee.reserveIndex
            || pointee.pool.pointee.guests.load(ordering: .sequentiallyConsistent) == 0
    }

    /// One look at every other deque.
    func stealOnce() -> UnsafeMutablePointer<Job>? {
        let pool = pointee.pool
        let count = pool.pointee.slotCount.load(ordering: .acquiring)
        var victim = pointee.nextVictim.load(ordering: .relaxed)
        for _ in 0..<count {
            victim += 1
            if victim >= count { victim = 0 }
            guard victim != pointee.index, let other = pool.pointee.worker(victim) else { continue }
            if other.pointee.deque.looksEmpty { continue }
            while true {
                switch other.pointee.deque.steal() {
                case .job(let job):
                    pointee.nextVictim.store(victim - 1, ordering: .relaxed)
                    pointee.counters.steals.incrementAsOnlyWriter()
                    return job
                case .contended:
                    continue
                case .empty:
                    break
                }
                break
            }
        }
        pointee.nextVictim.store(victim, ordering: .relaxed)
        return nil
    }

    /// Whether there is anything to steal.
    private var seesWork: Bool {
        let pool = pointee.pool
        let count = pool.pointee.slotCount.load(ordering: .acquiring)
        for victim in 0..<count where victim != pointee.index {
            if let other = pool.pointee.worker(victim), !other.pointee.deque.looksEmpty {
                return true
            }
        }
        return false
    }

    /// Sleeps until woken, unless the latch is set or there is work. Returns whether somebody has
    /// woken it: see ``passOn()``.
    func sleep(unless latch: borrowing Latch) -> Bool {
        announceSleep(Worker.Activity.waiting)
        if latch.isSet || seesWork { return cancelSleep(Worker.Activity.waiting) }
        pointee.counters.parks.incrementAsOnlyWriter()
        wait(in: Worker.Activity.waiting)
        return true
    }

    /// Sleeps until woken, unless there is work or the pool is shutting down. Returns whether
    /// somebody has woken it: see ``passOn()``.
    func sleepWithoutLatch() -> Bool {
        guard mayHelp else { return standAside() }
        announceSleep(Worker.Activity.asleep)
        let pool = pointee.pool
        if seesWork || pool.pointee.injectedCount.load(ordering: .sequentiallyConsistent) > 0
            || pool.pointee.isShuttingDown.load(ordering: .acquiring) || !mayHelp
        {
            return cancelSleep(Worker.Activity.asleep)
        }
        pointee.counters.parks.incrementAsOnlyWriter()
        wait(in: Worker.Activity.asleep)
        // The pool may have set the reserve aside in its sleep.
        wait(in: Worker.Activity.setAside)
        return true
    }

    /// Wakes another worker if there is more to do. A worker that was woken for one job may find
    /// another first, or return because its latch is set: its wake-up may have been the only one
    /// that the job got.
    func passOn() {
        let pool = pointee.pool
        if pool.pointee.injectedCount.load(ordering: .relaxed) > 0 { pool.wakeForInjected() }
        if pool.pointee.sleepers.load(ordering: .relaxed) > 0, seesWork { pool.wakeOne() }
    }

    private func announceSleep(_ activity: UInt32) {
        pointee.placement.goHome()
        // Counted first: whoever wakes this worker uncounts it, so the count is never too low.
        pointee.pool.pointee.sleepers.add(1, ordering: .sequentiallyConsistent)
        pointee.activity.pointee.store(activity, ordering: .sequentiallyConsistent)
        // From here on a pusher sees the sleeper, or the sleeper sees what was pushed.
        apus_heavy_barrier()
    }

    /// Takes the announcement back. Returns whether somebody has woken this worker meanwhile.
    private func cancelSleep(_ activity: UInt32) -> Bool {
        guard leave(activity) else { return true }
        pointee.pool.pointee.sleepers.subtract(1, ordering: .sequentiallyConsistent)
        return false
    }

    /// The reserve sleeps uncounted while guests work.
    private func standAside() -> Bool {
        let pool = pointee.pool
        pointee.activity.pointee.store(
            Worker.Activity.setAside,
            ordering: .sequentiallyConsistent
        )
        if mayHelp || pool.pointee.injectedCount.load(ordering: .sequentiallyConsistent) > 0
            || pool.pointee.isShuttingDown.load(ordering: .sequentiallyConsistent)
        {
            return !leave(Worker.Activity.setAside)
        }
        pointee.counters.parks.incrementAsOnlyWriter()
        wait(in: Worker.Activity.setAside)
        return true
    }

    private func wait(in activity: UInt32) {
        defer { pointee.placement.goHome() }
        while pointee.activity.pointee.load(ordering: .acquiring) == activity {
            apus_park(
                UnsafeMutableRawPointer(pointee.activity).assumingMemoryBound(to: UInt32.self),
                activity
            )
        }
    }

    /// Turns an activity into awake. False when somebody else was faster.
    func leave(_ activity: UInt32) -> Bool {
        pointee.activity.pointee.compareExchange(
            expected: activity,
            desired: Worker.Activity.awake,
            ordering: .sequentiallyConsistent
        ).exchanged
    }

    private func unpark() {
        apus_unpark(UnsafeMutableRawPointer(pointee.activity).assumingMemoryBound(to: UInt32.self))
    }

    /// Wakes this worker if it sleeps in that way; false when it does not.
    @discardableResult
    func wake(from activity: UInt32) -> Bool {
        guard leave(activity) else { return false }
        if activity != Worker.Activity.setAside {
            pointee.pool.pointee.sleepers.subtract(1, ordering: .sequentiallyConsistent)
        }
        // At the pool's end the thread may be gone before it could be moved.
        if !pointee.pool.pointee.isShuttingDown.load(ordering: .acquiring) {
            pointee.placement.makeRoom()
        }
        unpark()
        return true
    }
}

/// Paces a search: spins, then yields, then gives up.
private struct SearchClock: ~Copyable {
    private let start = apus_ticks()
    private let pool: UnsafeMutablePointer<PoolState>
    private static let polite = UInt64(politeMicroseconds * apus_ticks_per_microsecond())
    private static let limit = UInt64(searchMicroseconds * apus_ticks_per_microsecond())
    private static let wakefulLimit = UInt64(wakefulMicroseconds * apus_ticks_per_microsecond())

    init(_ pool: UnsafeMutablePointer<PoolState>) { self.pool = pool }

    /// False when the search has lasted long enough.
    func pause() -> Bool {
        let elapsed = apus_ticks() &- start
        if elapsed > Self.limit {
            let isWakeful = pool.pointee.wakefulCalls.load(ordering: .relaxed) > 0
            if !isWakeful || elapsed > Self.wakefulLimit { return false }
        }
        if elapsed > Self.polite { sched_yield() }
        for _ in 0..<hintsBetweenLooks { apus_spin_hint() }
        return true
    }
}
