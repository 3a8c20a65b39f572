import MarketData
import Reporting

/// What was changed while files were cleaned, for the terminal.
enum CleaningLines {
    static func lines(_ cleaned: CleanedPrices, source: String) -> [String] {
        var lines = [
            "read     \(source): \(DataLines.prices(cleaned.read.grid))",
            "clean    \(DataLines.prices(cleaned.table))",
        ]
        var changes = cleaned.read.repairs.map { repair in
            "\(Format.counted(repair.count, repair.kind.rawValue)), \(repair.kind.remedy);"
                + " the first: \(repair.example)"
        }
        let overlaps = cleaned.read.overlaps
        if overlaps.equal > 0 {
            changes.append("\(Format.counted(overlaps.equal, "close")) in two files, equal")
        }
        if let first = overlaps.firstDifference {
            changes.append(
                "\(Format.counted(overlaps.different, "close")) in two files, different, one kept;"
                    + " the first: \(first)"
            )
        }
        if let first = cleaned.spikes.first {
            changes.append(
                "\(Format.counted(cleaned.spikes.count, "spike")), made missing; the first:"
                    + " \(first.symbol) at \(Describe.time(first.outlier.timestamp)),"
                    + " a log return of \(Format.significant(first.outlier.logReturn))"
            )
        }
        if let first = cleaned.staleRuns.first {
            changes.append(
                "\(Format.counted(cleaned.staleCloses, "stale close")) in"
                    + " \(Format.counted(cleaned.staleRuns.count, "run")), made missing; the first:"
                    + " \(first.symbol) from \(Describe.time(first.run.start)),"
                    + " \(Format.counted(first.run.bars, "bar")) of \(first.run.close)"
            )
        }
        changes += cleaned.join.notes
        if changes.isEmpty { return lines + ["changed  nothing"] }
        for change in changes { lines += wrapped(change, bullet: "changed  ") }
        return lines
    }
}
