import Forecasting
import Studies

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension StudySpecification {
    /// Of a command given in the folder where the program runs.
    init(command: String, arguments: [String], parts: [Part]) {
        self.init(
            command: command,
            arguments: arguments,
            directory: Self.workingDirectory,
            parts: parts
        )
    }

    private static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }
}

extension StudySpecification.Part {
    /// The version of the program, as far as results depend on it.
    static var engine: StudySpecification.Part {
        StudySpecification.Part("engine", "apus \(Apus.version), results \(Apus.resultsVersion)")
    }

    /// What multiplies matrices: another library rounds otherwise.
    static var matrixProducts: StudySpecification.Part {
        StudySpecification.Part("matrix products", MatrixLibrary.name)
    }
}
