import GRDB
import Optimization

/// The tables of a file of studies, version by version.
///
/// | table | a row is |
/// |---|---|
/// | `studies` | a study: name, command, specification (JSON), state, digest of its results |
/// | `runs` | a run of a study, from its start to its end or death: the only times that are stored |
/// | `blocks` | a block of a grid that is finished |
/// | `training_bests` | the best training objective of a split in a block |
/// | `candidates` | a distinct candidate that was evaluated, or its error; NaN is NULL |
/// | `trials` | what a search needs of a candidate besides: its objectives (JSON), split by split |
/// | `prefixes` | what successive halving saw of a candidate over a part of a training window |
/// | `ranges` | blocks of a grid that keeps only its best; the bytes are the program's own |
/// | `items` | a finished part of another kind of study: its key and its value (JSON) |
enum StudySchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // A table of an older version is never changed: a new version has a migration of its own.
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        return migrator
    }

    /// Figures have no declared type: a REAL column makes 0 of -0, which is another bit.
    private static var version1: String {
        let figures = CandidateSummary.figureNames.map { "\($0)" }.joined(separator: ",\n    ")
        return """
            CREATE TABLE studies (
                study_id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE,
                command TEXT NOT NULL,
                specification TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('unfinished', 'complete')),
                created_at TEXT NOT NULL,
                total INTEGER,
                result_digest TEXT
            );
            CREATE TABLE runs (
                run_id INTEGER PRIMARY KEY,
                study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
                process INTEGER NOT NULL,
                host TEXT NOT NULL,
                workers INTEGER NOT NULL,
                started_at TEXT NOT NULL,
                ended_at TEXT,
                seconds REAL,
                outcome TEXT
            );
            CREATE INDEX runs_of_study ON runs (study_id);
            CREATE TABLE blocks (
                study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
                block INTEGER NOT NULL,
                candidates INTEGER NOT NULL,
                PRIMARY KEY (study_id, block)
            ) WITHOUT ROWID;
            CREATE TABLE training_bests (
                study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
                block INTEGER NOT NULL,
                split INTEGER NOT NULL,
                candidate_id INTEGER NOT NULL,
                objective,
                PRIMARY KEY (study_id, block, split)
            ) WITHOUT ROWID;
            CREATE TABLE candidates (
                study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
                candidate_id INTEGER NOT NULL,
                block INTEGER,
                \(figures),
                splits_tested INTEGER,
                meets_requirements INTEGER,
                error TEXT
            );
            CREATE INDEX candidates_of_study ON candidates (study_id, candidate_id);
            CREATE TABLE trials (
                study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
                candidate_id INTEGER NOT NULL,
                train_objectives TEXT NOT NULL,
                test_objectives TEXT NOT NULL,
                PRIMARY KEY (study_id, candidate_id)
            ) WITHOUT ROWID;
            CREATE TABLE prefixes (
                study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
                first_bar INTEGER NOT NULL,
                end_bar INTEGER NOT NULL,
                candidate_id INTEGER NOT NULL,
                objective,
                PRIMARY KEY (study_id, first_bar, end_bar, candidate_id)
            ) WITHOUT ROWID;
            CREATE TABLE ranges (
                study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
                first_block INTEGER NOT NULL,
                end_block INTEGER NOT NULL,
                candidates INTEGER NOT NULL,
                bytes BLOB NOT NULL,
                PRIMARY KEY (study_id, first_block)
            );
            CREATE TABLE items (
                study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
                key TEXT NOT NULL,
                value TEXT NOT NULL,
                PRIMARY KEY (study_id, key)
            ) WITHOUT ROWID;
            """
    }
}
