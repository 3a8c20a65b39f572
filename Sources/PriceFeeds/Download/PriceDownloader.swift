import MarketData

/// Fetches the bars of several symbols from one exchange, and keeps them in a cache as they arrive.
///
/// What the cache has is not asked for again, so that a run that ended early goes on where it stopped. The result
/// is always read from the cache: it is the same however the bars got there.
public struct PriceDownloader: Sendable {
    let feed: any PriceFeed
    let baseURL: String
    let cache: CandleCache
    let transport: any HTTPTransport
    let clock: any FeedClock
    let settings: FetchSettings

    /// A downloader.
    ///
    /// - Parameters:
    ///   - feed: How the exchange is asked.
    ///   - baseURL: Where, if not at the exchange's usual address; such prices are kept apart from others.
    ///   - cache: Where bars are kept.
    ///   - transport: What sends requests.
    ///   - clock: The time.
    ///   - settings: How many symbols at a time, and what happens when a page does not arrive.
    public init(
        feed: any PriceFeed,
        baseURL: String? = nil,
        cache: CandleCache,
        transport: any HTTPTransport = URLSessionTransport(),
        clock: any FeedClock = SystemClock(),
        settings: FetchSettings = FetchSettings()
    ) {
        self.feed = feed
        var address = baseURL ?? feed.baseURL
        while address.hasSuffix("/") { address.removeLast() }
        self.baseURL = address
        self.cache = cache
        self.transport = transport
        self.clock = clock
        self.settings = settings
    }

    /// Fetches what the cache lacks and returns all that was asked for.
    ///
    /// A bar that is still open by the server's time is left out. When a symbol fails, the others are given up; what
    /// had arrived stays in the cache.
    ///
    /// - Parameters:
    ///   - request: Which bars.
    ///   - events: Told what happens, from any thread, one call at a time for progress.
    /// - Throws: ``PriceFeedError``; of several failed symbols, about the first of the request.
    public func fetch(
        _ request: FetchRequest,
        events: @escaping @Sendable (FetchEvent) -> Void = { _ in }
    ) async throws(PriceFeedError) -> FetchResult {
        let codes = try check(request)
        var latestEnd: Int64?
        if request.end == nil {
            for code in codes {
                let key = SeriesKey(
                    feed: baseURL == feed.baseURL
                        ? feed.cacheName : "\(feed.cacheName) \(baseURL)",
                    code: code,
                    interval: request.interval
                )
                let end = try cache.completeEnd(of: key)
                latestEnd = [latestEnd, end].compactMap(\.self).max()
            }
        }
        let run = FetchRun(self, request, latestEnd: latestEnd, events: events)
        guard !run.range.isEmpty else {
            throw .invalidRequest(
                reason:
                    "there is no closed bar of \(request.interval) in the range asked for; begin "
                    + "earlier, or end later"
            )
        }
        var counts = [SymbolCounts](repeating: SymbolCounts(), count: codes.count)
        // A server may say that it is later than this machine believes, when some symbols are done already.
        for _ in 0..<2 {
            let range = run.range
            for (index, count) in try await download(run, codes).enumerated() {
                counts[index].dropped += count.dropped
                counts[index].repeated += count.repeated
            }
            if run.range == range { break }
        }
        return try result(run, codes, counts)
    }

    private struct SymbolCounts: Sendable {
        var dropped = 0
        var repeated = 0
    }

    /// The exchange's names of the symbols of a request that makes sense.
    private func check(_ request: FetchRequest) throws(PriceFeedError) -> [String] {
        guard feed.intervals.contains(request.interval) else {
            throw .unsupportedInterval(
                exchange: feed.name,
                interval: request.interval,
                supported: feed.intervals
            )
        }
        guard !request.symbols.isEmpty else {
            throw .invalidRequest(reason: "no symbol was named; name at least one")
        }
        if case .days(let days) = request.start, !(1...1_000_000).contains(days) {
            throw .invalidRequest(reason: "\(days) days cannot be fetched; ask for 1 or more")
        }
        if case .time(let start) = request.start, let end = request.end, start >= end {
            throw .invalidRequest(
                reason:
                    "the range from \(UTCTime.format(start)) to \(UTCTime.format(end)), which is "
                    + "not in it, is empty; begin earlier, or end later"
            )
        }
        var owners: [String: String] = [:]
        var codes: [String] = []
        for symbol in request.symbols {
            guard let code = feed.code(of: symbol) else {
                throw .invalidSymbol(exchange: feed.name, symbol: symbol, form: feed.symbolForm)
            }
            if let first = owners.updateValue(symbol, forKey: code) {
                throw .repeatedSymbol(first: first, second: symbol)
            }
            codes.append(code)
        }
        return codes
    }

