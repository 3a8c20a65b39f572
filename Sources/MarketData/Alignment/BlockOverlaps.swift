/// Takes closes that several blocks have out of all but one of them.
struct BlockOverlaps {
    private(set) var blocks: [SeriesBlock]
    private(set) var count = OverlapCount()
    private let rule: OverlapRule

    /// Looks at every two blocks that have a symbol and a time in common.
    ///
    /// - Throws: ``MarketDataError/conflictingBar(symbol:timestamp:first:second:closes:)`` where `rule` does
    ///   not say which of two different closes to take.
    /// - Complexity: O(rows of overlaps x symbols in common) besides O(blocks^2).
    init(_ blocks: consuming [SeriesBlock], rule: OverlapRule) throws(MarketDataError) {
        self.blocks = blocks
        self.rule = rule
        guard rule != .refuse else { return }
        for later in self.blocks.indices {
            for earlier in 0..<later { try resolve(earlier, later) }
        }
    }

    private mutating func resolve(_ earlier: Int, _ later: Int) throws(MarketDataError) {
        let (one, other) = (blocks[earlier], blocks[later])
        guard let first = one.timestamps.first, let last = one.timestamps.last,
            let otherFirst = other.timestamps.first, let otherLast = other.timestamps.last,
            first <= otherLast, otherFirst <= last
        else { return }
        var columns: [String: Int] = [:]
        for (column, symbol) in one.symbols.enumerated() { columns[symbol] = column }
        let shared = other.symbols.enumerated().compactMap { column, symbol in
            columns[symbol].map { (one: $0, other: column) }
        }
        if shared.isEmpty { return }
        var (row, otherRow) = (0, 0)
        while row < one.timestamps.count, otherRow < other.timestamps.count {
            let (time, otherTime) = (one.timestamps[row], other.timestamps[otherRow])
            if time == otherTime {
                for columns in shared {
                    try resolve(
                        Cell(block: earlier, row: row, column: columns.one),
                        Cell(block: later, row: otherRow, column: columns.other)
                    )
                }
            }
            if time <= otherTime { row += 1 }
            if otherTime <= time { otherRow += 1 }
        }
    }

    /// A close of a block.
    private struct Cell {
        let block: Int
        let row: Int
        let column: Int
    }

    private mutating func resolve(_ earlier: Cell, _ later: Cell) throws(MarketDataError) {
        let (close, other) = (self[earlier], self[later])
        if close.isNaN || other.isNaN { return }
        guard close != other else {
            count.equal += 1
            self[later] = .nan
            return
        }
        guard case .prefer(let preferred) = rule else { throw conflict(earlier, later) }
        if count.different == 0 { count.firstDifference = conflict(earlier, later) }
        count.different += 1
        self[preferred == .first ? later : earlier] = .nan
    }

    private func conflict(_ earlier: Cell, _ later: Cell) -> MarketDataError {
        let block = blocks[earlier.block]
        return .conflictingBar(
            symbol: block.symbols[earlier.column],
            timestamp: block.timestamps[earlier.row],
            first: place(earlier),
            second: place(later),
            closes: [self[earlier], self[later]]
        )
    }

    /// Where a close is in its file.
    private func place(_ cell: Cell) -> FileLocation {
        let block = blocks[cell.block]
        guard block.lines == nil, block.layout == .long else {
            return block.location(row: cell.row)
        }
        let line = BarFinder.line(
            of: block.symbols[cell.column],
            at: block.timestamps[cell.row],
            in: block.path
        )
        return FileLocation(path: block.path, line: line ?? 1)
    }

    private subscript(cell: Cell) -> Double {
        get { blocks[cell.block].closes[index(cell)] }
        set {
            blocks[cell.block].closes[index(cell)] = newValue
            if newValue.isNaN { blocks[cell.block].missing += 1 }
        }
    }

    private func index(_ cell: Cell) -> Int {
        cell.row * blocks[cell.block].symbols.count + cell.column
    }
}
