import _SystemShims

/// Runs both bodies, possibly at the same time, and returns both results.
///
/// `a` runs on the calling thread; `b` may be taken by another worker of the current pool (the one
/// this thread works for, else ``ThreadPool/shared``), and otherwise runs here after `a`. A thread
/// that waits for a body another one has taken works on something else meanwhile; joins may be
/// nested to any depth.
///
/// - Throws: The error of `a`, if it throws: `b` is then skipped or, if it has started, waited for.
///   Else the error of `b`.
/// - Complexity: A few nanoseconds on top of the bodies; no allocation.
@inlinable
public func join<A, B, E: Error>(
    _ a: () throws(E) -> A,
    _ b: () throws(E) -> B
) throws(E) -> (A, B) {
    guard let worker = UnsafeMutablePointer<Worker>.current else {
        return try joinOnSharedPool(a, b)
    }
    return try worker.join(a, { (_: Bool) throws(E) -> B in try b() })
}

/// Kept out of line: the caller's fast path stays small.
@inlinable @inline(never)
func joinOnSharedPool<A, B, E: Error>(
    _ a: () throws(E) -> A,
    _ b: () throws(E) -> B
) throws(E) -> (A, B) {
    try ThreadPool.shared.join(a, b)
}

/// Like ``join(_:_:)``, and tells `b` whether another worker has taken it: an algorithm then knows
/// that others are looking for work.
@inlinable
func joinTellingStolen<A, B, E: Error>(
    _ a: () throws(E) -> A,
    _ b: (_ wasStolen: Bool) throws(E) -> B
) throws(E) -> (A, B) {
    guard let worker = UnsafeMutablePointer<Worker>.current else {
        return try ThreadPool.shared.run { () throws(E) -> (A, B) in
            guard let worker = UnsafeMutablePointer<Worker>.current else {
                return (try a(), try b(false))
            }
            return try worker.join(a, b)
        }
    }
    return try worker.join(a, b)
}

/// The number of workers of the current pool: that of the worker the calling thread is, else the
/// shared one.
@inlinable
public func currentWorkerCount() -> Int {
    guard let worker = UnsafeMutablePointer<Worker>.current else {
        return ThreadPool.shared.workerCount
    }
    return worker.pointee.pool.pointee.workerCount
}

extension ThreadPool {
    /// Runs both bodies, possibly at the same time, on this pool; see ``join(_:_:)``.
    @inlinable
    public func join<A, B, E: Error>(
        _ a: () throws(E) -> A,
        _ b: () throws(E) -> B
    ) throws(E) -> (A, B) {
        try run { () throws(E) -> (A, B) in
            guard let worker = UnsafeMutablePointer<Worker>.current,
                worker.pointee.pool == state
            else { return (try a(), try b()) }
            return try worker.join(a, { (_: Bool) throws(E) -> B in try b() })
        }
    }
}

extension UnsafeMutablePointer<Worker> {
    @inlinable @inline(__always)
    func join<A, B, E: Error>(
        _ a: () throws(E) -> A,
        _ b: (_ wasStolen: Bool) throws(E) -> B
    ) throws(E) -> (A, B) {
        var outcome: Result<B, E>?
        return try withUnsafeMutablePointer(to: &outcome) { (outcome) throws(E) -> (A, B) in
            try join(a, b, outcome) {
                do throws(E) {
                    outcome.pointee = .success(try b(true))
                } catch {
                    outcome.pointee = .failure(error)
                }
            }
        }
    }

    /// - Parameter stolen: What a thief runs. Its words are captured and its context lives until
    ///   ``keepAlive(_:)``, after the last moment at which a thief can have it.
    @inlinable @inline(__always)
    func join<A, B, E: Error>(
        _ a: () throws(E) -> A,
        _ b: (_ wasStolen: Bool) throws(E) -> B,
        _ outcome: UnsafeMutablePointer<Result<B, E>?>,
        _ stolen: () -> Void
    ) throws(E) -> (A, B) {
        var job = Job(owner: self)
        return try withUnsafeMutablePointer(to: &job) { (job) throws(E) -> (A, B) in
            capture(stolen, &job.pointee.closure)
            guard push(job) else { return (try a(), try b(false)) }
            let left: A
            do throws(E) {
                left = try a()
            } catch {
                if !reclaim(job) { wait(for: job.pointee.latch) }
                keepAlive(stolen)
                throw error
            }
            if reclaim(job) { return (left, try b(false)) }
            wait(for: job.pointee.latch)
            keepAlive(stolen)
            return (left, try outcome.pointee!.get())
        }
    }
}
