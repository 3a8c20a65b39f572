import ArgumentParser
import Reporting
import Studies

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

struct StudiesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "What a study is made of, how far it is, and its runs."
    )

    @OptionGroup var choice: StudyChoice

    @Flag(help: "Watch it until it is no longer run.")
    var follow = false

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    func run() throws {
        let address = try choice.address
        let file = try StudyFile(reading: address.path)
        var study = try file.study(named: address.name)
        if follow { study = try watch(study, in: file) }
        if json {
            let shown = StudyJSON(study, process: file.runningProcess(of: study))
            return Console.print(try JSONText.encode(shown))
        }
        Console.print(Self.lines(study, in: file))
    }

    /// Shows how far a study is until nobody runs it.
    private func watch(_ study: StudyRecord, in file: StudyFile) throws -> StudyRecord {
        Interrupt.install()
        let noun = Self.noun(study)
        let reporter = ProgressReporter(noun)
        defer { reporter.finish() }
        var study = study
        while file.runningProcess(of: study) != nil {
            try Interrupt.check("no longer watching; the study goes on")
            reporter.update(
                finished: study.finished,
                total: study.total ?? study.finished,
                noun
            )
            usleep(250_000)
            study = try file.study(named: study.name)
        }
        return study
    }

    /// What a study is counted in.
    private static func noun(_ study: StudyRecord) -> String {
        switch study.specification.command {
        case CVCommand.storedName: "batches of forecasts"
        case TuneCommand.storedName: "trials"
        default: study.total == nil ? "trials" : "candidates"
        }
    }

    private static func lines(_ study: StudyRecord, in file: StudyFile) -> [String] {
        let specification = study.specification
        let finished = Format.count(study.finished)
        let all = study.total.map { " of \(Format.count($0))" } ?? ""
        var lines = [
            "study       \(study.name) in \(file.path)",
            "state       \(StudyTable.state(study, in: file)), \(finished)\(all) finished",
            "begun       \(study.createdAt)",
            "command     apus \(([specification.command] + specification.arguments).joined(separator: " "))",
            "in          \(specification.directory)",
        ]
        if let digest = study.resultDigest { lines.append("digest      \(digest)") }
        lines += ["", "What its results follow from"]
        var parts = TextTable([("part", .left), ("value", .left)])
        for part in specification.parts { parts.add([part.name, part.value]) }
        lines += parts.lines() + ["", "Runs"]
        var runs = TextTable([
            ("started (UTC)", .left), ("host", .left), ("process", .right), ("workers", .right),
            ("took", .right), ("outcome", .left),
        ])
        for run in study.runs {
            runs.add([
                String(run.startedAt.prefix(19)), run.host, "\(run.process)", "\(run.workers)",
                run.seconds.map { Format.seconds($0) } ?? "",
                run.outcome
                    ?? (run == study.runs.last && isRunning(study, file) ? "running" : "killed"),
            ])
        }
        return lines + runs.lines()
    }

    private static func isRunning(_ study: StudyRecord, _ file: StudyFile) -> Bool {
        file.runningProcess(of: study) != nil
    }
}
