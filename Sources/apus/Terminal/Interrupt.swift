import DataParallel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Turns Ctrl-C and SIGTERM into a request to stop; a second one ends the program at once.
enum Interrupt {
    /// Cancelled by the first signal.
    static let token = CancellationToken()
    private static let received = Atomic<Int32>(0)

    /// Starts listening.
    static func install() {
        // Both globals exist before the handler can run: it may not allocate or lock.
        _ = token.isCancelled
        _ = received.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            let handler: @convention(c) (Int32) -> Void = { number in
                Interrupt.received.store(number, ordering: .relaxed)
                Interrupt.token.cancel()
            }
            #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
            action.sa_flags = SA_RESETHAND
            #else
            action.__sigaction_handler.sa_handler = handler
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            #endif
            sigaction(number, &action, nil)
        }
        // Whoever started the program may have left the signals blocked; threads inherit this.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// The signal that came; 0 for none.
    static var signal: Int32 { received.load(ordering: .relaxed) }

    /// Throws when a signal has come.
    static func check(_ message: @autoclosure () -> String) throws {
        if token.isCancelled { throw Interruption(signal: signal, message: message()) }
    }
}
