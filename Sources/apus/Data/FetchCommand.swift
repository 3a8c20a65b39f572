public import ArgumentParser
import MarketData
public import PriceFeeds
import Reporting

struct FetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch prices from an exchange.",
        discussion: """
            What arrives is kept in a cache at once: a run that was stopped goes on where it was, and a later one \
            asks for new bars only. The files are the same either way. A bar that is still open is left out. No key \
            is needed, and none is sent.

            binance   pairs (BTC/USDT), 1m to 1w, all there is
            kraken    pairs (BTC/USD), 1m to 1d, the last 720 bars and no more
            coinbase  pairs (BTC/USD), 1m to 1d, all there is
            stooq     stocks (aapl.us), indices (^spx), currencies (eurusd); 1d
            yahoo     stocks and funds (AAPL); 1d; the site may refuse who is not logged in

            Times are UTC; --from is in the range, --to is not.

            Example:
              apus data fetch --exchange binance --symbols BTC/USDT,ETH/USDT --timeframe 1h --days 2190
            """
    )

    @Option(help: "binance, kraken, coinbase, stooq or yahoo.")
    var exchange: Exchange

    @Option(
        help: ArgumentHelp("The symbols, with commas between them.", valueName: "symbol,...")
    )
    var symbols: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The length of a bar, such as 1h or 1d.", valueName: "interval")
    )
    var timeframe: String

    @Option(
        parsing: .unconditional,
        help: "So many days, up to the last bar. (default: 365)"
    )
    var days: Int?

    @Option(help: ArgumentHelp("The first time, instead of --days.", valueName: "time"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "The end of the range, exclusive. (default: the last bar that is closed)",
            valueName: "time"
        )
    )
    var to: String?

    @Flag(
        help: """
            From the first bar that the exchange has. On coinbase it is looked for in days from 2015 on; on kraken \
            that is 720 bars ago.
            """
    )
    var maxHistory = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            """
            Write the closes, a column for each symbol: to a name that ends in .csv, .csv.gz, .apus, .arrow or \
            .feather, or - for CSV on standard output. What a symbol lacks is empty. Without --ohlcv the file is named after exchange and interval, as \
            binance-1h.csv, unless this says otherwise.
            """,
            valueName: "file"
        )
    )
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Write a file a symbol with open, high, low, close and volume, named as BTC_USDT-1h.csv.",
            valueName: "folder"
        )
    )
    var ohlcv: String?

    @Flag(help: "On yahoo: prices adjusted for splits alone, not for dividends.")
    var unadjusted = false

    @Option(
        help: ArgumentHelp(
            "The cache. (default: apus/prices.sqlite in your folder of caches)",
            valueName: "file"
        )
    )
    var cache: String?

    @Flag(help: "Keep nothing, and use nothing that was kept.")
    var noCache = false

    @Option(
        help: ArgumentHelp(
            "Ask another server that speaks as the exchange does, such as a mirror of it.",
            valueName: "url"
        )
    )
    var baseURL: String?

    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    func run() throws {
        Interrupt.install()
        guard !unadjusted || exchange == .yahoo else {
            throw Failure(.usage, "--unadjusted only makes sense with --exchange yahoo")
        }
        let request = try request()
        let output = output ?? (ohlcv == nil ? "\(exchange)-\(request.interval).csv" : nil)
        if let output, output != "-", OutputFormat(path: output) == nil {
            throw Failure(
                .usage,
                "--output: '\(output)' says no format; end it in .csv, .csv.gz, .apus, .arrow or .feather"
            )
        }
        let downloader = PriceDownloader(
            feed: exchange.feed(adjusted: !unadjusted),
            baseURL: baseURL,
            cache: try openCache()
        )
        // Tried first: what takes hours should have somewhere to go.
        let folder = try ohlcv.map { path in try OutputDirectory(path: path) }
        let result = try fetch(request, by: downloader)
        if let output {
            let grid = try PriceGrid(result.series)
            let files = try PriceWriter.files(grid, at: output == "-" ? "prices.csv" : output)
            if output == "-" {
                Console.printRaw(String(decoding: files[0].bytes, as: UTF8.self))
            } else {
                try OutputFile.write(files)
            }
        }
        try folder?.write(
            result.series.map { (CandleCSV.fileName(of: $0), CandleCSV.candles($0)) }
        )
        if !quiet {
            for line in FetchOutcome.lines(result, output: output, folder: ohlcv) {
                Console.error(line)
            }
        }
    }

    private func fetch(
        _ request: FetchRequest,
        by downloader: PriceDownloader
    ) throws -> FetchResult {
        let progress = FetchProgress(isQuiet: quiet)
        defer { progress.finish() }
        do {
            return try AsyncBridge.run(cancelledBy: Interrupt.token) {
                try await downloader.fetch(request) { progress.tell($0) }
            }
        } catch let error as PriceFeedError where error.category == .cancelled {
            throw Interruption(signal: Interrupt.signal, message: error.description)
        }
    }

    private func request() throws -> FetchRequest {
        let names = symbols.split(separator: ",").map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard let interval = BarInterval(timeframe) else {
            throw Failure(
                .usage,
                "--timeframe: '\(timeframe)' is not a length of bars; write 15m, 1h, 1d or 1w"
            )
        }
        let starts = [days != nil, from != nil, maxHistory].filter { $0 }
        guard starts.count < 2 else {
            throw Failure(.usage, "use one of --days, --from and --max-history")
        }
        var start = FetchRequest.Start.days(days ?? 365)
        if let from { start = .time(try time("--from", from)) }
        if maxHistory { start = .firstBar }
        return FetchRequest(
            symbols: names.filter { !$0.isEmpty },
            interval: interval,
            start: start,
            end: try to.map { text in try time("--to", text) }
        )
    }

    private func time(_ option: String, _ text: String) throws -> Int64 {
        guard let time = UTCTime.parse(text) else {
            throw Failure(
                .usage,
                "\(option): '\(text)' is not a time; write 2021-12-31 or 2021-12-31T23:00:00Z"
            )
        }
        return time
    }

    private func openCache() throws -> CandleCache {
        if noCache {
            guard cache == nil else { throw Failure(.usage, "use one of --cache and --no-cache") }
            return try CandleCache()
        }
        guard let path = cache ?? CacheLocation.standard() else {
            throw Failure(
                .usage,
                "there is no home folder for a cache; name a file with --cache, or use --no-cache"
            )
        }
        return try CandleCache(path: path)
    }
}

extension Exchange: ExpressibleByArgument {}
