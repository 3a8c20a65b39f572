/// The rows of a file with one close a row, in file order.
struct SeriesRecords {
    let path: String
    let layout: FileLayout
    let symbols: [String]
    var timestamps: [Int64]
    var closes: [Double]
    /// The symbol of each row by number; empty if there is a single symbol.
    let owners: [Int32]
    /// The number of NaN among the closes.
    private(set) var missing: Int
    var lines: LineNumbers

    /// The series of a file with a single symbol.
    consuming func series(_ repairs: RepairLog? = nil) throws(MarketDataError) -> SeriesBlock {
        var isMoved = false
        if !TimeOrder.isStrictlyIncreasing(timestamps) {
            let order = TimeOrder.order(of: timestamps)
            isMoved = order != Array(order.indices)
            timestamps = TimeOrder.reordered(timestamps, order, width: 1)
            closes = TimeOrder.reordered(closes, order, width: 1)
            lines.reorder(order)
            if let repairs {
                let merger = DuplicateRows(timestamps, width: 1, lines: lines)
                (timestamps, closes, lines) = merger.merged(closes, path: path, repairs)
                missing = closes.count { $0.isNaN }
            } else if let (first, second) = TimeOrder.firstDuplicate(timestamps) {
                throw duplicate(symbols[0], timestamps[first], first, second)
            }
        }
        return SeriesBlock(
            path: path,
            layout: layout,
            symbols: symbols,
            timestamps: timestamps,
            closes: closes,
            missing: missing,
            lines: lines,
            wasSorted: isMoved
        )
    }

    /// The series of a long file side by side on the union of their timestamps.
    consuming func pivoted(_ repairs: RepairLog? = nil) throws(MarketDataError) -> SeriesBlock {
        let times = Self.distinct(timestamps)
        let width = symbols.count
        // Memory must not grow with times x symbols where rows are few: such series have hardly a bar in common.
        let (cells, overflow) = times.count.multipliedReportingOverflow(by: width)
        guard !overflow, cells <= max(1 << 20, 16 * timestamps.count) else {
            throw .tooSparse(
                path: path,
                rows: timestamps.count,
                bars: times.count,
                symbols: width
            )
        }
        var matrix = [Double](repeating: .nan, count: times.count * width)
        var latest = [Int64](repeating: .min, count: width)
        var wasSorted = false
        var found = 0
        var bar = 0
        for row in timestamps.indices {
            let timestamp = timestamps[row]
            let owner = Int(owners[row])
            bar = Self.position(of: timestamp, in: times, after: bar)
            let known = matrix[bar * width + owner]
            if known.isNaN {
                matrix[bar * width + owner] = closes[row]
                found += 1
            } else if let repairs {
                let place = FileLocation(path: path, line: lines.line(ofRow: row))
                let kept = repairs.choose(known, closes[row], at: place)
                matrix[bar * width + owner] = kept
            } else {
                throw duplicate(row)
            }
            if timestamp < latest[owner] { wasSorted = true }
            latest[owner] = timestamp
        }
        return SeriesBlock(
            path: path,
            layout: layout,
            symbols: symbols,
            timestamps: times,
            closes: matrix,
            missing: repairs == nil
                ? matrix.count - found + missing : matrix.count { $0.isNaN },
            lines: nil,
            wasSorted: wasSorted
        )
    }

    /// The timestamps in order, each once.
    static func distinct(_ timestamps: [Int64]) -> [Int64] {
        func withoutRepetitions(_ values: [Int64]) -> [Int64] {
            var kept: [Int64] = []
            for value in values where kept.last != value { kept.append(value) }
            return kept
        }
        let candidates = withoutRepetitions(timestamps)
        if TimeOrder.isStrictlyIncreasing(candidates) { return candidates }
        return withoutRepetitions(candidates.sorted())
    }

    /// The index of a timestamp that is in `times`, looked for first where it is likely to be.
    static func position(of timestamp: Int64, in times: [Int64], after hint: Int) -> Int {
        if times[hint] == timestamp { return hint }
        if hint + 1 < times.count, times[hint + 1] == timestamp { return hint + 1 }
        var (low, high) = (0, times.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < timestamp {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The error about a row whose symbol and timestamp an earlier row has too.
    private func duplicate(_ row: Int) -> MarketDataError {
        let first = timestamps.indices.first {
            timestamps[$0] == timestamps[row] && owners[$0] == owners[row]
        }
        return duplicate(symbols[Int(owners[row])], timestamps[row], first ?? row, row)
    }

    private func duplicate(
        _ symbol: String,
        _ timestamp: Int64,
        _ first: Int,
        _ second: Int
    ) -> MarketDataError {
        .duplicateBar(
            symbol: symbol,
            timestamp: timestamp,
            first: FileLocation(path: path, line: lines.line(ofRow: first)),
            second: FileLocation(path: path, line: lines.line(ofRow: second))
        )
    }
}
