/// Half-open ranges of times, disjoint, not adjacent, in ascending order.
struct TimeRanges: Equatable {
    private(set) var ranges: [Range<Int64>] = []

    init() {}

    /// The union of any ranges.
    init(_ ranges: some Sequence<Range<Int64>>) {
        for range in ranges { insert(range) }
    }

    /// Adds a range, which takes up those that it overlaps or touches; an empty one changes nothing.
    mutating func insert(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        var union = range
        var others: [Range<Int64>] = []
        for known in ranges {
            if known.upperBound < range.lowerBound || known.lowerBound > range.upperBound {
                others.append(known)
            } else {
                union =
                    min(
                        union.lowerBound,
                        known.lowerBound
                    )..<max(union.upperBound, known.upperBound)
            }
        }
        others.append(union)
        ranges = others.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The parts of a range that are in none of these, in ascending order.
    func missing(in range: Range<Int64>) -> [Range<Int64>] {
        var missing: [Range<Int64>] = []
        var start = range.lowerBound
        for known in ranges where known.upperBound > start && known.lowerBound < range.upperBound {
            if known.lowerBound > start { missing.append(start..<known.lowerBound) }
            start = known.upperBound
        }
        if start < range.upperBound { missing.append(start..<range.upperBound) }
        return missing
    }
}
