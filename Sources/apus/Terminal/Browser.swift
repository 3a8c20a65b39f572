import Foundation

/// What shows pages to people.
enum Browser {
    #if os(macOS)
    private static let opener = "open"
    #else
    private static let opener = "xdg-open"
    #endif

    /// Opens a file; it is not waited for until the person has read it.
    static func open(_ path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [opener, path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Failure(
                .unavailable,
                "\(path) is written, but nothing can be run to open it: \(error)"
            )
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                .unavailable,
                "\(path) is written, but \(opener) cannot open it; open it in a browser yourself"
            )
        }
    }
}
