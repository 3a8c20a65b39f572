import MarketData

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// What a calendar says of a time, in UTC.
public enum CalendarTerm: String, Sendable, Hashable, CaseIterable {
    /// Hours since midnight, minutes and seconds as a fraction.
    case hour
    /// 1 is Monday, 7 is Sunday (ISO 8601).
    case weekday
    /// The day of the month, from 1.
    case day
    /// 1 is January.
    case month

    /// How a term becomes numbers.
    public enum Encoding: Sendable, Hashable {
        /// One column: the number itself.
        case number
        /// Two columns: sine and cosine of the number's part of a day, week, month of 31 days or year.
        case cycle
    }

    func names(_ encoding: Encoding) -> [String] {
        switch encoding {
        case .number: [rawValue]
        case .cycle: [rawValue + "_sin", rawValue + "_cos"]
        }
    }

    func columns(_ timestamps: [Int64], _ encoding: Encoding) -> [[Double]] {
        let numbers = timestamps.map { number($0) }
        switch encoding {
        case .number: return [numbers]
        case .cycle:
            let angles = numbers.map { 2 * Double.pi * (($0 - first) / period) }
            return [angles.map { sin($0) }, angles.map { cos($0) }]
        }
    }

    private func number(_ timestamp: Int64) -> Double {
        switch self {
        case .hour:
            let midnight = UTCTime.day(of: timestamp) * UTCTime.secondsPerDay
            return Double(timestamp - midnight) / 3600
        case .weekday: return Double(UTCTime.weekday(of: timestamp))
        case .day: return Double(UTCTime.civilDate(of: timestamp).day)
        case .month: return Double(UTCTime.civilDate(of: timestamp).month)
        }
    }

    /// The least number.
    private var first: Double { self == .hour ? 0 : 1 }

    private var period: Double {
        switch self {
        case .hour: 24
        case .weekday: 7
        case .day: 31
        case .month: 12
        }
    }
}
