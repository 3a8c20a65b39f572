/// All symbols on the union of their timestamps, NaN where a symbol has no bar.
struct SeriesGrid {
    let symbols: [String]
    private(set) var timestamps: [Int64]
    /// Row-major, one row a timestamp.
    private(set) var closes: [Double]

    /// Lays blocks side by side; blocks with the same symbol continue each other.
    ///
    /// - Throws: ``MarketDataError/duplicateBar(symbol:timestamp:first:second:)`` if two blocks have
    ///   a close of the same symbol for the same bar.
    init(_ blocks: consuming [SeriesBlock]) throws(MarketDataError) {
        if blocks.count == 1 {
            let block = blocks.removeLast()
            symbols = block.symbols
            timestamps = block.timestamps
            closes = block.closes
            return
        }
        var columns: [String: Int] = [:]
        var symbols: [String] = []
        for symbol in blocks.lazy.flatMap(\.symbols) where columns[symbol] == nil {
            columns[symbol] = symbols.count
            symbols.append(symbol)
        }
        self.symbols = symbols
        timestamps = Self.union(blocks.map(\.timestamps))
        let width = symbols.count
        closes = Array(repeating: .nan, count: timestamps.count * width)
        for (number, block) in blocks.enumerated() {
            let targets = block.symbols.map { columns[$0]! }
            var bar = 0
            for (row, timestamp) in block.timestamps.enumerated() {
                while timestamps[bar] < timestamp { bar += 1 }
                for (source, target) in targets.enumerated() {
                    let close = block.closes[row * targets.count + source]
                    if close.isNaN { continue }
                    guard closes[bar * width + target].isNaN else {
                        throw Self.duplicate(
                            symbols[target],
                            timestamp,
                            blocks[..<number],
                            block,
                            row
                        )
                    }
                    closes[bar * width + target] = close
                }
            }
        }
    }

    /// The number of missing bars of each symbol.
    func missingPerSymbol() -> [Int] {
        var missing = [Int](repeating: 0, count: symbols.count)
        var column = 0
        for close in closes {
            if close.isNaN { missing[column] += 1 }
            column += 1
            if column == symbols.count { column = 0 }
        }
        return missing
    }

    /// Carries the last close over gaps of at most `maxGap` bars, then drops incomplete bars.
    ///
    /// - Returns: The number of filled closes of each symbol in the bars that are left.
    mutating func fillForward(maxGap: Int) -> [Int] {
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
            // A series that ends early is a gap too.
            if let lastBar, timestamps.count - lastBar - 1 <= maxGap {
                filledBars[column].append(contentsOf: lastBar + 1..<timestamps.count)
            }
            for bar in filledBars[column] {
                closes[bar * width + column] = closes[(bar - 1) * width + column]
            }
        }
        let complete = timestamps.indices.map { isComplete(bar: $0) }
        let filled = filledBars.map { bars in bars.count { complete[$0] } }
        dropIncompleteBars()
        return filled
    }

    /// Removes the bars that a symbol lacks.
    mutating func dropIncompleteBars() {
        let width = symbols.count
        var kept = 0
        for bar in timestamps.indices where isComplete(bar: bar) {
            if kept < bar {
                timestamps[kept] = timestamps[bar]
                for column in 0..<width {
                    closes[kept * width + column] = closes[bar * width + column]
                }
            }
            kept += 1
        }
        timestamps.removeLast(timestamps.count - kept)
        closes.removeLast(closes.count - kept * width)
    }

    private func isComplete(bar: Int) -> Bool {
        let width = symbols.count
        for index in bar * width..<(bar + 1) * width where closes[index].isNaN { return false }
        return true
    }

    /// The timestamps of all blocks in order, each once.
    private static func union(_ lists: [[Int64]]) -> [Int64] {
        if lists.dropFirst().allSatisfy({ $0 == lists[0] }) { return lists[0] }
        return SeriesRecords.distinct(Array(lists.joined()))
    }

    private static func duplicate(
        _ symbol: String,
        _ timestamp: Int64,
        _ earlier: ArraySlice<SeriesBlock>,
        _ block: SeriesBlock,
        _ row: Int
    ) -> MarketDataError {
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
