/// How regularly the bars of a file follow each other.
public struct BarRegularity: Sendable, Equatable {
    /// The median spacing in seconds; see ``PriceTable/interval``.
    public let interval: Int64
    /// Spacings equal to the interval.
    public let regular: Int
    /// Spacings shorter than the interval, as where files of different timeframes were mixed.
    public let shorter: Int
    /// Spacings longer than the interval: gaps, nights and weekends.
    public let longer: Int
    /// The most frequent time between the start of a day, or of another interval, and the bars in it, in
    /// seconds; bars of one file should share it.
    public let phase: Int64
    /// Bars with another phase.
    public let shifted: Int

    /// Looks at increasing timestamps that are `interval` apart as a rule.
    init(_ timestamps: [Int64], interval: Int64) {
        var (regular, shorter) = (0, 0)
        for (time, next) in zip(timestamps, timestamps.dropFirst()) {
            if next - time == interval { regular += 1 }
            if next - time < interval { shorter += 1 }
        }
        var counts: [Int64: Int] = [:]
        for time in timestamps { counts[modulo(time, interval), default: 0] += 1 }
        let phase = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        self.interval = interval
        self.regular = regular
        self.shorter = shorter
        longer = max(timestamps.count - 1, 0) - regular - shorter
        self.phase = phase?.key ?? 0
        shifted = timestamps.count - (phase?.value ?? 0)
    }
}
