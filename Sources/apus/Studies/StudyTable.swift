import Reporting
import Studies

/// Studies as a table.
enum StudyTable {
    static func lines(_ studies: [StudyRecord], in file: StudyFile) -> [String] {
        guard !studies.isEmpty else { return ["\(file.path): no studies"] }
        var table = TextTable([
            ("study", .left), ("command", .left), ("state", .left), ("finished", .right),
            ("of", .right), ("begun (UTC)", .left), ("runs", .right), ("took", .right),
            ("digest", .left),
        ])
        for study in studies {
            table.add([
                study.name, study.specification.command, state(study, in: file),
                Format.count(study.finished), study.total.map { Format.count($0) } ?? "",
                String(study.createdAt.prefix(19)), "\(study.runs.count)",
                Format.seconds(study.seconds), String((study.resultDigest ?? "").prefix(12)),
            ])
        }
        return table.lines()
    }

    static func state(_ study: StudyRecord, in file: StudyFile) -> String {
        if let process = file.runningProcess(of: study) { return "running, process \(process)" }
        return study.state.rawValue
    }
}

/// A study as JSON.
struct StudyJSON: Encodable {
    struct Run: Encodable {
        let started: String
        let host: String
        let process: Int
        let workers: Int
        let seconds: Double?
        let outcome: String?
    }

    let name: String
    let command: String
    let arguments: [String]
    let directory: String
    let specification: [String: String]
    let state: String
    let process: Int32?
    let finished: Int
    let total: Int?
    let created: String
    let digest: String?
    let runs: [Run]

    init(_ study: StudyRecord, process: Int32?) {
        name = study.name
        command = study.specification.command
        arguments = study.specification.arguments
        directory = study.specification.directory
        specification = Dictionary(
            study.specification.parts.map { ($0.name, $0.value) }
        ) { first, _ in first }
        state = process == nil ? study.state.rawValue : "running"
        self.process = process
        finished = study.finished
        total = study.total
        created = study.createdAt
        digest = study.resultDigest
        runs = study.runs.map {
            Run(
                started: $0.startedAt,
                host: $0.host,
                process: $0.process,
                workers: $0.workers,
                seconds: $0.seconds,
                outcome: $0.outcome
            )
        }
    }
}
