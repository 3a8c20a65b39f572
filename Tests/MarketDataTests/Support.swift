import MarketData
import TestSupport
import Testing

/// The error that loading some text throws, as the name `prices.csv` unless told otherwise.
func loadError(
    _ text: String,
    name: String = "prices.csv",
    options: PriceLoadOptions = .init()
) throws -> MarketDataError {
    let directory = try TemporaryDirectory()
    let path = try directory.write(text, to: name)
    let error = #expect(throws: MarketDataError.self) {
        try PriceLoader.load(paths: [path], options: options)
    }
    return try #require(error)
}

/// The message of the error that loading some text throws, without the directory of the file.
func loadMessage(_ text: String, name: String = "prices.csv") throws -> String {
    let directory = try TemporaryDirectory()
    let path = try directory.write(text, to: name)
    let error = #expect(throws: MarketDataError.self) { try PriceLoader.load(paths: [path]) }
    return try #require(error).description.replacing(directory.path + "/", with: "")
}

/// The table in some text.
func table(
    _ text: String,
    name: String = "prices.csv",
    options: PriceLoadOptions = .init()
) throws -> PriceTable {
    try load([(name, text)], options: options).table
}

/// What loading some files gives.
func load(
    _ files: [(name: String, text: String)],
    options: PriceLoadOptions = .init()
) throws -> LoadedPrices {
    let directory = try TemporaryDirectory()
    let paths = try files.map { try directory.write($0.text, to: $0.name) }
    return try PriceLoader.load(paths: paths, options: options)
}

/// Midnight of a date such as `2021-01-31`, or another time, in UTC seconds.
func utc(_ text: String) -> Int64 {
    guard let timestamp = UTCTime.parse(text) else { preconditionFailure("\(text) is no time") }
    return timestamp
}

/// A table of made-up closes on given timestamps.
func table(at timestamps: [Int64], symbols: [String] = ["A"]) throws -> PriceTable {
    let closes = (0..<timestamps.count * symbols.count).map { Double($0 + 1) }
    return try PriceTable(symbols: symbols, timestamps: timestamps, closes: closes)
}
