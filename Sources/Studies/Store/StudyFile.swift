import GRDB

/// A file of studies: a SQLite database that survives the death of its writer at any moment.
///
/// Everything in it can be read with plain SQL; the tables are told in `StudySchema`.
public struct StudyFile: Sendable {
    /// The path of the file.
    public let path: String
    let database: DatabaseQueue

    /// Opens a file to read and write, making it if it is missing.
    ///
    /// - Throws: ``StudiesError``: no file of studies, a later version's, or one that cannot be written.
    public init(path: String) throws(StudiesError) {
        self.path = path
        var configuration = Self.configuration
        configuration.prepareDatabase { database in
            // A reader never waits for the writer, and every commit is on the disk.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        database = try Self.wrap(path) {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            let migrator = StudySchema.migrator
            let isLater = try database.read { try migrator.hasBeenSuperseded($0) }
            guard !isLater else { throw StudiesError.tooNew(path: path) }
            try migrator.migrate(database)
            return database
        }
    }

    /// Opens a file to read what is in it, while others may write.
    ///
    /// - Throws: ``StudiesError/noFile(path:)`` and as for one that is written.
    public init(reading path: String) throws(StudiesError) {
        self.path = path
        guard FileAccess.exists(path) else { throw .noFile(path: path) }
        var configuration = Self.configuration
        configuration.readonly = true
        database = try Self.wrap(path) {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            let migrator = StudySchema.migrator
            let (isLater, isWhole) = try database.read {
                (try migrator.hasBeenSuperseded($0), try migrator.hasCompletedMigrations($0))
            }
            guard !isLater else { throw StudiesError.tooNew(path: path) }
            guard isWhole else {
                throw StudiesError.notStudies(path: path, reason: "it lacks tables")
            }
            return database
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        // Another process may be writing another study.
        configuration.busyMode = .timeout(60)
        configuration.foreignKeysEnabled = true
        configuration.label = "apus.studies"
        return configuration
    }

    /// Does something with a database and puts its errors into this module's words.
    static func wrap<Value>(
        _ path: String,
        _ body: () throws -> Value
    ) throws(StudiesError) -> Value {
        do {
            return try body()
        } catch let error as StudiesError {
            throw error
        } catch let error as DatabaseError {
            let message = error.message ?? "SQLite error \(error.resultCode.rawValue)"
            if error.resultCode == .SQLITE_NOTADB {
                throw .notStudies(path: path, reason: message)
            }
            throw .storage(path: path, reason: message)
        } catch {
            throw .storage(path: path, reason: "\(error)")
        }
    }

    /// Ends the connection, which puts the log back into the file. Nothing can be read or written afterwards.
    func close() throws(StudiesError) { try Self.wrap(path) { try database.close() } }

    func read<Value>(_ body: (Database) throws -> Value) throws(StudiesError) -> Value {
        try Self.wrap(path) { try database.read(body) }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws(StudiesError) -> Value {
        try Self.wrap(path) { try database.write(body) }
    }
}
