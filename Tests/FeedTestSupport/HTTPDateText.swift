import Foundation

/// Dates as servers write them.
package enum HTTPDateText {
    /// A time as `Sun, 06 Nov 1994 08:49:37 GMT`, by the system's calendar.
    package static func text(_ timestamp: Int64) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(timestamp)))
    }
}
