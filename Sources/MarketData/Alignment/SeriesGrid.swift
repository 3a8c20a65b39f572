import DataParallel

/// All symbols on the union of their timestamps, NaN where a symbol has no bar.
struct SeriesGrid {
    let symbols: [String]
    private(set) var timestamps: [Int64]
    /// Row-major, one row a timestamp.
    private(set) var closes: [Double]

    /// The bars that each symbol could have: all, or in a changing universe those from its first close to its last.
    private(set) var listings: [Range<Int>] = []

    /// Rows that are laid out in one piece of work.
    private static let rowsOfPiece = 1024

    /// Lays blocks side by side; blocks with the same symbol continue each other.
    ///
    /// - Throws: ``MarketDataError/duplicateBar(symbol:timestamp:first:second:)`` if two blocks have
    ///   a close of the same symbol for the same bar.
    init(
        _ blocks: consuming [SeriesBlock],
        universe: Universe,
        on executor: some ParallelExecutor
    ) throws(MarketDataError) {
        if blocks.count == 1 {
            let block = blocks.removeLast()
            symbols = block.symbols
            timestamps = block.timestamps
            closes = block.closes
        } else {
            var columns: [String: Int] = [:]
            var symbols: [String] = []
            for symbol in blocks.lazy.flatMap(\.symbols) where columns[symbol] == nil {
                columns[symbol] = symbols.count
                symbols.append(symbol)
            }
            self.symbols = symbols
            timestamps = Self.union(blocks.map(\.timestamps), on: executor)
            closes = Array(repeating: .nan, count: timestamps.count * symbols.count)
            let targets = blocks.map { $0.symbols.map { columns[$0]! } }
            try lay(blocks, targets: targets, on: executor)
        }
        listings = universe == .changing ? findListings() : symbols.map { _ in timestamps.indices }
    }

    /// Copies closes to where they belong, range of rows by range of rows.
    private mutating func lay(
        _ blocks: [SeriesBlock],
        targets: [[Int]],
        on executor: some ParallelExecutor
    ) throws(MarketDataError) {
        let (width, times) = (symbols.count, timestamps)
        let pieces = (times.count + Self.rowsOfPiece - 1) / Self.rowsOfPiece
        let found = closes.withUnsafeMutableBufferPointer { closes in
            let cells = Cells(start: closes.baseAddress!)
            return executor.map(count: pieces) { piece -> Collision? in
                let rows =
                    piece * Self.rowsOfPiece..<min((piece + 1) * Self.rowsOfPiece, times.count)
                return Self.lay(rows, of: times, blocks, targets, width: width, to: cells)
            }
        }
        let first = found.compactMap(\.self).min { ($0.block, $0.row) < ($1.block, $1.row) }
        guard let first else { return }
        throw Self.duplicate(
            symbols[targets[first.block][first.column]],
            blocks[..<first.block],
            blocks[first.block],
            first.row
        )
    }

    /// Copies what blocks have for a range of rows; says where a close is already.
    private static func lay(
        _ rows: Range<Int>,
        of times: [Int64],
        _ blocks: [SeriesBlock],
        _ targets: [[Int]],
        width: Int,
        to cells: Cells
    ) -> Collision? {
        for (number, block) in blocks.enumerated() {
            let (targets, own) = (targets[number], block.timestamps)
            var row = firstIndex(in: own, atOrAfter: times[rows.lowerBound])
            var bar = rows.lowerBound
            while row < own.count {
                while bar < rows.upperBound, times[bar] < own[row] { bar += 1 }
                guard bar < rows.upperBound else { break }
                for (source, target) in targets.enumerated() {
                    let close = block.closes[row * targets.count + source]
                    if close.isNaN { continue }
                    let cell = cells.start + (bar * width + target)
                    guard cell.pointee.isNaN else {
                        return Collision(block: number, row: row, column: source)
                    }
                    cell.pointee = close
                }
                row += 1
            }
        }
        return nil
    }

    private static func firstIndex(in times: [Int64], atOrAfter time: Int64) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// From each symbol's first close to its last; every symbol has one.
    private func findListings() -> [Range<Int>] {
        let width = symbols.count
        return symbols.indices.map { column in
            let bars = timestamps.indices
            let first = bars.first { !closes[$0 * width + column].isNaN }
            let last = bars.last { !closes[$0 * width + column].isNaN }
            guard let first, let last else { return 0..<0 }
            return first..<last + 1
        }
    }

    /// A grid of values that are known to fit together.
    init(symbols: [String], timestamps: [Int64], closes: [Double], universe: Universe) {
        self.symbols = symbols
        self.timestamps = timestamps
        self.closes = closes
        listings = universe == .changing ? findListings() : symbols.map { _ in timestamps.indices }
    }

