/// The exchanges and sites that prices can be fetched from.
public enum Exchange: String, Sendable, CaseIterable {
    /// Binance's spot market.
    case binance
    /// Kraken's spot market: the last 720 bars.
    case kraken
    /// Coinbase Exchange.
    case coinbase
    /// Daily bars of stocks, indices and currencies by stooq.com.
    case stooq
    /// Daily bars of stocks and funds by Yahoo Finance.
    case yahoo

    /// How the exchange is asked.
    ///
    /// - Parameter adjusted: Whether prices are adjusted for splits and dividends, where a site has both.
    public func feed(adjusted: Bool = true) -> any PriceFeed {
        switch self {
        case .binance: BinanceFeed()
        case .kraken: KrakenFeed()
        case .coinbase: CoinbaseFeed()
        case .stooq: StooqFeed()
        case .yahoo: YahooFeed(adjusted: adjusted)
        }
    }
}
