/// The correlations between two groups of candidates, by panels of periods that fit into caches.
///
/// Columns are standardised as they are packed into panels, so no standardised copy of all returns
/// is needed.
struct CorrelationTile: ~Copyable {
    /// The most columns of a group.
    static let width = 32
    /// The vectors of eight periods in a panel.
    private static let depth = 8

    private let left: UnsafeMutablePointer<SIMD8<Double>>
    private let right: UnsafeMutablePointer<SIMD8<Double>>
    private let sums: UnsafeMutablePointer<SIMD8<Double>>

    init() {
        func zeros(_ count: Int) -> UnsafeMutablePointer<SIMD8<Double>> {
            let memory = UnsafeMutablePointer<SIMD8<Double>>.allocate(capacity: count)
            memory.initialize(repeating: .zero, count: count)
            return memory
        }
        left = zeros(Self.width * Self.depth)
        right = zeros(Self.width * Self.depth)
        sums = zeros(Self.width * Self.width)
    }

    deinit {
        left.deallocate()
        right.deallocate()
        sums.deallocate()
    }

    /// Computes the correlations and hands them to `store`, each with its row and its column.
    func fill(
        _ returns: ReturnMatrix,
        columns: [Int],
        scales: [StandardScale],
        left leftRange: Range<Int>,
        right rightRange: Range<Int>,
        store: (_ row: Int, _ column: Int, _ value: Double) -> Void
    ) {
        let periodsOfPanel = Self.depth * 8
        for start in stride(from: 0, to: returns.periods, by: periodsOfPanel) {
            let periods = start..<min(start + periodsOfPanel, returns.periods)
            Self.pack(returns, columns, scales, leftRange, periods, into: left)
            if leftRange != rightRange {
                Self.pack(returns, columns, scales, rightRange, periods, into: right)
            }
            let other = leftRange == rightRange ? left : right
            for row in stride(from: 0, to: leftRange.count, by: 4) {
                for column in stride(from: 0, to: rightRange.count, by: 2) {
                    addProducts(row, column, other)
                }
            }
        }
        for row in leftRange {
            for column in rightRange {
                let place =
                    (row - leftRange.lowerBound) * Self.width + column - rightRange.lowerBound
                store(row, column, min(1, max(-1, Self.total(sums[place]))))
            }
        }
    }

    /// Standardises some periods of a group's columns; what a vector has beyond them is 0.
    private static func pack(
        _ returns: ReturnMatrix,
        _ columns: [Int],
        _ scales: [StandardScale],
        _ range: Range<Int>,
        _ periods: Range<Int>,
        into panel: UnsafeMutablePointer<SIMD8<Double>>
    ) {
        returns.values.withUnsafeBufferPointer { values in
            for (place, index) in range.enumerated() {
                let scale = scales[index]
                let base = columns[index] * returns.periods
                for vector in 0..<depth {
                    let start = periods.lowerBound + vector * 8
                    var packed = SIMD8<Double>.zero
                    if start + 8 <= periods.upperBound {
                        for lane in 0..<8 { packed[lane] = values[base + start + lane] }
                        packed = (packed - scale.mean) * scale.factor
                    } else if start < periods.upperBound {
                        for lane in 0..<periods.upperBound - start {
                            packed[lane] = (values[base + start + lane] - scale.mean) * scale.factor
                        }
                    }
                    panel[place * depth + vector] = packed
                }
            }
        }
    }

    /// Adds the products of four columns on the left with two on the right.
    private func addProducts(
        _ row: Int,
        _ column: Int,
        _ other: UnsafeMutablePointer<SIMD8<Double>>
    ) {
        let depth = Self.depth
        let (a, b) = (left + row * depth, other + column * depth)
        let first = sums + row * Self.width + column
        let second = first + Self.width
        let third = second + Self.width
        let fourth = third + Self.width
        var (sum00, sum01) = (first[0], first[1])
        var (sum10, sum11) = (second[0], second[1])
        var (sum20, sum21) = (third[0], third[1])
        var (sum30, sum31) = (fourth[0], fourth[1])
        for t in 0..<depth {
            let (b0, b1) = (b[t], b[depth + t])
            let (a0, a1) = (a[t], a[depth + t])
            let (a2, a3) = (a[2 * depth + t], a[3 * depth + t])
            sum00 += a0 * b0
            sum01 += a0 * b1
            sum10 += a1 * b0
            sum11 += a1 * b1
            sum20 += a2 * b0
            sum21 += a2 * b1
            sum30 += a3 * b0
            sum31 += a3 * b1
        }
        (first[0], first[1]) = (sum00, sum01)
        (second[0], second[1]) = (sum10, sum11)
        (third[0], third[1]) = (sum20, sum21)
        (fourth[0], fourth[1]) = (sum30, sum31)
    }

    private static func total(_ lanes: SIMD8<Double>) -> Double {
        let four = lanes.lowHalf + lanes.highHalf
        return (four[0] + four[2]) + (four[1] + four[3])
    }
}
