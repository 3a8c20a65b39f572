/// A length of bars that can be written as `15m`, `1h`, `4h`, `1d` or `1w`.
public struct BarInterval: Sendable, Hashable, CustomStringConvertible {
    /// The length in seconds, > 0.
    public let seconds: Int64

    /// An interval of a number of seconds.
    ///
    /// - Parameter seconds: The length, > 0.
    public init(seconds: Int64) {
        precondition(seconds > 0, "a bar interval must be longer than 0 s")
        self.seconds = seconds
    }

    /// Reads an interval: a whole number > 0 and a unit: `s`, `m` or `min`, `h`, `d`, `w`.
    ///
    /// A space may stand between them. `h`, `d` and `w` may be capitals; `M` may not, because
    /// exchanges write months that way and a month has no fixed length.
    ///
    /// - Parameter text: Such as `4h`.
    /// - Returns: nil for any other text, and for lengths that overflow.
    public init?(_ text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        var unit = text[digits.endIndex...]
        if unit.first == " " { unit.removeFirst() }
        guard let number = Int64(digits), number > 0 else { return nil }
        let unitSeconds: Int64
        switch unit {
        case "s": unitSeconds = 1
        case "m", "min": unitSeconds = 60
        case "h", "H": unitSeconds = 3600
        case "d", "D": unitSeconds = UTCTime.secondsPerDay
        case "w", "W": unitSeconds = 7 * UTCTime.secondsPerDay
        default: return nil
        }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unitSeconds)
        guard !overflow else { return nil }
        self.init(seconds: seconds)
    }

    /// The shortest form, in the largest unit that divides the length: `1w`, `36h`, `90m`, or
    /// `90 s` for lengths that are no whole minutes.
    public var description: String {
        if seconds % (7 * UTCTime.secondsPerDay) == 0 {
            return "\(seconds / (7 * UTCTime.secondsPerDay))w"
        }
        if seconds % UTCTime.secondsPerDay == 0 { return "\(seconds / UTCTime.secondsPerDay)d" }
        if seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        if seconds % 60 == 0 { return "\(seconds / 60)m" }
        return "\(seconds) s"
    }

    /// The start of the UTC-aligned bucket of this length that holds a time.
    ///
    /// Buckets are counted from 1970-01-01T00:00:00Z; those of whole weeks from the Monday after,
    /// 1970-01-05, so that weeks start on Mondays.
    ///
    /// - Parameter timestamp: UTC seconds.
    /// - Returns: UTC seconds of the bucket's start.
    public func bucketStart(of timestamp: Int64) -> Int64 {
        let isWeeks = seconds % (7 * UTCTime.secondsPerDay) == 0
        let origin = isWeeks ? 4 * UTCTime.secondsPerDay : 0
        return floorDivide(timestamp - origin, seconds) * seconds + origin
    }
}
