import Foundation
import TestSupport
import Testing

/// Runs the programs of this build as a user would.
enum Program {
    /// What a run left behind.
    struct Outcome: Sendable {
        /// The exit code, or 1,000 and the number of the signal that ended the program.
        let status: Int32
        let stdout: String
        let stderr: String

        var outputLines: [String] { Program.lines(stdout) }
    }

    /// A program that takes this long hangs; nothing here depends on how fast one is.
    static let timeLimit: TimeInterval = 900

    /// Runs a program to its end.
    ///
    /// Output goes to files, not to pipes, so that no amount of it can block the program.
    ///
    /// - Parameters:
    ///   - arguments: The command line. Studies go without odds, which take a debug build most of its
    ///     time, unless it says `--odds`.
    ///   - name: The program, beside the one that runs the tests.
    ///   - directory: The working directory; the system's temporary one by default.
    ///   - environment: Variables to set besides those of the tests.
    ///   - input: What the program reads from standard input.
    static func run(
        _ arguments: [String],
        name: String = "apus",
        directory: String? = nil,
        environment: [String: String] = [:],
        input: String = ""
    ) async throws -> Outcome {
        let studies = ["optimize", "verify", "bench"]
        let isQuiet = studies.contains(arguments.first ?? "") && !arguments.contains("--odds")
        let program = try RunningProgram(
            executable: executable(name),
            arguments + (isQuiet ? ["--odds", "off"] : []),
            directory: directory,
            environment: environment,
            input: input
        )
        return try await program.outcome()
    }

    /// Runs `apus` to its end, with the arguments and nothing else.
    static func runAsGiven(
        _ arguments: [String],
        _ directory: TemporaryDirectory
    ) async throws -> Outcome {
        let program = try RunningProgram(
            executable: executable("apus"),
            arguments,
            directory: directory.path
        )
        return try await program.outcome()
    }

    /// The program of a name, in the directory that the test product was built in.
    static func executable(_ name: String) throws -> String {
        let path = buildDirectory.appendingPathComponent(name).path
        try #require(
            FileManager.default.isExecutableFile(atPath: path),
            "\(path) has not been built"
        )
        return path
    }

    static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static var buildDirectory: URL {
        #if os(Linux)
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        if let link { return URL(fileURLWithPath: link).deletingLastPathComponent() }
        #endif
        let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }
        return (bundles.first ?? Bundle.main).bundleURL.deletingLastPathComponent()
    }
}

/// A program that has been started.
final class RunningProgram: @unchecked Sendable {
    // `@unchecked Sendable`: the process is started in `init` and, after that, only asked for its
    // state and sent signals, which `Process` allows from any thread; the rest is constant.
    private let process = Process()
    private let directory: URL

    init(
        executable: String,
        _ arguments: [String],
        directory: String? = nil,
        environment: [String: String] = [:],
        input: String = ""
    ) throws {
        let temporary = FileManager.default.temporaryDirectory
        self.directory = temporary.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: self.directory,
            withIntermediateDirectories: true
        )
        for name in ["out", "err"] { try Data().write(to: self.directory.appending(path: name)) }
        let inputURL = self.directory.appending(path: "in")
        try Data(input.utf8).write(to: inputURL)
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = directory.map { URL(fileURLWithPath: $0) } ?? temporary
        var variables = ProcessInfo.processInfo.environment
        variables["APUS_NUM_THREADS"] = nil
        process.environment = variables.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: inputURL)
        process.standardOutput = try FileHandle(forWritingTo: self.directory.appending(path: "out"))
        process.standardError = try FileHandle(forWritingTo: self.directory.appending(path: "err"))
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: directory)
    }

    /// What the program has written to standard error so far.
    var stderr: String { (try? text("err")) ?? "" }

    var processIdentifier: Int32 { process.processIdentifier }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until `condition` holds; false if the program ended or hangs.
    func wait(until condition: @escaping @Sendable () -> Bool) async -> Bool {
        await watch { condition() || !self.process.isRunning }
        return condition()
    }

    /// Waits for the end of the program.
    func outcome() async throws -> Program.Outcome {
        if await !watch({ !self.process.isRunning }) {
            kill(process.processIdentifier, SIGKILL)
            Issue.record("hung: \(process.arguments ?? [])")
        }
        process.waitUntilExit()
        let status = process.terminationStatus
        return Program.Outcome(
            status: process.terminationReason == .exit ? status : 1000 + status,
            stdout: try text("out"),
            stderr: try text("err")
        )
    }

    /// Looks every 20 ms whether `condition` holds; false if it does not within the time limit.
    ///
    /// A thread of its own looks, for as long as it is itself running: hundreds of other tests may
    /// keep the threads that tasks run on busy for longer than any limit.
    @discardableResult
    private func watch(_ condition: @escaping @Sendable () -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var looks = Int(Program.timeLimit / 0.02)
                while !condition() && looks > 0 {
                    Thread.sleep(forTimeInterval: 0.02)
                    looks -= 1
                }
                continuation.resume(returning: condition())
            }
        }
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: directory.appending(path: name)), as: UTF8.self)
    }
}
