/// The content of one file: closes of one or more symbols, NaN where a symbol has no bar.
struct SeriesBlock: Sendable {
    let path: String
    let layout: FileLayout
    let symbols: [String]
    /// Strictly increasing UTC seconds.
    var timestamps: [Int64]
    /// Row-major, one row a timestamp.
    var closes: [Double]
    /// The number of NaN among the closes.
    var missing: Int
    /// The line of each row, unless rows of the file were merged into one.
    var lines: LineNumbers?
    /// Whether the rows had to be brought into time order.
    let wasSorted: Bool

    /// The content of a table; what is not listed is missing.
    init(_ table: PriceTable, path: String) {
        self.init(
            path: path,
            layout: .wide,
            symbols: table.symbols,
            timestamps: table.timestamps,
            closes: table.closes.asArray,
            missing: table.listings.reduce(0) { $0 + table.barCount - $1.count },
            lines: nil,
            wasSorted: false
        )
    }

    /// The block of a file that has nothing of what is asked for.
    static func empty(path: String, layout: FileLayout) -> SeriesBlock {
        SeriesBlock(
            path: path,
            layout: layout,
            symbols: [],
            timestamps: [],
            closes: [],
            missing: 0,
            lines: nil,
            wasSorted: false
        )
    }

    init(
        path: String,
        layout: FileLayout,
        symbols: [String],
        timestamps: [Int64],
        closes: [Double],
        missing: Int,
        lines: LineNumbers?,
        wasSorted: Bool
    ) {
        self.path = path
        self.layout = layout
        self.symbols = symbols
        self.timestamps = timestamps
        self.closes = closes
        self.missing = missing
        self.lines = lines
        self.wasSorted = wasSorted
    }

    /// The place in the file of a close, or the file's first line if it is not known.
    func location(row: Int) -> FileLocation {
        FileLocation(path: path, line: lines?.line(ofRow: row) ?? 1)
    }
}

extension SeriesBlock {
    /// The rows of a wide file in time order.
    ///
    /// - Throws: ``MarketDataError/duplicateBar(symbol:timestamp:first:second:)``.
    static func wide(
        path: String,
        symbols: [String],
        timestamps: consuming [Int64],
        closes: consuming [Double],
        missing: consuming Int,
        lines: consuming LineNumbers,
        repairs: RepairLog? = nil
    ) throws(MarketDataError) -> SeriesBlock {
        var isMoved = false
        if !TimeOrder.isStrictlyIncreasing(timestamps) {
            let order = TimeOrder.order(of: timestamps)
            isMoved = order != Array(order.indices)
            timestamps = TimeOrder.reordered(timestamps, order, width: 1)
            closes = TimeOrder.reordered(closes, order, width: symbols.count)
            lines.reorder(order)
            if let repairs {
                let merger = DuplicateRows(timestamps, width: symbols.count, lines: lines)
                (timestamps, closes, lines) = merger.merged(closes, path: path, repairs)
                missing = closes.count { $0.isNaN }
            } else if let (first, second) = TimeOrder.firstDuplicate(timestamps) {
                throw .duplicateBar(
                    symbol: symbols.count == 1 ? symbols[0] : nil,
                    timestamp: timestamps[first],
                    first: FileLocation(path: path, line: lines.line(ofRow: first)),
                    second: FileLocation(path: path, line: lines.line(ofRow: second))
                )
            }
        }
        return SeriesBlock(
            path: path,
            layout: .wide,
            symbols: symbols,
            timestamps: timestamps,
            closes: closes,
            missing: missing,
            lines: lines,
            wasSorted: isMoved
        )
    }
}

/// Brings rows into strictly increasing time order.
enum TimeOrder {
    /// Whether every timestamp is later than the one before it.
    static func isStrictlyIncreasing(_ timestamps: [Int64]) -> Bool {
        timestamps.withUnsafeBufferPointer { buffer in
            var isIncreasing = true
            for row in 1..<max(buffer.count, 1) {
                isIncreasing = isIncreasing && buffer[row - 1] < buffer[row]
            }
            return isIncreasing
        }
    }

    /// The rows in time order, equal times in row order.
    static func order(of timestamps: [Int64]) -> [Int] {
        if timestamps.count > 1, timestamps[0] > timestamps[timestamps.count - 1] {
            // Newest first: turned around it is usually in order, which sorting is quick to see.
            let reversed = Array(timestamps.indices.reversed())
            return reversed.sorted {
                (timestamps[$0], $0) < (timestamps[$1], $1)
            }
        }
        return timestamps.indices.sorted { (timestamps[$0], $0) < (timestamps[$1], $1) }
    }

    /// Row-major values of `width` columns with their rows in another order.
    static func reordered<Element>(_ values: [Element], _ order: [Int], width: Int) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(values.count)
        for row in order {
            result.append(contentsOf: values[row * width..<(row + 1) * width])
        }
        return result
    }

    /// The first two neighbouring rows with the same timestamp.
    static func firstDuplicate(_ timestamps: [Int64]) -> (Int, Int)? {
        for row in timestamps.indices.dropFirst() where timestamps[row] == timestamps[row - 1] {
            return (row - 1, row)
        }
        return nil
    }
}
