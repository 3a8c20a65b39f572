import MarketData

/// Dates of HTTP headers (RFC 9110, 5.6.7).
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// UTC seconds of `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or
    /// `Sun Nov  6 08:49:37 1994`; nil for other text. Two digits of a year mean 1970 to 2069.
    static func parse(_ text: String) -> Int64? {
        var fields = text.split { " ,-".contains($0) }
        // The name of the day says nothing new.
        guard fields.count >= 5 else { return nil }
        fields.removeFirst()
        if fields.last == "GMT" || fields.last == "UTC" { fields.removeLast() }
        guard fields.count == 4 else { return nil }
        let isAsctime = months.contains(String(fields[0]))
        let (day, month, year, time) =
            isAsctime
            ? (fields[1], fields[0], fields[3], fields[2])
            : (fields[0], fields[1], fields[2], fields[3])
        guard let number = months.firstIndex(of: String(month)), let day = Int(day),
            var year = Int(year), (1...31).contains(day), (0...9999).contains(year)
        else { return nil }
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        func digits(_ value: Int, _ count: Int) -> String {
            String(repeating: "0", count: max(0, count - String(value).count)) + String(value)
        }
        return UTCTime.parse(
            "\(digits(year, 4))-\(digits(number + 1, 2))-\(digits(day, 2))T\(time)Z"
        )
    }

    /// Seconds to wait by the header `Retry-After`: a number, or a date; nil for other text.
    ///
    /// - Parameter now: The present time in UTC seconds.
    static func secondsToWait(_ text: String, now: Double) -> Double? {
        if let seconds = Double(text) { return seconds.isFinite && seconds >= 0 ? seconds : nil }
        return parse(text).map { max(0, Double($0) - now) }
    }
}
