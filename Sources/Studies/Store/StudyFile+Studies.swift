import Foundation
import GRDB

extension StudyFile {
    /// The studies of the file, in the order in which they were begun.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func studies() throws(StudiesError) -> [StudyRecord] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM studies ORDER BY study_id")
                .map { try Self.record($0, database) }
        }
    }

    /// A study by its name; without a name the only one.
    ///
    /// - Throws: ``StudiesError/noStudy(name:path:known:)``,
    ///   ``StudiesError/severalStudies(path:known:)``, ``StudiesError/storage(path:reason:)``.
    public func study(named name: String?) throws(StudiesError) -> StudyRecord {
        let all = try studies()
        let names = all.map(\.name)
        if let name {
            guard let found = all.first(where: { $0.name == name }) else {
                throw .noStudy(name: name, path: path, known: names)
            }
            return found
        }
        // What bears the usual name is meant where nothing else is said.
        if let usual = all.first(where: { $0.name == StudyAddress.usualName }) { return usual }
        guard let first = all.first else {
            throw .noStudy(name: StudyAddress.usualName, path: path, known: [])
        }
        guard all.count == 1 else { throw .severalStudies(path: path, known: names) }
        return first
    }

    /// A study by its name; without a name the only one that is unfinished, else as ``study(named:)``.
    ///
    /// - Throws: As ``study(named:)``.
    public func studyToResume(named name: String?) throws(StudiesError) -> StudyRecord {
        let unfinished = try studies().filter { $0.state == .unfinished }
        if name == nil, unfinished.count == 1 { return unfinished[0] }
        return try study(named: name)
    }

    /// Deletes a study and all that it has found. The file keeps its size until it is vacuumed.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func delete(_ study: StudyRecord) throws(StudiesError) {
        try write { database in
            try database.execute(
                sql: "DELETE FROM studies WHERE study_id = ?",
                arguments: [study.studyID]
            )
        }
    }

    /// Gives back to the system what deleted studies took.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func vacuum() throws(StudiesError) {
        try Self.wrap(path) {
            try database.writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM")
                try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
    }

    /// Begins a study of a name that is free.
    func insert(
        _ specification: StudySpecification,
        name: String,
        total: Int?
    ) throws(StudiesError) -> StudyRecord {
        let id = try write { database in
            try database.execute(
                sql: """
                    INSERT INTO studies (name, command, specification, state, created_at, total)
                    VALUES (?, ?, ?, 'unfinished', \(Self.now), ?)
                    """,
                arguments: [
                    name, specification.command, try Self.json(specification), total,
                ]
            )
            return database.lastInsertedRowID
        }
        return try read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT * FROM studies WHERE study_id = ?",
                arguments: [id]
            )
            return try Self.record(row!, database)
        }
    }

    /// Gives a study another name, such as `study-1`, so that its own is free.
    func rename(_ study: StudyRecord) throws(StudiesError) -> String {
        let taken = Set(try studies().map(\.name))
        var number = 1
        while taken.contains("\(study.name)-\(number)") { number += 1 }
        let name = "\(study.name)-\(number)"
        try write { database in
            try database.execute(
                sql: "UPDATE studies SET name = ? WHERE study_id = ?",
                arguments: [name, study.studyID]
            )
        }
        return name
    }

    /// The time of now in SQL: UTC, to the millisecond.
    static let now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

    private static func json(_ specification: StudySpecification) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(specification), as: UTF8.self)
    }

    private static func record(_ row: Row, _ database: Database) throws -> StudyRecord {
        let id: Int64 = row["study_id"]
        let specification = Data((row["specification"] as String).utf8)
        let runs = try Row.fetchAll(
            database,
            sql: "SELECT * FROM runs WHERE study_id = ? ORDER BY run_id",
            arguments: [id]
        )
        let counts = [
            "SELECT sum(candidates) FROM blocks", "SELECT sum(candidates) FROM ranges",
            "SELECT count(*) FROM trials", "SELECT count(*) FROM items",
        ]
        var finished = 0
        for count in counts {
            let sql = "\(count) WHERE study_id = ?"
            finished += try Int.fetchOne(database, sql: sql, arguments: [id]) ?? 0
        }
        return StudyRecord(
            studyID: id,
            name: row["name"],
            specification: try JSONDecoder().decode(StudySpecification.self, from: specification),
            state: StudyRecord.State(rawValue: row["state"]) ?? .unfinished,
            createdAt: row["created_at"],
            finished: finished,
            total: row["total"],
            resultDigest: row["result_digest"],
            runs: runs.map { run in
                StudyRecord.Run(
                    process: run["process"],
                    host: run["host"],
                    workers: run["workers"],
                    startedAt: run["started_at"],
                    seconds: run["seconds"],
                    outcome: run["outcome"]
                )
            }
        )
    }
}
