import MarketData

/// Times in full, as interfaces and time columns want them.
enum ISOTime {
    /// A time as `2021-12-31T23:00:00Z`, at midnight too.
    static func text(_ timestamp: Int64) -> String {
        let text = UTCTime.format(timestamp)
        return text.hasSuffix("Z") ? text : text + "T00:00:00Z"
    }

    /// The date of a time as `20211231`.
    static func compactDate(_ timestamp: Int64) -> String {
        String(UTCTime.format(timestamp).prefix { $0 != "T" }.filter { $0 != "-" })
    }
}
