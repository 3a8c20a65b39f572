/// What is wrong with an Arrow file, as the end of a sentence about it.
struct ArrowProblem: Error, Equatable {
    let reason: String
    /// Set where a system library is missing.
    let library: ArrowCompression?

    init(_ reason: String, library: ArrowCompression? = nil) {
        self.reason = reason
        self.library = library
    }

    /// The problem as an error about a file.
    func error(path: String) -> MarketDataError {
        if let library {
            return .missingLibrary(
                path: path,
                needed: "\(library.rawValue.uppercased()) compression",
                package: library.package
            )
        }
        return .badContent(path: path, format: "Arrow data", reason: reason)
    }
}
