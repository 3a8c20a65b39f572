import Synchronization

extension ThreadPool {
    /// Runs `body` on one of this pool's workers without blocking the caller's thread.
    ///
    /// What `body` forks is shared with the pool's other workers. When the calling task is
    /// cancelled, so is the token; `body` decides what to do about it.
    ///
    /// - Parameter body: The work, given the token of the calling task.
    /// - Throws: What `body` throws.
    public func run<R: Sendable, E: Error>(
        _ body: @escaping @Sendable (CancellationToken) throws(E) -> R
    ) async throws(E) -> R {
        let token = CancellationToken()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                inject(
                    ClosureJob {
                        continuation.resume(returning: Self.outcome(of: body, token))
                    }
                )
            }
        } onCancel: {
            token.cancel()
        }
        return try result.get()
    }

    private static func outcome<R, E: Error>(
        of body: (CancellationToken) throws(E) -> R,
        _ token: CancellationToken
    ) -> Result<R, E> {
        do throws(E) {
            return .success(try body(token))
        } catch {
            return .failure(error)
        }
    }

    /// Runs `body` on one of this pool's workers some time later.
    public func submit(_ body: @escaping @Sendable () -> Void) {
        inject(ClosureJob(body))
    }
}

/// Lets tasks run on the pool: `Task(executorPreference: pool) { … }`.
extension ThreadPool: TaskExecutor {
    /// Hands a task's next step to a worker.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        // The job keeps the pool alive: its task may hold the last reference.
        inject(
            ClosureJob { [self] in
                job.runSynchronously(on: executor)
                withExtendedLifetime(self) {}
            }
        )
    }
}

/// A closure to be run once.
private final class ClosureJob: HeapJob {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    override func run() { body() }
}
