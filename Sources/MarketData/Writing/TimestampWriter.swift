/// Writes UTC times as ISO 8601 in one form for a whole file: dates alone, or dates with the time of day and `Z`.
struct TimestampWriter {
    /// The most bytes that a time takes.
    static let longest = 24

    private let hasTimes: Bool
    private var day = Int64.min
    private var date: [UInt8] = Array(repeating: 0, count: 10)

    /// A writer of times, which have the time of day unless all are midnights.
    init(for timestamps: [Int64]) {
        hasTimes = timestamps.contains { $0 % UTCTime.secondsPerDay != 0 }
    }

    /// Writes a time and returns the end.
    ///
    /// - Parameter target: At least ``longest`` bytes.
    mutating func write(
        _ timestamp: Int64,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        let ownDay = UTCTime.day(of: timestamp)
        if ownDay != day {
            day = ownDay
            date = Array(UTCTime.civilDate(of: timestamp).description.utf8)
        }
        for (place, byte) in date.enumerated() { target[place] = byte }
        guard hasTimes else { return target + 10 }
        let second = Int(timestamp - ownDay * UTCTime.secondsPerDay)
        target[10] = UInt8(ascii: "T")
        Self.write(second / 3600, to: target + 11)
        target[13] = UInt8(ascii: ":")
        Self.write(second / 60 % 60, to: target + 14)
        target[16] = UInt8(ascii: ":")
        Self.write(second % 60, to: target + 17)
        target[19] = UInt8(ascii: "Z")
        return target + 20
    }

    /// Writes a number of two digits.
    private static func write(_ value: Int, to target: UnsafeMutablePointer<UInt8>) {
        target[0] = UInt8(ascii: "0") + UInt8(value / 10)
        target[1] = UInt8(ascii: "0") + UInt8(value % 10)
    }
}
