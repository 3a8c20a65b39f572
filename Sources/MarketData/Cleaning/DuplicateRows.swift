/// Makes one row of all with the same timestamp.
struct DuplicateRows {
    private let timestamps: [Int64]
    private let width: Int
    private let lines: LineNumbers

    /// Rows in time order, those of one time in the order of the file.
    init(_ timestamps: [Int64], width: Int, lines: LineNumbers) {
        self.timestamps = timestamps
        self.width = width
        self.lines = lines
    }

    /// The rows without repetitions: cells that one of them lacks come from the other, and of cells
    /// that differ the preferred one stays.
    func merged(
        _ closes: [Double],
        path: String,
        _ repairs: RepairLog
    ) -> (timestamps: [Int64], closes: [Double], lines: LineNumbers) {
        var kept: [Int] = []
        var merged: [Double] = []
        merged.reserveCapacity(closes.count)
        for row in timestamps.indices {
            let cells = closes[row * width..<(row + 1) * width]
            guard let last = kept.last, timestamps[last] == timestamps[row] else {
                kept.append(row)
                merged.append(contentsOf: cells)
                continue
            }
            let place = FileLocation(path: path, line: lines.line(ofRow: row))
            let first = merged.count - width
            var conflict: (known: Double, other: Double)?
            for (column, other) in cells.enumerated() where !other.isNaN {
                let known = merged[first + column]
                if !known.isNaN, known != other, conflict == nil { conflict = (known, other) }
                if known.isNaN || repairs.preferred == .last { merged[first + column] = other }
            }
            if let (known, other) = conflict {
                repairs.note(
                    .conflictingRow,
                    at: place,
                    "\(place): the close is \(other), and \(known) in an earlier row of the bar"
                )
            } else {
                repairs.note(.repeatedRow, at: place, "\(place): the row repeats an earlier one")
            }
        }
        var places = lines
        places.reorder(kept)
        return (kept.map { timestamps[$0] }, merged, places)
    }
}
