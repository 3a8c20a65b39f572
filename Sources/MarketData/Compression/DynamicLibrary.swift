#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A system library that is looked for when it is first needed, and never let go.
struct DynamicLibrary: @unchecked Sendable {
    // Safe to share: the handle is only looked up in, which the system allows from any thread.
    private let handle: UnsafeMutableRawPointer

    /// The first of some names that there is; nil if there is none.
    init?(_ names: [String]) {
        for name in names {
            if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
                self.handle = handle
                return
            }
        }
        return nil
    }

    /// A function by its name; nil if the library has none.
    ///
    /// - Parameter type: A `@convention(c)` type: that of the library's header.
    func function<Function>(_ name: String, _ type: Function.Type) -> Function? {
        guard let symbol = dlsym(handle, name) else { return nil }
        return unsafeBitCast(symbol, to: type)
    }
}
