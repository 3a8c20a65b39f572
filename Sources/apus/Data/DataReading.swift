import DataParallel
import MarketData

/// Reads price files so that Ctrl-C ends it.
enum DataReading {
    /// What `body` reads; stopped by a signal, it ends the program.
    static func run<Value>(
        _ body: (_ shouldStop: @escaping @Sendable () -> Bool) throws(MarketDataError) -> Value
    ) throws -> Value {
        Interrupt.install()
        do throws(MarketDataError) {
            return try body { Interrupt.token.isCancelled }
        } catch {
            guard error == .cancelled else { throw error }
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped while reading prices; nothing was written"
            )
        }
    }
}
