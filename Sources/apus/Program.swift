import ArgumentParser

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a command and turns its outcome into an exit code.
enum Program {
    /// What the command line says, without the program's own name.
    static let arguments = Array(CommandLine.arguments.dropFirst())

    static func run(arguments: [String]) -> Never {
        // A closed pipe is an error of the write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that may not grow further: the program cleans up and says so.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try Apus.parseAsRoot(arguments)
            try command.run()
            exit(0)
        } catch let failure as Failure {
            Console.error("apus: \(failure.message)")
            exit(failure.status.rawValue)
        } catch let interruption as Interruption {
            Console.error("apus: \(interruption.message)")
            exit(128 + interruption.signal)
        } catch {
            if let failure = Failure(error) {
                Console.error("apus: \(failure.message)")
                exit(failure.status.rawValue)
            }
            Apus.exit(withError: error)
        }
    }
}

/// The run was stopped by a signal; what was finished has been kept.
struct Interruption: Error {
    let signal: Int32
    let message: String
}
