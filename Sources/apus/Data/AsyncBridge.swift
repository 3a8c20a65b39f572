import DataParallel
import Dispatch
import Synchronization

/// Runs work that waits for the network from a command, which does not know tasks.
enum AsyncBridge {
    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }

    /// The value of `body`, for which this thread waits.
    ///
    /// - Parameters:
    ///   - token: Cancels the task that runs `body` when it is cancelled.
    ///   - body: The work; it must end soon when its task is cancelled.
    static func run<Value: Sendable>(
        cancelledBy token: CancellationToken,
        _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let outcome = Outcome<Value>()
        let finished = DispatchSemaphore(value: 0)
        let task = Task {
            do {
                let value = try await body()
                outcome.result.withLock { $0 = .success(value) }
            } catch {
                outcome.result.withLock { $0 = .failure(error) }
            }
            finished.signal()
        }
        // A signal handler can set a flag, and no more: somebody has to look at it.
        while finished.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            if token.isCancelled { task.cancel() }
        }
        guard let result = outcome.result.withLock({ $0 }) else {
            preconditionFailure("work that has finished has a result")
        }
        return try result.get()
    }
}
