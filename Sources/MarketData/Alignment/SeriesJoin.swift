import DataParallel

/// Joins the series of several files on their timestamps.
struct SeriesJoin {
    /// The joined table and what became of the bars.
    struct Result {
        let table: PriceTable
        let droppedBars: Int
        let filledValues: Int
        let notes: [String]
    }

    /// Joins blocks, of which there is at least one; see ``GapFill`` and ``Universe`` for the rules.
    static func join(
        _ blocks: consuming [SeriesBlock],
        fill: GapFill,
        universe: Universe = .common,
        on executor: some ParallelExecutor = SequentialExecutor()
    ) throws(MarketDataError) -> Result {
        if blocks.count == 1, blocks[0].missing == 0 {
            let block = blocks[0]
            return Result(
                table: PriceTable(
                    unchecked: block.symbols,
                    block.timestamps,
                    PriceValues(block.closes)
                ),
                droppedBars: 0,
                filledValues: 0,
                notes: []
            )
        }
        let ranges = blocks.map(\.summary)
        // Given away, so that the grid can drop bars in place.
        let grid = try SeriesGrid(consume blocks, universe: universe, on: executor)
        return try complete(
            consume grid,
            fill: fill,
            universe: universe,
            ranges: ranges,
            on: executor
        )
    }

    /// Fills gaps if asked and drops the bars that a listed symbol still lacks.
    ///
    /// - Parameter ranges: What was joined and when it begins and ends, for the error about series without a
    ///   common bar.
    static func complete(
        _ grid: consuming SeriesGrid,
        fill: GapFill,
        universe: Universe,
        ranges: [String],
        on executor: some ParallelExecutor = SequentialExecutor()
    ) throws(MarketDataError) -> Result {
        let unionCount = grid.timestamps.count
        let (firstTime, lastTime) = (grid.timestamps[0], grid.timestamps[unionCount - 1])
        let survey = grid.survey(on: executor)
        let missing = survey.missing
        var filled = [Int](repeating: 0, count: grid.symbols.count)
        if case .forward(let maxGap) = fill {
            filled = grid.fillForward(maxGap: maxGap, on: executor)
        } else {
            grid.dropIncompleteBars(survey)
        }
        guard !grid.timestamps.isEmpty else { throw .noCommonBars(ranges: ranges) }
        for (symbol, listing) in zip(grid.symbols, grid.listings) where listing.isEmpty {
            throw .noBarsOfSymbol(symbol: symbol)
        }
        let dropped = unionCount - grid.timestamps.count
        var notes: [String] = []
        for (column, symbol) in grid.symbols.enumerated() {
            notes += listingNotes(symbol, grid.listings[column], grid.timestamps)
            guard missing[column] > 0 else { continue }
            var note = "\(symbol) lacks \(grouped(missing[column])) of the "
            note += "\(count(unionCount, "bar")) from \(UTCTime.format(firstTime)) to "
            note += "\(UTCTime.format(lastTime))"
            if case .forward = fill {
                note += "; \(grouped(filled[column])) filled with the last close"
            }
            notes.append(note + ".")
        }
        if dropped > 0 {
            notes.append(
                "Dropped \(grouped(dropped)) of \(count(unionCount, "bar")), which not all \(universe == .changing ? "listed " : "")symbols "
                    + "have; \(grouped(grid.timestamps.count)) are left."
            )
        }
        return Result(
            table: PriceTable(
                unchecked: grid.symbols,
                grid.timestamps,
                PriceValues(grid.closes),
                grid.listings
            ),
            droppedBars: dropped,
            filledValues: filled.reduce(0, +),
            notes: notes
        )
    }
}

extension SeriesJoin {
    /// When a symbol comes and goes, unless it is there all the time.
    private static func listingNotes(
        _ symbol: String,
        _ listing: Range<Int>,
        _ timestamps: [Int64]
    ) -> [String] {
        var notes: [String] = []
        if listing.lowerBound > 0 {
            notes.append(
                "\(symbol) is listed from \(UTCTime.format(timestamps[listing.lowerBound])) on."
            )
        }
        if listing.upperBound < timestamps.count {
            notes.append(
                "\(symbol) is listed until \(UTCTime.format(timestamps[listing.upperBound - 1]))."
            )
        }
        return notes
    }
}

extension SeriesBlock {
    /// What the block covers, for the error about series without a common bar.
    fileprivate var summary: String {
        let names = symbols.prefix(3).joined(separator: ", ") + (symbols.count > 3 ? ", …" : "")
        return "\(path) (\(names)) \(UTCTime.format(timestamps[0])) to "
            + "\(UTCTime.format(timestamps[timestamps.count - 1]))"
    }
}
