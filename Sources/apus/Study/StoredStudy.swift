import ArgumentParser
import DataParallel
import Reporting
import Studies

/// A command whose runs are stored as studies, and can be continued.
protocol StoredCommand: ParsableCommand {
    var workers: WorkerOptions { get set }
    var storage: StorageOptions { get set }
    var output: String { get set }
    var json: Bool { get set }
    var quiet: Bool { get set }

    /// The command as it is stored, and as it is given: `forecast cv`.
    static var storedName: String { get }
    /// What its study is called that was given no name; nil for the usual name.
    static var studyName: String? { get }

    /// Runs the study.
    ///
    /// - Parameters:
    ///   - begin: How it meets what is stored of it.
    ///   - arguments: What gives this command again.
    func run(_ begin: StudySession.Start, arguments: [String]) throws

    /// Makes the page of a study again.
    ///
    /// - Parameters:
    ///   - reader: What the study has found: all there is to find.
    /// - Throws: If the study was begun with something else than is there now.
    func page(of study: StudyRecord, from reader: StudyReader) throws -> [UInt8]
}

extension StoredCommand {
    /// Runs the command as it was given.
    func runAsGiven() throws {
        let words = Self.storedName.split(separator: " ").count
        try run(
            storage.anew ? .anew : .standard,
            arguments: Array(Program.arguments.dropFirst(words))
        )
    }
}

/// A study that is stored while it runs.
struct StoredStudy {
    let address: StudyAddress
    private let directory: OutputDirectory
    private let session: StudySession

    /// Begins a run of a study.
    ///
    /// - Parameters:
    ///   - directory: Where its results go.
    ///   - total: How many candidates, or other parts, there are to be, where that is known.
    init(
        _ specification: StudySpecification,
        at address: StudyAddress,
        in directory: OutputDirectory,
        start: StudySession.Start,
        total: Int?,
        workers: Int
    ) throws {
        self.address = address
        self.directory = directory
        do {
            session = try StudySession(
                specification,
                at: address,
                start: start,
                total: total,
                workers: workers,
                // What cannot be stored would be lost: the run stops, and says why.
                storageFailed: { Interrupt.token.cancel() }
            )
        } catch StudiesError.storage(let path, let reason) {
            throw Failure(
                .inputOutput,
                "\(path): \(reason); the study cannot be stored here: make room, choose another place with"
                    + " --study FILE, or store nothing with --no-study"
            )
        }
    }

    /// What was finished before this run.
    var finishedBefore: Int { session.study.finished }

    /// Says what is continued, and what had to make way.
    func announce() {
        let finished = session.study.finished
        if finished > 0 {
            let total = session.study.total.map { " of \(Format.count($0))" } ?? ""
            Console.print(
                "continues   \(address): \(Format.count(finished))\(total) are finished already"
            )
        }
        if let renamed = session.renamed {
            Console.print(
                "keeps       the unfinished study that was there, as \(address.path)#\(renamed)"
            )
        }
        if finished > 0 || session.renamed != nil { Console.print() }
    }

    /// Runs something that a study stores; if it fails, that is noted, and what was finished is kept.
    static func run<Result>(
        _ stored: StoredStudy?,
        _ body: (StudySession?) throws -> Result
    ) throws -> Result {
        do {
            return try body(stored?.session)
        } catch {
            // If something could not be stored, that is what went wrong first.
            try stored?.end(error is Interruption ? .stopped : .failed)
            throw error
        }
    }

    /// Ends the run. Everything that was finished is on the disk.
    func end(_ end: StudySession.End, digest: Digest? = nil) throws {
        do throws(StudiesError) {
            try session.end(end, digest: digest?.description)
        } catch {
            throw Failure(
                .inputOutput,
                "\(error); the study was stopped, and what had been stored before is safe: make room, then"
                    + " continue with: \(resumeCommand)"
            )
        }
    }

    /// What continues the study.
    var resumeCommand: String {
        var words = ["apus resume"]
        let isUsual = address.path == directory.path(of: StudyAddress.fileName)
        let name = isUsual ? address.name.map { "#\($0)" } ?? "" : ""
        if directory.path != "." || !name.isEmpty { words.append(directory.path + name) }
        if !isUsual { words.append("--study \(address)") }
        return words.joined(separator: " ")
    }
}
