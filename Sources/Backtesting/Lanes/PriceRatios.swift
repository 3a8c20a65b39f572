import MarketData

/// How far symbols move apart within segments of bars: each price over that of the segment's first
/// bar.
struct PriceRatios: Sendable {
    /// Bars in a segment; segments begin at its multiples.
    static var segmentLength: Int { 16 }
    typealias Segment = SIMD16<Float>

    /// A symbol's segments lie one after the other.
    private let segments: [Segment]
    private let segmentCount: Int

    init(_ table: PriceTable) {
        let (symbols, bars) = (table.symbolCount, table.barCount)
        let length = Self.segmentLength
        let count = (bars + length - 1) / length
        segmentCount = count
        segments = table.closes.withUnsafeBufferPointer { closes in
            Array(unsafeUninitializedCapacity: count * symbols) { segments, initialized in
                for symbol in 0..<symbols {
                    for segment in 0..<count {
                        let first = segment * length
                        let base = closes[first * symbols + symbol]
                        var ratios = Segment(repeating: 1)
                        for bar in first..<min(first + length, bars) {
                            ratios[bar - first] = Float(closes[bar * symbols + symbol] / base)
                        }
                        segments.initializeElement(at: symbol * count + segment, to: ratios)
                    }
                }
                initialized = segments.count
            }
        }
    }

    /// For each segment, the greatest ratio between two of the columns at any of its bars, and a
    /// little more for what is rounded.
    func spreads(of columns: [Int]) -> [Double] {
        segments.withUnsafeBufferPointer { segments in
            (0..<segmentCount).map { segment in
                var low = segments[columns[0] * segmentCount + segment]
                var high = low
                for column in columns.dropFirst() {
                    let ratios = segments[column * segmentCount + segment]
                    low.replace(with: ratios, where: ratios .< low)
                    high.replace(with: ratios, where: ratios .> high)
                }
                return Double((high / low).greatest) * (1 + 1e-6)
            }
        }
    }
}

/// How far the weights of a portfolio that is left alone can drift within a segment of bars.
///
/// Where prices move from one bar to a later one by ratios between `l` and `h`, with `r = h / l`, a
/// weight `a` ends between `a / (a + (1 - a) r)` and `a r / (1 + a (r - 1))`: it moves by at most
/// `a (1 - a) (r - 1)`. If it was at most `d` away from its target `w`, then
/// `a (1 - a) <= w (1 - w) + d`, and it ends at most `d r + w (1 - w) (r - 1)` away.
enum DriftBound {
    /// - Parameters:
    ///   - drift: `d`, times the value.
    ///   - value: The value.
    ///   - mobility: The greatest `w (1 - w)`.
    ///   - spread: `r`.
    @inline(__always)
    static func after(
        _ drift: Lanes,
        of value: Lanes,
        _ mobility: Lanes,
        spread: Double
    ) -> Lanes {
        drift * spread + (mobility * (spread - 1)) * value
    }
}

extension PriceRatios.Segment {
    /// The greatest of all; the standard library's `max()` is a call.
    @inline(__always)
    fileprivate var greatest: Float {
        let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
        let four = eight.lowHalf.replacing(
            with: eight.highHalf,
            where: eight.highHalf .> eight.lowHalf
        )
        return Swift.max(Swift.max(four[0], four[1]), Swift.max(four[2], four[3]))
    }
}