    /// Downloads all symbols, a few at a time.
    private func download(
        _ run: FetchRun,
        _ codes: [String]
    ) async throws(PriceFeedError) -> [SymbolCounts] {
        typealias Outcome = Result<SymbolCounts, PriceFeedError>
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            var outcomes = [Outcome?](repeating: nil, count: codes.count)
            var next = 0
            func add() {
                guard next < codes.count else { return }
                let index = next
                next += 1
                group.addTask { await (index, Self.download(run, index, codes[index])) }
            }
            for _ in 0..<min(settings.concurrency, codes.count) { add() }
            while let (index, outcome) = await group.next() {
                outcomes[index] = outcome
                if case .failure = outcome {
                    group.cancelAll()
                    next = codes.count
                } else {
                    add()
                }
            }
            return outcomes
        }
        var counts: [SymbolCounts] = []
        var cancelled: PriceFeedError?
        for outcome in outcomes {
            switch outcome {
            case .success(let count): counts.append(count)
            case .failure(let error):
                // Those who were cancelled are not the reason.
                guard error.category == .cancelled else { throw error }
                cancelled = error
            case nil: continue
            }
        }
        if let cancelled { throw cancelled }
        return counts
    }

    private static func download(
        _ run: FetchRun,
        _ index: Int,
        _ code: String
    ) async -> Result<SymbolCounts, PriceFeedError> {
        var download = SymbolDownload(run, symbol: run.request.symbols[index], code: code)
        do throws(PriceFeedError) {
            try await download.download()
            return .success(
                SymbolCounts(dropped: download.droppedBars, repeated: download.repeatedBars)
            )
        } catch {
            return .failure(error)
        }
    }

    /// Reads what was asked for from the cache.
    private func result(
        _ run: FetchRun,
        _ codes: [String],
        _ counts: [SymbolCounts]
    ) throws(PriceFeedError) -> FetchResult {
        let range = run.range
        var series: [CandleSeries] = []
        var reports: [SymbolReport] = []
        var notes: [String] = []
        for (index, symbol) in run.request.symbols.enumerated() {
            let candles = try cache.candles(in: range, of: run.key(of: codes[index]))
            guard let first = candles.first else {
                throw .noBars(
                    exchange: feed.name,
                    symbol: symbol,
                    range: range,
                    limit: feed.recentBars.map { $0 + 1 }
                )
            }
            series.append(
                CandleSeries(symbol: symbol, interval: run.request.interval, candles: candles)
            )
            reports.append(
                SymbolReport(
                    symbol: symbol,
                    bars: candles.count,
                    gaps: Self.gaps(candles),
                    droppedBars: counts[index].dropped,
                    repeatedBars: counts[index].repeated
                )
            )
            if let recentBars = feed.recentBars, first.timestamp > range.lowerBound,
                range.lowerBound < run.oldest(of: recentBars)
            {
                let from =
                    run.request.start == .firstBar
                    ? "" : " instead of \(UTCTime.format(range.lowerBound))"
                notes.append(
                    "\(symbol) begins at \(UTCTime.format(first.timestamp))\(from): \(feed.name) has "
                        + "no more than its last \(recentBars + 1) bars; ask for longer bars, or another exchange"
                )
            }
        }
        if let seconds = run.time.correction {
            notes.append(
                "this machine's clock is \(duration(abs(seconds))) \(seconds > 0 ? "behind" : "ahead of") "
                    + "that of \(feed.name), whose time was used"
            )
        }
        return FetchResult(
            series: series,
            reports: reports,
            notes: notes,
            requestCount: run.requestCount
        )
    }

    private static func gaps(_ candles: [Candle]) -> GapSummary {
        let table: PriceTable
        do throws(MarketDataError) {
            table = try PriceTable(
                symbols: ["close"],
                timestamps: candles.map(\.timestamp),
                closes: candles.map(\.close)
            )
        } catch {
            preconditionFailure("checked bars make a table: \(error)")
        }
        return table.gaps
    }
}