    /// Looks at all bars, range by range.
    func survey(on executor: some ParallelExecutor) -> GridSurvey {
        let (width, bars) = (symbols.count, timestamps.count)
        let pieces = (bars + Self.rowsOfPiece - 1) / Self.rowsOfPiece
        let found = executor.map(count: pieces) { piece in
            var survey = GridSurvey(symbols: width)
            for bar in piece * Self.rowsOfPiece..<min((piece + 1) * Self.rowsOfPiece, bars) {
                survey.add(bar, closes, listings)
            }
            return survey
        }
        return found.reduce(into: GridSurvey(symbols: width)) { $0.append($1) }
    }

    /// Carries the last close over gaps of at most `maxGap` bars, then drops incomplete bars.
    ///
    /// - Returns: The number of filled closes of each symbol in the bars that are left.
    mutating func fillForward(maxGap: Int, on executor: some ParallelExecutor) -> [Int] {
        let width = symbols.count
        var filledBars: [[Int]] = Array(repeating: [], count: width)
        for column in 0..<width {
            var lastBar: Int?
            for bar in timestamps.indices where !closes[bar * width + column].isNaN {
                if let lastBar, bar - lastBar > 1, bar - lastBar - 1 <= maxGap {
                    filledBars[column].append(contentsOf: lastBar + 1..<bar)
                }
                lastBar = bar
            }
            // A series that ends early is a gap too, unless it may.
            let end = listings[column].upperBound
            if let lastBar, end - lastBar - 1 <= maxGap {
                filledBars[column].append(contentsOf: lastBar + 1..<end)
            }
            for bar in filledBars[column] {
                closes[bar * width + column] = closes[(bar - 1) * width + column]
            }
        }
        let survey = survey(on: executor)
        let filled = filledBars.map { bars in bars.count { survey.isComplete[$0] } }
        dropIncompleteBars(survey)
        return filled
    }

    /// Removes the bars that a listed symbol lacks.
    mutating func dropIncompleteBars(_ survey: GridSurvey) {
        if survey.isComplete.allSatisfy(\.self) { return }
        let width = symbols.count
        var kept = 0
        var keptOfListings = listings.map { _ in 0..<0 }
        for bar in timestamps.indices where survey.isComplete[bar] {
            if kept < bar {
                timestamps[kept] = timestamps[bar]
                for column in 0..<width {
                    closes[kept * width + column] = closes[bar * width + column]
                }
            }
            for column in 0..<width where listings[column].contains(bar) {
                let range = keptOfListings[column]
                keptOfListings[column] = (range.isEmpty ? kept : range.lowerBound)..<kept + 1
            }
            kept += 1
        }
        timestamps.removeLast(timestamps.count - kept)
        closes.removeLast(closes.count - kept * width)
        listings = keptOfListings
    }

    /// The timestamps of all lists in order, each once: neighbours are united, then what came of them.
    private static func union(
        _ lists: [[Int64]],
        on executor: some ParallelExecutor
    ) -> [Int64] {
        if lists.dropFirst().allSatisfy({ $0 == lists[0] }) { return lists[0] }
        var lists = lists
        while lists.count > 1 {
            let pairs = lists
            lists = executor.map(count: (pairs.count + 1) / 2) { pair in
                2 * pair + 1 < pairs.count
                    ? union(pairs[2 * pair], pairs[2 * pair + 1]) : pairs[2 * pair]
            }
        }
        return lists[0]
    }

    /// The values of two increasing lists in order, each once.
    private static func union(_ left: [Int64], _ right: [Int64]) -> [Int64] {
        if left == right { return left }
        return [Int64](unsafeUninitializedCapacity: left.count + right.count) { all, count in
            var (one, other) = (0, 0)
            while one < left.count || other < right.count {
                let isLeft = other == right.count || (one < left.count && left[one] <= right[other])
                let value = isLeft ? left[one] : right[other]
                if one < left.count, left[one] == value { one += 1 }
                if other < right.count, right[other] == value { other += 1 }
                all.initializeElement(at: count, to: value)
                count += 1
            }
        }
    }

    private static func duplicate(
        _ symbol: String,
        _ earlier: ArraySlice<SeriesBlock>,
        _ block: SeriesBlock,
        _ row: Int
    ) -> MarketDataError {
        let timestamp = block.timestamps[row]
        var first = block.location(row: row)
        for other in earlier {
            guard let column = other.symbols.firstIndex(of: symbol),
                let row = other.timestamps.firstIndex(of: timestamp),
                !other.closes[row * other.symbols.count + column].isNaN
            else { continue }
            first = other.location(row: row)
            break
        }
        return .duplicateBar(
            symbol: symbol,
            timestamp: timestamp,
            first: first,
            second: block.location(row: row)
        )
    }
}

/// A close of a block that another one has too.
private struct Collision: Sendable {
    let block: Int
    let row: Int
    /// Of the block.
    let column: Int
}

/// The memory that closes are laid out in.
private struct Cells: @unchecked Sendable {
    // Safe to share: each piece of work writes to rows of its own.
    let start: UnsafeMutablePointer<Double>
}
