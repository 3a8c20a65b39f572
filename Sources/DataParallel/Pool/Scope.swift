import Synchronization

/// A region in which tasks are spawned that all end before the region does.
///
/// ```swift
/// scope { scope in
///     for file in files { scope.spawn { _ in index(file) } }
/// }
/// ```
///
/// Unlike the bodies of ``join(_:_:)``, a spawned task outlives the call that made it and is kept on
/// the heap: spawn tasks that are worth a microsecond or more.
public final class Scope<Failure: Error>: Sendable {
    /// Tasks that have not ended, and the region itself.
    private let open = Atomic<Int>(1)
    private let failure = Mutex<(path: [Int], error: Failure)?>(nil)
    fileprivate let hasFailed = Atomic<Bool>(false)
    private let children = Atomic<Int>(0)
    fileprivate let latch: Latch
    /// Where this scope's next child stands among all tasks, in the order of a serial run.
    private let root: ScopeRoot<Failure>?
    private let path: [Int]

    init(owner: UnsafeMutablePointer<Worker>?) {
        latch = Latch(owner: owner)
        root = nil
        path = []
    }

    private init(child path: [Int], of root: ScopeRoot<Failure>) {
        latch = Latch(owner: nil)
        self.root = root
        self.path = path
    }

    private var outermost: Scope { root?.scope ?? self }

    /// Whether a task of the region has failed: what has not started is skipped, and long tasks may
    /// want to stop.
    public var isCancelled: Bool { outermost.hasFailed.load(ordering: .acquiring) }

    /// Hands over a task to whichever worker is free; on a thread that does not work for the
    /// scope's pool, runs it at once.
    ///
    /// - Parameter body: The task; it may spawn others. Its argument is the scope to spawn them in.
    ///   When it throws, tasks that come after it in the order of a serial run are skipped if they
    ///   have not started, and the region throws the error of the first task in that order that
    ///   threw: the same one on any number of workers.
    public func spawn(_ body: @escaping @Sendable (Scope) throws(Failure) -> Void) {
        let number = children.wrappingAdd(1, ordering: .relaxed).oldValue
        let outermost = outermost
        outermost.open.wrappingAdd(1, ordering: .relaxed)
        let task = ScopeTask(
            scope: Scope(child: path + [number], of: ScopeRoot(scope: outermost)),
            body: body
        )
        // On a thread that does not work for the scope's pool, nobody would wait for the job.
        guard let worker = UnsafeMutablePointer<Worker>.current,
            worker.pointee.pool == outermost.latch.owner?.pointee.pool
        else { return task.run() }
        let job = UnsafeMutablePointer<Job>.make(task)
        if !worker.push(job) { worker.run(job) }
    }

    fileprivate func runChild(_ body: (Scope) throws(Failure) -> Void) {
        let outermost = outermost
        if !outermost.hasFailure(before: path) {
            do throws(Failure) {
                try body(self)
            } catch {
                outermost.fail(path, error)
            }
        }
        outermost.close()
    }

    /// Whether a task that comes before `path` has failed: a serial run would not get there.
    private func hasFailure(before path: [Int]) -> Bool {
        guard hasFailed.load(ordering: .acquiring) else { return false }
        return failure.withLock { $0?.path.lexicographicallyPrecedes(path) ?? true }
    }

    private func fail(_ path: [Int], _ error: Failure) {
        failure.withLock { failure in
            if let earlier = failure, !path.lexicographicallyPrecedes(earlier.path) { return }
            failure = (path, error)
        }
        hasFailed.store(true, ordering: .releasing)
    }

    fileprivate func close() {
        let (_, left) = open.wrappingSubtract(1, ordering: .acquiringAndReleasing)
        if left == 0 { latch.set() }
    }

    /// Waits for all tasks; works meanwhile.
    func finish(on worker: UnsafeMutablePointer<Worker>?) throws(Failure) {
        close()
        worker?.wait(for: latch)
        if let failure = failure.withLock({ $0 }) { throw failure.error }
    }
}

/// The scope that counts a task, and all below it.
private struct ScopeRoot<Failure: Error>: Sendable {
    let scope: Scope<Failure>
}

private final class ScopeTask<Failure: Error>: HeapJob {
    private let scope: Scope<Failure>
    private let body: @Sendable (Scope<Failure>) throws(Failure) -> Void

    init(
        scope: Scope<Failure>,
        body: @escaping @Sendable (Scope<Failure>) throws(Failure) -> Void
    ) {
        self.scope = scope
        self.body = body
    }

    override func run() { scope.runChild(body) }
}

/// Runs `body`, which may spawn tasks, and waits for all of them; the calling thread works on them,
/// too. The tasks run in the current pool: that of the worker this thread is, else the shared one.
///
/// - Throws: The error of `body`, else that of the first task that threw, in the order of a serial
///   run.
public func scope<R, Failure: Error>(
    _ body: (Scope<Failure>) throws(Failure) -> R
) throws(Failure) -> R {
    guard let worker = UnsafeMutablePointer<Worker>.current else {
        return try ThreadPool.shared.scope(body)
    }
    return try runScope(on: worker, body)
}

extension ThreadPool {
    /// Like the function of the same name, on this pool.
    public func scope<R, Failure: Error>(
        _ body: (Scope<Failure>) throws(Failure) -> R
    ) throws(Failure) -> R {
        try run { () throws(Failure) -> R in
            try runScope(on: UnsafeMutablePointer<Worker>.current, body)
        }
    }
}

private func runScope<R, Failure: Error>(
    on worker: UnsafeMutablePointer<Worker>?,
    _ body: (Scope<Failure>) throws(Failure) -> R
) throws(Failure) -> R {
    let scope = Scope<Failure>(owner: worker)
    let result: R
    do throws(Failure) {
        result = try body(scope)
    } catch {
        scope.cancelAndFinish(on: worker)
        throw error
    }
    try scope.finish(on: worker)
    return result
}

extension Scope {
    /// The region's own body has failed: nothing more starts, what runs is waited for.
    fileprivate func cancelAndFinish(on worker: UnsafeMutablePointer<Worker>?) {
        hasFailed.store(true, ordering: .releasing)
        close()
        worker?.wait(for: latch)
    }
}
