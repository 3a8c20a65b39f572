import MarketData

/// How many values there are of about each size: enough to find a value near the median.
///
/// Values with the same sign, exponent and first eight bits of the fraction are counted together, so
/// they differ by less than 0.4 %.
struct ValueSketch {
    private struct Bin {
        var count = 0
        var lowestSlot = Int.max
    }

    private var bins: [Int64: Bin] = [:]
    private(set) var count = 0

    private static let droppedBits = Int64(44)

    init() {}

    /// A sketch from its bytes.
    init(_ reader: inout ByteReader) throws(ByteReader.Problem) {
        for _ in 0..<(try reader.count("bins", bytesEach: 24)) {
            let key = try reader.integer(Int64.self, "bin")
            let bin = Bin(
                count: try reader.place("count of a bin"),
                lowestSlot: try reader.place("slot of a bin")
            )
            guard bins.updateValue(bin, forKey: key) == nil else {
                throw ByteReader.Problem("a bin is there twice")
            }
            count += bin.count
        }
    }

    /// The same values give the same bytes, in whatever order they were added.
    func write(to writer: inout ByteWriter) {
        writer.write(UInt64(bins.count))
        for (key, bin) in bins.sorted(by: { $0.key < $1.key }) {
            writer.write(key)
            writer.write(UInt64(bin.count))
            writer.write(UInt64(bin.lowestSlot))
        }
    }

    mutating func add(_ value: Double, slot: Int = .max, count more: Int = 1) {
        let key = Self.key(value)
        bins[key, default: Bin()].count += more
        bins[key]!.lowestSlot = min(bins[key]!.lowestSlot, slot)
        count += more
    }

    mutating func merge(_ other: ValueSketch) {
        for (key, bin) in other.bins {
            bins[key, default: Bin()].count += bin.count
            bins[key]!.lowestSlot = min(bins[key]!.lowestSlot, bin.lowestSlot)
        }
        count += other.count
    }

    /// The lowest slot with about the median value, the better one of the middle two; nil when there
    /// are no values. NaN is below everything.
    var medianSlot: Int? { count == 0 ? nil : bins[key(atRank: (count - 1) / 2)]?.lowestSlot }

    /// About the median: the mean of the middle two; NaN when there are no values.
    var median: Double {
        guard count > 0 else { return .nan }
        let middle = [(count - 1) / 2, count / 2].map { Self.value(key(atRank: $0)) }
        return middle[0] == middle[1] ? middle[0] : (middle[0] + middle[1]) / 2
    }

    /// The bin of the value that so many are above.
    private func key(atRank rank: Int) -> Int64 {
        var above = 0
        for key in bins.keys.sorted(by: >) {
            above += bins[key]?.count ?? 0
            if above > rank { return key }
        }
        preconditionFailure("the rank is below the count")
    }

    /// Ascending with the value.
    private static func key(_ value: Double) -> Int64 {
        guard !value.isNaN else { return .min }
        let bits = Int64(bitPattern: value.bitPattern)
        return (bits >= 0 ? bits : .min &- bits) >> droppedBits
    }

    /// The middle of a bin.
    private static func value(_ key: Int64) -> Double {
        guard key != .min else { return .nan }
        // Small results are most often exactly none.
        guard key != 0 else { return 0 }
        let bits = key << droppedBits + 1 << (droppedBits - 1)
        return Double(bitPattern: UInt64(bitPattern: bits >= 0 ? bits : .min &- bits))
    }
}
