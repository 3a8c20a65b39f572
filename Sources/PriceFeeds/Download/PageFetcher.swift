import MarketData

/// Fetches one page, as often as it takes.
struct PageFetcher: Sendable {
    let run: FetchRun
    let symbol: String

    /// A page as it was sent, and when.
    struct Page {
        let candles: [Candle]
        /// Whether the exchange said that it has nothing, which may mean that it does not know the symbol.
        let isNoData: Bool
        /// The server's time.
        let time: Int64
    }

    /// What to do about an answer that is no page.
    private enum Trouble: Error {
        case again(String)
        /// After so many seconds, or as long as after other troubles.
        case slowDown(String, seconds: Double?)
        case fatal(PriceFeedError)
    }

    /// The page of a query.
    func page(_ query: PageQuery) async throws(PriceFeedError) -> Page {
        let retries = run.settings.retries
        for attempt in 1... {
            await run.limiter.acquire { seconds in
                run.tellWait(seconds, "\(run.feed.name) allows no more requests a minute")
            }
            let reason: String
            var wait = retries.wait(afterAttempt: attempt, key: "\(symbol) \(query.path)")
            do throws(Trouble) {
                return try await attemptPage(query)
            } catch {
                switch error {
                case .fatal(let error): throw error
                case .again(let text): reason = text
                case .slowDown(let text, let seconds):
                    reason = text
                    wait = seconds ?? wait
                    guard wait <= retries.longestRequestedWait else {
                        throw .toldToWait(
                            exchange: run.feed.name,
                            seconds: wait,
                            cache: run.cache.path
                        )
                    }
                    // One address, one limit: the others wait, too.
                    run.limiter.pause(seconds: wait)
                }
            }
            guard attempt < retries.attempts else {
                throw .gaveUp(
                    exchange: run.feed.name,
                    symbol: symbol,
                    attempts: attempt,
                    reason: reason,
                    cache: run.cache.path
                )
            }
            run.tellWait(wait, "\(symbol): \(reason)")
            await run.clock.sleep(wait)
        }
        preconditionFailure("attempts are limited")
    }

    /// From before the first exchange to the year 5138; with others, sums could overflow.
    private static let times: ClosedRange<Int64> = -100_000_000_000...100_000_000_000

    private func attemptPage(_ query: PageQuery) async throws(Trouble) -> Page {
        guard !Task.isCancelled else { throw .fatal(.cancelled(cache: run.cache.path)) }
        run.countRequest()
        let answer: HTTPAnswer
        do throws(TransportFault) {
            answer = try await run.transport.get(run.baseURL + query.path)
        } catch {
            switch error {
            case .cancelled: throw .fatal(.cancelled(cache: run.cache.path))
            case .badAddress:
                throw .fatal(
                    .invalidRequest(
                        reason: "\(quoted(run.baseURL)) is not an address; write https://host, or "
                            + "http://host:port"
                    )
                )
            case .failed(let reason): throw .again(reason)
            }
        }
        if let used = run.feed.usedWeight(in: answer) { run.limiter.note(usedWeight: used) }
        if let trouble = trouble(of: answer) { throw trouble }
        let time = run.time.time(of: answer)
        do throws(PageProblem) {
            let candles = try run.feed.candles(in: answer)
            if let odd = candles.first(where: { !Self.times.contains($0.timestamp) }) {
                throw .malformed("it has a bar \(odd.timestamp) seconds from 1970")
            }
            return Page(candles: candles, isNoData: false, time: time)
        } catch {
            if error == .noData { return Page(candles: [], isNoData: true, time: time) }
            throw trouble(of: error, status: answer.status)
        }
    }

    /// What the status says; nil if the feed is to read the answer.
    private func trouble(of answer: HTTPAnswer) -> Trouble? {
        let seconds = answer.header("retry-after").flatMap { text in
            // A date is one of the server's clock.
            HTTPDate.secondsToWait(text, now: answer.serverTime.map(Double.init) ?? run.clock.now)
        }
        switch answer.status {
        case 429, 418:
            return .slowDown("too many requests (HTTP \(answer.status))", seconds: seconds)
        case 408, 500...599:
            let reason = "HTTP \(answer.status): \(answer.beginning)"
            return seconds.map { .slowDown(reason, seconds: $0) } ?? .again(reason)
        default:
            return nil
        }
    }

    private func trouble(of problem: PageProblem, status: Int) -> Trouble {
        let exchange = run.feed.name
        switch problem {
        case .unknownSymbol, .noData:
            return .fatal(
                .unknownSymbol(exchange: exchange, symbol: symbol, form: run.feed.symbolForm)
            )
        case .tooManyRequests(let text): return .slowDown(text, seconds: nil)
        case .busy(let text), .cutOff(let text): return .again(text)
        case .refused(let reason, let advice):
            return .fatal(
                .refused(
                    exchange: exchange,
                    symbol: symbol,
                    status: status,
                    reason: reason,
                    advice: advice
                )
            )
        case .malformed(let reason):
            return .fatal(.malformed(exchange: exchange, symbol: symbol, reason: reason))
        }
    }
}
