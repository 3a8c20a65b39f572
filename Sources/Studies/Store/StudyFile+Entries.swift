import Foundation
import GRDB
import GRDBSQLite
public import Optimization

extension StudyFile {
    /// What a study of portfolios has finished.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func entries(of study: StudyRecord) throws(StudiesError) -> [StudyEntry] {
        try read { database in
            try Self.blocks(database, study.studyID) + Self.ranges(database, study.studyID)
                + Self.trials(database, study.studyID) + Self.prefixes(database, study.studyID)
        }
    }

    /// The finished parts of a study that is not one of portfolios, by key.
    func items(of study: StudyRecord) throws(StudiesError) -> [String: String] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT key, value FROM items WHERE study_id = ?",
                arguments: [study.studyID]
            )
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }

    /// Such a part; nil if there is none, or if it cannot be read.
    func item(_ key: String, of study: StudyRecord) -> String? {
        try? read { database in
            try String.fetchOne(
                database,
                sql: "SELECT value FROM items WHERE study_id = ? AND key = ?",
                arguments: [study.studyID, key]
            )
        }
    }

    /// Writes entries of one study, in one transaction of the caller's.
    static func insert(_ entries: [StudyEntry], of study: Int64, _ database: Database) throws {
        for entry in entries {
            switch entry {
            case .block(let block):
                try database.cachedStatement(
                    sql: "INSERT OR IGNORE INTO blocks VALUES (?, ?, ?)"
                ).execute(arguments: [study, block.number, block.candidates.count])
                // Another writer cannot have it; a block is written once.
                guard database.changesCount > 0 else { continue }
                try insert(block.candidates, block: block.number, of: study, database)
                let statement = try database.cachedStatement(
                    sql: "INSERT INTO training_bests VALUES (?, ?, ?, ?, ?)"
                )
                for (split, best) in block.trainingBests.enumerated() {
                    guard let best else { continue }
                    try statement.execute(
                        arguments: [study, block.number, split + 1, best.id, best.value]
                    )
                }
            case .range(let range):
                try database.cachedStatement(
                    sql: "INSERT OR IGNORE INTO ranges VALUES (?, ?, ?, ?, ?)"
                ).execute(
                    arguments: [
                        study, range.blocks.lowerBound, range.blocks.upperBound,
                        range.candidateCount, Data(range.bytes),
                    ]
                )
            case .trials(let trials):
                let statement = try database.cachedStatement(
                    sql: "INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?)"
                )
                for trial in trials {
                    try statement.execute(
                        arguments: [
                            study, trial.candidate.id, NumberList.text(trial.train),
                            NumberList.text(trial.test),
                        ]
                    )
                    guard database.changesCount > 0 else { continue }
                    try insert([trial.candidate], block: nil, of: study, database)
                }
            case .prefix(let prefix):
                let statement = try database.cachedStatement(
                    sql: "INSERT OR IGNORE INTO prefixes VALUES (?, ?, ?, ?, ?)"
                )
                for value in prefix.values {
                    try statement.execute(
                        arguments: [
                            study, prefix.window.lowerBound, prefix.window.upperBound, value.id,
                            value.value,
                        ]
                    )
                }
            }
        }
    }

    /// By SQLite itself: there may be a million, and every other way takes several times as long.
    private static func insert(
        _ candidates: [StudyCandidate],
        block: Int?,
        of study: Int64,
        _ database: Database
    ) throws {
        let figures = CandidateSummary.figureNames.count
        let places = Array(repeating: "?", count: figures + 6).joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: "INSERT INTO candidates VALUES (\(places))"
        )
        let row = statement.sqliteStatement
        for candidate in candidates {
            sqlite3_reset(row)
            sqlite3_clear_bindings(row)
            sqlite3_bind_int64(row, 1, study)
            sqlite3_bind_int64(row, 2, Int64(candidate.id))
            if let block { sqlite3_bind_int64(row, 3, Int64(block)) }
            switch candidate.outcome {
            case .finished(let summary):
                // SQLite makes NULL of NaN.
                for (place, figure) in summary.figures.enumerated() {
                    sqlite3_bind_double(row, Int32(place + 4), figure)
                }
                sqlite3_bind_int64(row, Int32(figures + 4), Int64(summary.splitsTested))
                sqlite3_bind_int64(row, Int32(figures + 5), summary.meetsRequirements ? 1 : 0)
            case .failed(let reason):
                // SQLite copies the text at once (SQLITE_TRANSIENT).
                let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                sqlite3_bind_text(row, Int32(figures + 6), reason, -1, copy)
            }
            guard sqlite3_step(row) == SQLITE_DONE else {
                let code = sqlite3_reset(row)
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: code),
                    message: String(cString: sqlite3_errstr(code))
                )
            }
        }
        sqlite3_reset(row)
    }

    private static func blocks(_ database: Database, _ study: Int64) throws -> [StudyEntry] {
        var candidates: [Int: [StudyCandidate]] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT * FROM candidates WHERE study_id = ? AND block IS NOT NULL ORDER BY rowid
                """,
            arguments: [study]
        )
        while let row = try rows.next() {
            candidates[row[2], default: []].append(Self.candidate(row))
        }
        var bests: [Int: [Int: StudyBlock.TrainingValue]] = [:]
        let values = try Row.fetchCursor(
            database,
            sql: "SELECT * FROM training_bests WHERE study_id = ?",
            arguments: [study]
        )
        while let row = try values.next() {
            bests[row[1], default: [:]][row[2]] = value(row, id: 3, objective: 4)
        }
        let splits = bests.values.compactMap { $0.keys.max() }.max() ?? 0
        return try Row.fetchAll(
            database,
            sql: "SELECT block FROM blocks WHERE study_id = ?",
            arguments: [study]
        ).map { row in
            let number: Int = row[0]
            let own = bests[number] ?? [:]
            return .block(
                StudyBlock(
                    number: number,
                    candidates: candidates[number] ?? [],
                    trainingBests: splits == 0 ? [] : (1...splits).map { own[$0] }
                )
            )
        }
    }

    private static func ranges(_ database: Database, _ study: Int64) throws -> [StudyEntry] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM ranges WHERE study_id = ? ORDER BY first_block",
            arguments: [study]
        ).map { row in
            .range(
                StudyRange(
                    blocks: (row[1] as Int)..<(row[2] as Int),
                    candidateCount: row[3],
                    bytes: Array(row[4] as Data)
                )
            )
        }
    }

    private static func trials(_ database: Database, _ study: Int64) throws -> [StudyEntry] {
        var trials: [StudyTrial] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT candidates.*, train_objectives, test_objectives
                FROM candidates JOIN trials USING (study_id, candidate_id)
                WHERE study_id = ? AND block IS NULL ORDER BY candidates.rowid
                """,
            arguments: [study]
        )
        while let row = try rows.next() {
            trials.append(
                StudyTrial(
                    candidate: Self.candidate(row),
                    train: NumberList.numbers(row["train_objectives"]),
                    test: NumberList.numbers(row["test_objectives"])
                )
            )
        }
        return trials.isEmpty ? [] : [.trials(trials)]
    }

    private static func prefixes(_ database: Database, _ study: Int64) throws -> [StudyEntry] {
        var values: [Range<Int>: [StudyBlock.TrainingValue]] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT * FROM prefixes WHERE study_id = ?",
            arguments: [study]
        )
        while let row = try rows.next() {
            let window = (row[1] as Int)..<(row[2] as Int)
            values[window, default: []].append(value(row, id: 3, objective: 4))
        }
        return values.sorted {
            ($0.key.lowerBound, $0.key.upperBound) < ($1.key.lowerBound, $1.key.upperBound)
        }
        .map { .prefix(StudyPrefix(window: $0.key, values: $0.value)) }
    }

    private static func value(_ row: Row, id: Int, objective: Int) -> StudyBlock.TrainingValue {
        StudyBlock.TrainingValue(id: row[id], value: row[objective] as Double? ?? .nan)
    }

    private static func candidate(_ row: Row) -> StudyCandidate {
        let figures = CandidateSummary.figureNames.count
        if let reason: String = row[figures + 5] {
            return StudyCandidate(id: row[1], outcome: .failed(reason))
        }
        return StudyCandidate(
            id: row[1],
            outcome: .finished(
                CandidateSummary(
                    figures: (0..<figures).map { row[$0 + 3] as Double? ?? .nan },
                    splitsTested: row[figures + 3],
                    meetsRequirements: row[figures + 4]
                )
            )
        )
    }
}
