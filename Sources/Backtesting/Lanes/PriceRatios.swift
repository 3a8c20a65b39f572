import MarketData

/// How far symbols move apart within segments of bars: each price over that of the segment's first
/// bar.
struct PriceRatios: Sendable {
    /// Bars in a segment; segments begin at its multiples.
    static var segmentLength: Int { 16 }
    /// Bars in a part of a segment.
    static var partLength: Int { 4 }
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
                            let ratio = closes[bar * symbols + symbol] / base
                            ratios[bar - first] =
                                Self.usableRatios.contains(ratio) ? Float(ratio) : .infinity
                        }
                        segments.initializeElement(at: symbol * count + segment, to: ratios)
                    }
                }
                initialized = segments.count
            }
        }
    }

    /// What products and quotients of two ratios are finite for, in single precision. Segments with
    /// others are not looked into: anything may happen in them.
    private static let usableRatios = 1e-18...1e18

    /// The greatest ratio between two of the columns at any bar of each segment, and of each part
    /// of a segment relative to the part's first bar; and a little more for what is rounded.
    func spreads(of columns: [Int]) -> PriceSpreads {
        var whole: [Double] = []
        var parts: [Double] = []
        whole.reserveCapacity(segmentCount)
        parts.reserveCapacity(4 * segmentCount)
        segments.withUnsafeBufferPointer { segments in
            for segment in 0..<segmentCount {
                let first = segments[columns[0] * segmentCount + segment]
                var (low, high) = (first, first)
                let firstPart = first / first.partStarts
                var (lowPart, highPart) = (firstPart, firstPart)
                for column in columns.dropFirst() {
                    let ratios = segments[column * segmentCount + segment]
                    low.replace(with: ratios, where: ratios .< low)
                    high.replace(with: ratios, where: ratios .> high)
                    let part = ratios / ratios.partStarts
                    lowPart.replace(with: part, where: part .< lowPart)
                    highPart.replace(with: part, where: part .> highPart)
                }
                if high.partMaxima.greatest == .infinity {
                    whole.append(.infinity)
                    parts += repeatElement(.infinity, count: 4)
                    continue
                }
                let greatest = (high / low).partMaxima.greatest
                whole.append(Double(greatest) * (1 + 1e-6))
                let partMaxima = (highPart / lowPart).partMaxima
                for part in 0..<4 { parts.append(Double(partMaxima[part]) * (1 + 1e-6)) }
            }
        }
        return PriceSpreads(whole: whole, parts: parts)
    }
}

/// How far the prices of some symbols move apart; see `PriceRatios/spreads(of:)`.
struct PriceSpreads: Sendable {
    /// For each segment.
    let whole: [Double]
    /// For each part of each segment.
    let parts: [Double]
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
    /// The first value of each part, in all places of the part.
    @inline(__always)
    fileprivate var partStarts: Self {
        Self(lowHalf: lowHalf.starts, highHalf: highHalf.starts)
    }

    /// The greatest value of each part. The standard library's `max()` is a call.
    @inline(__always)
    fileprivate var partMaxima: SIMD4<Float> {
        let pairs = evenHalf.replacing(with: oddHalf, where: oddHalf .> evenHalf)
        let (even, odd) = (pairs.evenHalf, pairs.oddHalf)
        return even.replacing(with: odd, where: odd .> even)
    }
}

extension SIMD8<Float> {
    @inline(__always)
    fileprivate var starts: Self {
        Self(
            lowHalf: SIMD4(repeating: self[0]),
            highHalf: SIMD4(repeating: self[4])
        )
    }
}

extension SIMD4<Float> {
    @inline(__always)
    fileprivate var greatest: Float {
        Swift.max(Swift.max(self[0], self[1]), Swift.max(self[2], self[3]))
    }
}
