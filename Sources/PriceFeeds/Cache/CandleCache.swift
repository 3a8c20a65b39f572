import Foundation
import GRDB
public import MarketData

/// Bars that were fetched: a SQLite file that survives the death of its writer at any moment, or memory.
///
/// Everything in it can be read with plain SQL; the tables are told in `CacheSchema`.
public struct CandleCache: Sendable {
    /// The path of the file; nil in memory.
    public let path: String?
    private let database: DatabaseQueue

    /// A cache that is gone with its last copy.
    public init() throws(PriceFeedError) {
        path = nil
        database = try Self.wrap("memory") {
            let database = try DatabaseQueue()
            try CacheSchema.migrator.migrate(database)
            return database
        }
    }

    /// Opens a file to read and write, making it and its folder if they are missing.
    ///
    /// - Throws: ``PriceFeedError/cacheUnusable(path:reason:)`` and ``PriceFeedError/cacheTooNew(path:)``.
    public init(path: String) throws(PriceFeedError) {
        self.path = path
        var configuration = Configuration()
        // Another process may be writing other prices.
        configuration.busyMode = .timeout(60)
        configuration.foreignKeysEnabled = true
        configuration.label = "apus.prices"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            // What a power failure takes away is fetched again.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        database = try Self.wrap(path) {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try Self.prepare(database, path)
            return database
        }
    }

    /// Checks whose file it is, and brings its tables up to date.
    private static func prepare(_ database: DatabaseQueue, _ path: String) throws {
        let migrator = CacheSchema.migrator
        try database.write { database in
            let application = try Int64.fetchOne(database, sql: "PRAGMA application_id")
            if application == CacheSchema.applicationID { return }
            let tables = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master")
            guard tables == 0, application == 0 else {
                throw PriceFeedError.cacheUnusable(
                    path: path,
                    reason: "it is a database of something else"
                )
            }
            try database.execute(sql: "PRAGMA application_id = \(CacheSchema.applicationID)")
        }
        if try database.read({ try migrator.hasBeenSuperseded($0) }) {
            throw PriceFeedError.cacheTooNew(path: path)
        }
        try migrator.migrate(database)
    }

    /// Does something with a database and puts its errors into this module's words.
    private static func wrap<Value>(
        _ path: String,
        _ body: () throws -> Value
    ) throws(PriceFeedError) -> Value {
        do {
            return try body()
        } catch let error as PriceFeedError {
            throw error
        } catch let error as DatabaseError {
            throw .cacheUnusable(
                path: path,
                reason: error.message ?? "SQLite error \(error.resultCode.rawValue)"
            )
        } catch {
            throw .cacheUnusable(path: path, reason: visible(error.localizedDescription))
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(PriceFeedError) -> Value {
        try Self.wrap(path ?? "memory") { try database.read(body) }
    }

    /// The parts of a range that are not known to be complete.
    ///
    /// - Parameters:
    ///   - range: Starts of bars, in UTC seconds.
    ///   - key: Whose bars.
    public func missing(
        in range: Range<Int64>,
        of key: SeriesKey
    ) throws(PriceFeedError) -> [Range<Int64>] {
        try read { try Self.completeRanges($0, Self.id(of: key, $0)).missing(in: range) }
    }

    /// The end of the last range that is complete; nil if there is none.
    public func completeEnd(of key: SeriesKey) throws(PriceFeedError) -> Int64? {
        try read { try Self.completeRanges($0, Self.id(of: key, $0)).ranges.last?.upperBound }
    }

    /// Whether there is any bar.
    public func hasCandles(of key: SeriesKey) throws(PriceFeedError) -> Bool {
        try read { database in
            let sql = "SELECT EXISTS (SELECT 1 FROM candles WHERE series_id = ?)"
            return try Bool.fetchOne(
                database,
                sql: sql,
                arguments: [try Self.id(of: key, database)]
            )
                ?? false
        }
    }

    /// The bars that start in a range, in time order.
    public func candles(
        in range: Range<Int64>,
        of key: SeriesKey
    ) throws(PriceFeedError) -> [Candle] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT timestamp, open, high, low, close, volume FROM candles
                    WHERE series_id = ? AND timestamp >= ? AND timestamp < ? ORDER BY timestamp
                    """,
                arguments: [try Self.id(of: key, database), range.lowerBound, range.upperBound]
            )
            var candles: [Candle] = []
            while let row = try rows.next() {
                // A damaged file may hold anything; nil where a value has another type.
                guard let timestamp = Int64.fromDatabaseValue(row[0]),
                    let open = Double.fromDatabaseValue(row[1]),
                    let high = Double.fromDatabaseValue(row[2]),
                    let low = Double.fromDatabaseValue(row[3]),
                    let close = Double.fromDatabaseValue(row[4]),
                    let volume = Double.fromDatabaseValue(row[5]), close > 0
                else {
                    throw PriceFeedError.cacheUnusable(
                        path: path ?? "memory",
                        reason: "a bar of \(key.code) is damaged"
                    )
                }
                candles.append(
                    Candle(
                        timestamp: timestamp,
                        open: open,
                        high: high,
                        low: low,
                        close: close,
                        volume: volume
                    )
                )
            }
            return candles
        }
    }

    /// Keeps the bars of a page, in one transaction.
    ///
    /// - Parameters:
    ///   - candles: Checked bars; one that is already there is replaced.
    ///   - complete: Starts of bars between which nothing more is to come; may be empty.
    ///   - key: Whose bars.
    ///   - replacing: Whether all that was known before is forgotten.
    public func store(
        _ candles: [Candle],
        complete: Range<Int64>,
        of key: SeriesKey,
        replacing: Bool = false
    ) throws(PriceFeedError) {
        try Self.wrap(path ?? "memory") {
            try database.write { database in
                try database.execute(
                    sql: "INSERT OR IGNORE INTO series (exchange, symbol, interval_seconds) "
                        + "VALUES (?, ?, ?)",
                    arguments: [key.feed, key.code, key.interval.seconds]
                )
                let id = try Self.id(of: key, database)
                if replacing {
                    for table in ["candles", "complete_ranges"] {
                        try database.execute(
                            sql: "DELETE FROM \(table) WHERE series_id = ?",
                            arguments: [id]
                        )
                    }
                }
                let statement = try database.cachedStatement(
                    sql: "INSERT OR REPLACE INTO candles VALUES (?, ?, ?, ?, ?, ?, ?)"
                )
                for candle in candles {
                    try statement.execute(
                        arguments: [
                            id, candle.timestamp, candle.open, candle.high, candle.low,
                            candle.close, candle.volume,
                        ]
                    )
                }
                try Self.addComplete(complete, id, database)
            }
        }
    }

    /// The number of a series; nil if nothing of it is there.
    private static func id(of key: SeriesKey, _ database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT series_id FROM series
                WHERE exchange = ? AND symbol = ? AND interval_seconds = ?
                """,
            arguments: [key.feed, key.code, key.interval.seconds]
        )
    }

    private static func completeRanges(_ database: Database, _ id: Int64?) throws -> TimeRanges {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT start, \"end\" FROM complete_ranges WHERE series_id = ?",
            arguments: [id]
        )
        return TimeRanges(
            rows.compactMap { row in
                guard let start = Int64.fromDatabaseValue(row[0]),
                    let end = Int64.fromDatabaseValue(row[1]), start < end
                else { return nil }
                return start..<end
            }
        )
    }

    private static func addComplete(
        _ range: Range<Int64>,
        _ id: Int64?,
        _ database: Database
    ) throws {
        guard !range.isEmpty else { return }
        var ranges = try completeRanges(database, id)
        ranges.insert(range)
        try database.execute(
            sql: "DELETE FROM complete_ranges WHERE series_id = ?",
            arguments: [id]
        )
        for range in ranges.ranges {
            try database.execute(
                sql: "INSERT INTO complete_ranges VALUES (?, ?, ?)",
                arguments: [id, range.lowerBound, range.upperBound]
            )
        }
    }
}
