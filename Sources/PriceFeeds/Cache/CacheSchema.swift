import GRDB

/// The tables of a cache of prices, version by version.
///
/// | table | a row is |
/// |---|---|
/// | `series` | what bars belong to: exchange, symbol, seconds of a bar |
/// | `candles` | a closed bar: start in UTC seconds, prices, volume |
/// | `complete_ranges` | starts of bars, from and up to, between which all that the exchange has is there |
enum CacheSchema {
    /// "APUP": tells a cache from other SQLite files.
    static let applicationID: Int64 = 0x4150_5550

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // A table of an older version is never changed: a new version has a migration of its own.
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        return migrator
    }

    private static let version1 = """
        CREATE TABLE series (
            series_id INTEGER PRIMARY KEY,
            exchange TEXT NOT NULL,
            symbol TEXT NOT NULL,
            interval_seconds INTEGER NOT NULL,
            UNIQUE (exchange, symbol, interval_seconds)
        );
        CREATE TABLE candles (
            series_id INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
            timestamp INTEGER NOT NULL,
            open REAL NOT NULL,
            high REAL NOT NULL,
            low REAL NOT NULL,
            close REAL NOT NULL,
            volume REAL NOT NULL,
            PRIMARY KEY (series_id, timestamp)
        ) WITHOUT ROWID;
        CREATE TABLE complete_ranges (
            series_id INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            PRIMARY KEY (series_id, start)
        ) WITHOUT ROWID;
        """
}
