import Foundation

/// Where caches lie unless somebody says otherwise.
public enum CacheLocation {
    /// The path of a person's cache of prices: `apus/prices.sqlite` in `XDG_CACHE_HOME` if that is set to an
    /// absolute path, else in `~/Library/Caches` on macOS and `~/.cache` elsewhere.
    ///
    /// - Parameter environment: The variables of the environment; this process's own if nil.
    /// - Returns: nil if the environment names no home.
    public static func standard(
        environment: [String: String]? = nil
    ) -> String? {
        let environment = environment ?? ProcessInfo.processInfo.environment
        // The specification says that relative paths are to be ignored.
        if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
            return folder + "/apus/prices.sqlite"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        #if os(macOS)
        return home + "/Library/Caches/apus/prices.sqlite"
        #else
        return home + "/.cache/apus/prices.sqlite"
        #endif
    }
}
