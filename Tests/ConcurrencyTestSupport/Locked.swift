import Foundation

/// A value behind a lock that Thread Sanitizer can follow, unlike `Mutex`, whose waiting part is a
/// system call.
///
/// `@unchecked Sendable`: the value is touched under the lock only.
package final class Locked<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    package init(_ value: Value) { self.value = value }

    package func withLock<R>(_ body: (inout Value) -> R) -> R {
        lock.lock()
        defer { lock.unlock() }
        return body(&value)
    }
}
