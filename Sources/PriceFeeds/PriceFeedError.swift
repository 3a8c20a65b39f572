public import MarketData

/// What can go wrong while prices are fetched.
///
/// ``description`` says what is wrong, where, and what to do about it.
public enum PriceFeedError: Error, Equatable, Sendable {
    /// The exchange has no bars of that length.
    case unsupportedInterval(exchange: String, interval: BarInterval, supported: [BarInterval])

    /// A symbol cannot be one of the exchange's; `form` says how they are written.
    case invalidSymbol(exchange: String, symbol: String, form: String)

    /// Two symbols are the same market of the exchange.
    case repeatedSymbol(first: String, second: String)

    /// The range of times is empty, or no symbol was named; `reason` is a whole sentence.
    case invalidRequest(reason: String)

    /// The exchange does not know the symbol; `form` says how symbols are written there.
    case unknownSymbol(exchange: String, symbol: String, form: String)

    /// The exchange knows the symbol but gives no bars of it in the range; `limit` is the number of latest bars that
    /// are all it gives, or nil.
    case noBars(exchange: String, symbol: String, range: Range<Int64>, limit: Int?)

    /// The exchange refuses the request; `reason` is its own message, `advice` what to do.
    case refused(exchange: String, symbol: String, status: Int, reason: String, advice: String)

    /// An answer is not what the exchange documents.
    case malformed(exchange: String, symbol: String, reason: String)

    /// A page brought nothing that the pages before did not have.
    case noProgress(exchange: String, symbol: String, timestamp: Int64)

    /// All attempts at a page failed; `reason` is about the last one. `cache` is the file that holds what had
    /// arrived, or nil if none was kept.
    case gaveUp(exchange: String, symbol: String, attempts: Int, reason: String, cache: String?)

    /// The exchange wants no request for longer than is worth waiting.
    case toldToWait(exchange: String, seconds: Double, cache: String?)

    /// The cache cannot be read or written; `reason` is the system's or the database's message.
    case cacheUnusable(path: String, reason: String)

    /// The cache was made by a later version.
    case cacheTooNew(path: String)

    /// The caller asked to stop; `cache` is the file that holds what had arrived.
    case cancelled(cache: String?)
}

extension PriceFeedError {
    /// The kind of failure, for a program that maps errors to exit codes.
    public enum Category: Sendable, Hashable, CaseIterable {
        /// The request is wrong (EX_USAGE, 64).
        case usage
        /// The exchange has no such data, or sends what cannot be read (EX_DATAERR, 65).
        case badData
        /// The exchange refuses to answer (EX_UNAVAILABLE, 69).
        case unavailable
        /// It may work later (EX_TEMPFAIL, 75).
        case temporary
        /// The cache fails (EX_IOERR, 74).
        case storage
        /// The caller asked to stop.
        case cancelled
    }

    /// The kind of failure this error is.
    public var category: Category {
        switch self {
        case .unsupportedInterval, .invalidSymbol, .repeatedSymbol, .invalidRequest: .usage
        case .unknownSymbol, .noBars, .malformed, .noProgress: .badData
        case .refused: .unavailable
        case .gaveUp, .toldToWait: .temporary
        case .cacheUnusable, .cacheTooNew: .storage
        case .cancelled: .cancelled
        }
    }
}
