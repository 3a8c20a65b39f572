import MarketData

extension PriceFeedError: CustomStringConvertible {
    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .unsupportedInterval(let exchange, let interval, let supported):
            let list = supported.map(\.description).joined(separator: ", ")
            return "\(exchange) has no bars of \(interval); ask for \(list)"
                + (supported.count > 1 ? ", and resample where the prices are used" : "")
        case .invalidSymbol(let exchange, let symbol, let form):
            return "\(quoted(symbol)) cannot be a symbol of \(exchange); \(form)"
        case .repeatedSymbol(let first, let second):
            return first == second
                ? "the symbol \(first) is named twice; name it once"
                : "\(first) and \(second) are the same market; name one of them"
        case .invalidRequest(let reason):
            return reason
        case .unknownSymbol(let exchange, let symbol, let form):
            return "\(exchange) does not know the symbol \(quoted(symbol)); \(form)"
        case .noBars(let exchange, let symbol, let range, let limit):
            let advice =
                limit.map { "it has no more than its last \($0) bars: ask for longer ones" }
                ?? "ask for other times, or leave the symbol out"
            return
                "\(exchange) has no bars of \(symbol) from \(UTCTime.format(range.lowerBound)) to "
                + "\(UTCTime.format(range.upperBound)); \(advice)"
        case .refused(let exchange, let symbol, let status, let reason, let advice):
            return
                "\(exchange) refuses to send \(symbol) (HTTP \(status): \(visible(reason))); \(advice)"
        case .malformed(let exchange, let symbol, let reason):
            return
                "\(symbol): the answer is not one of \(exchange): \(reason); check --base-url, and "
                + "whether a proxy or a login page answers in its place"
        case .noProgress(let exchange, let symbol, let timestamp):
            return
                "\(symbol): \(exchange) was asked for bars from \(UTCTime.format(timestamp)) on and "
                + "sends none but earlier ones again; try later, or check --base-url"
        case .gaveUp(let exchange, let symbol, let attempts, let reason, let cache):
            return "\(symbol): \(exchange) did not answer properly in \(attempts) attempts: "
                + "\(visible(reason)); \(kept(cache))"
        case .toldToWait(let exchange, let seconds, let cache):
            return "\(exchange) wants no requests from here for another \(duration(seconds)); "
                + "wait that long: asking earlier makes it longer; \(kept(cache))"
        case .cacheUnusable(let path, let reason):
            return
                "\(path): cannot be used as a cache of prices: \(reason); name another file with "
                + "--cache, use --no-cache, or, if it is a damaged cache, delete it: its prices are "
                + "fetched again"
        case .cacheTooNew(let path):
            return
                "\(path): this cache was made by a later version; use that version, or name another "
                + "file with --cache"
        case .cancelled(let cache):
            return "stopped before all prices were there; \(kept(cache))"
        }
    }
}

/// What has become of the prices that had arrived.
private func kept(_ cache: String?) -> String {
    cache.map { "what had arrived is kept in \($0), and the same command goes on from there" }
        ?? "nothing is kept without a cache"
}
