import DataParallel
import Optimization
import Reporting
import Studies

/// A study that is stored while it runs.
struct StoredStudy {
    let address: StudyAddress
    private let session: StudySession

    /// Begins a run of a study.
    init(
        _ input: StudyInput,
        arguments: [String],
        at address: StudyAddress,
        start: StudySession.Start,
        workers: Int
    ) throws {
        self.address = address
        let isGrid = input.optimizer.settings.search.method == .grid
        do {
            session = try StudySession(
                input.specification(command: "optimize", arguments: arguments),
                at: address,
                start: start,
                total: isGrid ? input.optimizer.distinctCount : nil,
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

    /// Runs something with a study's journal; if it fails, that is noted, and what was finished is kept.
    static func run<Result>(
        _ stored: StoredStudy?,
        _ body: ((any StudyJournal)?) throws -> Result
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
        let isUsual = address.name == nil && address.path.hasSuffix("/\(StudyAddress.fileName)")
        if isUsual {
            let folder = address.path.dropLast(StudyAddress.fileName.count + 1)
            return folder == "." ? "apus resume" : "apus resume \(folder)"
        }
        return "apus resume --study \(address)"
    }
}
