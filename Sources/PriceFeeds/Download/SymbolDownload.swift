import MarketData

/// Brings what the cache lacks of one symbol, page by page.
struct SymbolDownload {
    let run: FetchRun
    let symbol: String
    let code: String
    /// Bars without proper prices.
    private(set) var droppedBars = 0
    /// Bars that came more than once.
    private(set) var repeatedBars = 0
    private var hasSearched = false

    init(_ run: FetchRun, symbol: String, code: String) {
        self.run = run
        self.symbol = symbol
        self.code = code
    }

    /// What is missing at the end of so many last seconds may only be late, and is asked for again next time.
    private static let unsettledSeconds = 7 * UTCTime.secondsPerDay

    private var key: SeriesKey { run.key(of: code) }

    /// Fetches until the range is complete.
    mutating func download() async throws(PriceFeedError) {
        var cursor = Int64.min
        while true {
            guard !Task.isCancelled else { throw .cancelled(cache: run.cache.path) }
            let range = reachable(run.range)
            let rest = max(cursor, range.lowerBound)..<max(cursor, range.upperBound)
            guard let gap = try run.cache.missing(in: rest, of: key).first else { break }
            run.report(symbol, upTo: gap.lowerBound)
            if try await skipToFirstBar(gap, in: range) { continue }
            cursor = try await fetch(run.feed.restatesHistory ? range : gap, in: range)
        }
        run.report(symbol, upTo: .max)
    }

    /// The part of a range that the exchange can still give, which may be empty.
    private func reachable(_ range: Range<Int64>) -> Range<Int64> {
        guard let bars = run.feed.recentBars else { return range }
        let first = min(max(range.lowerBound, run.oldest(of: bars)), range.upperBound)
        return first..<range.upperBound
    }

    /// Fetches a page for the beginning of a gap and keeps it.
    ///
    /// - Returns: Where to go on.
    private mutating func fetch(
        _ gap: Range<Int64>,
        in range: Range<Int64>
    ) async throws(PriceFeedError) -> Int64 {
        let query = run.feed.query(code: code, interval: run.request.interval, range: gap)
        let page = try await PageFetcher(run: run, symbol: symbol).page(query)
        if page.isNoData, try !run.cache.hasCandles(of: key) {
            throw .unknownSymbol(
                exchange: run.feed.name,
                symbol: symbol,
                form: run.feed.symbolForm + "; if it is right, there are no prices in this range"
            )
        }
        let interval = run.request.interval
        // The answer may have moved the end of the range, either way.
        let wanted = range.lowerBound..<max(run.range.upperBound, query.span.upperBound)
        let clean = CleanPage(
            page.candles,
            interval: interval,
            range: wanted,
            asked: gap.lowerBound,
            now: page.time
        )
        droppedBars += clean.droppedBars
        repeatedBars += clean.repeatedBars
        var resume = query.span.upperBound
        if query.paging == .ascending, let last = clean.lastStart {
            guard last >= gap.lowerBound else {
                throw .noProgress(
                    exchange: run.feed.name,
                    symbol: symbol,
                    timestamp: gap.lowerBound
                )
            }
            resume = min(resume, last + interval.seconds)
        }
        let settled = max(
            page.time - Self.unsettledSeconds,
            clean.lastStart.map { $0 + interval.seconds } ?? .min
        )
        let end = min(resume, settled, interval.bucketStart(of: page.time))
        try run.cache.store(
            clean.candles,
            complete: gap.lowerBound..<max(gap.lowerBound, end),
            of: key,
            replacing: run.feed.restatesHistory
        )
        return resume
    }

    /// Looks for a symbol's first bar in days, where the way there would be many empty pages.
    ///
    /// - Returns: Whether anything was looked for; then what is missing has changed.
    private mutating func skipToFirstBar(
        _ gap: Range<Int64>,
        in range: Range<Int64>
    ) async throws(PriceFeedError) -> Bool {
        guard run.feed.searchesFirstBar, !hasSearched, gap.lowerBound == range.lowerBound else {
            return false
        }
        hasSearched = true
        let day = BarInterval(seconds: UTCTime.secondsPerDay)
        let page = run.feed.query(code: code, interval: run.request.interval, range: gap).span
        guard run.request.interval.seconds < day.seconds,
            gap.upperBound - gap.lowerBound > 4 * (page.upperBound - page.lowerBound)
        else { return false }
        var start = day.bucketStart(of: gap.lowerBound)
        while start < gap.upperBound {
            let query = run.feed.query(code: code, interval: day, range: start..<gap.upperBound)
            let page = try await PageFetcher(run: run, symbol: symbol).page(query)
            let first = page.candles.map(\.timestamp).filter { query.span.contains($0) }.min()
            // What was empty all the way is known to be so, but for the last days.
            let end = first ?? min(query.span.upperBound, page.time - Self.unsettledSeconds)
            if end > gap.lowerBound {
                let complete = gap.lowerBound..<min(end, gap.upperBound)
                try run.cache.store([], complete: complete, of: key)
            }
            guard first == nil else { break }
            start = query.span.upperBound
        }
        return true
    }
}
