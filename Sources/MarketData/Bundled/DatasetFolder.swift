import Foundation

/// Finds the files that come with the library.
///
/// The accessor that the package manager generates ends the program when the folder is missing; a
/// program that somebody copied without it should say so instead.
enum DatasetFolder {
    /// The path of a bundled file: beside the program, else in the sources it was built from.
    ///
    /// - Returns: The first path that exists, or the one beside the program.
    static func path(of fileName: String) -> String {
        let candidates = folders.map { "\($0)/Datasets/\(fileName)" }
        return candidates.first { FileManager.default.fileExists(atPath: $0) } ?? candidates[0]
    }

    private static var folders: [String] {
        let main = Bundle.main
        return ["resources", "bundle"].flatMap { ending in
            [main.bundlePath, main.resourcePath ?? main.bundlePath]
                .map { "\($0)/apus_MarketData.\(ending)" }
        } + [sources]
    }

    /// This module's folder at build time.
    private static var sources: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    }
}
