#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The largest statistics of a group of columns, in the sample and in every resample.
struct SuperiorityMaxima: Sendable {
    /// A column and its statistic.
    struct Best: Sendable {
        var column: Int
        var statistic: Double

        /// Takes the other one if it is better; of equals the first stays.
        mutating func take(_ other: Best) {
            if other.statistic > statistic { self = other }
        }
    }

    /// The mean times `sqrt(n) / deviation`.
    private(set) var studentized: Best
    /// The mean.
    private(set) var plain: Best
    /// Of each resample six maxima: studentized lower, consistent, upper, and the same of means.
    private(set) var resampled: [Double]

    /// Maxima of a resample.
    static let variants = 6

    /// Takes the larger of each.
    mutating func take(_ other: SuperiorityMaxima) {
        studentized.take(other.studentized)
        plain.take(other.plain)
        for place in resampled.indices {
            resampled[place] = max(resampled[place], other.resampled[place])
        }
    }

    /// Columns of a group: what it copies of the returns, and its sums, stay in a cache.
    static let width = 64
    /// So many periods of a group are worked on at a time.
    private static let depth = 256

    /// - Parameters:
    ///   - columns: At most ``width``, at least one.
    ///   - isConstant: Of every column of the matrix whether its values are all equal.
    init(
        _ differentials: ReturnMatrix,
        columns: Range<Int>,
        isConstant: [Bool],
        counts: ResampleCounts,
        blockLength: Double
    ) {
        let periods = differentials.periods
        let panels = (columns.count + 7) / 8
        // Columns that do not vary, and those that fill up the last panel, are zeros.
        var values = [Double](repeating: 0, count: panels * periods * 8)
        values.withUnsafeMutableBufferPointer { values in
            differentials.values.withUnsafeBufferPointer { source in
                for (place, column) in columns.enumerated() where !isConstant[column] {
                    let start = place / 8 * periods * 8 + place % 8
                    for period in 0..<periods {
                        values[start + period * 8] = source[column * periods + period]
                    }
                }
            }
        }
        let scales = values.withUnsafeBufferPointer { values in
            (0..<panels).map { panel in
                PanelScales(
                    PanelMoments(
                        values.baseAddress! + panel * periods * 8,
                        periods: periods,
                        blockLength: blockLength
                    ),
                    periods: periods,
                    columns: min(8, columns.count - panel * 8)
                )
            }
        }
        studentized = Best(column: columns.lowerBound, statistic: -.infinity)
        plain = studentized
        for (place, column) in columns.enumerated() {
            let (scale, lane) = (scales[place / 8], place % 8)
            plain.take(Best(column: column, statistic: scale.means[lane]))
            studentized.take(
                Best(column: column, statistic: scale.means[lane] * scale.factors[lane])
            )
        }
        let sums = Self.sums(of: values, panels: panels, counts)
        resampled = Self.maxima(of: sums, scales, counts)
    }

    /// Of each tile of resamples and each panel the sums of eight resamples and eight columns.
    private static func sums(
        of values: [Double],
        panels: Int,
        _ counts: ResampleCounts
    ) -> [Double] {
        let periods = counts.periods
        var sums = [Double](repeating: 0, count: counts.tiles.count * panels * 64)
        var block = [Double](repeating: 0, count: depth * 8)
        sums.withUnsafeMutableBufferPointer { sums in
            block.withUnsafeMutableBufferPointer { block in
                values.withUnsafeBufferPointer { values in
                    guard
                        let sums = sums.baseAddress, let block = block.baseAddress,
                        let values = values.baseAddress
                    else { return }
                    for first in stride(from: 0, to: periods, by: depth) {
                        let depth = min(depth, periods - first)
                        for (tile, counts) in counts.tiles.enumerated() {
                            counts.withUnsafeBufferPointer { counts in
                                for place in 0..<depth * 8 {
                                    block[place] = Double(counts[first * 8 + place])
                                }
                            }
                            for panel in 0..<panels {
                                CountProducts.accumulate(
                                    block,
                                    values + (panel * periods + first) * 8,
                                    depth: depth,
                                    into: sums + (tile * panels + panel) * 64
                                )
                            }
                        }
                    }
                }
            }
        }
        return sums
    }

    private static func maxima(
        of sums: [Double],
        _ scales: [PanelScales],
        _ counts: ResampleCounts
    ) -> [Double] {
        typealias Lanes = SIMD8<Double>
        let periods = Double(counts.periods)
        var result: [Double] = []
        result.reserveCapacity(counts.resamples * variants)
        sums.withUnsafeBufferPointer { sums in
            guard let sums = sums.baseAddress else { return }
            for resample in 0..<counts.resamples {
                let (tile, row) = (resample / 8, resample % 8)
                var lower = Lanes(repeating: -.infinity)
                var (consistent, upper) = (lower, lower)
                var (plainLower, plainConsistent, plainUpper) = (lower, lower, lower)
                for (panel, scale) in scales.enumerated() {
                    let place = (tile * scales.count + panel) * 8 + row
                    let mean = CountProducts.lanes(sums, place) / periods
                    var distance = mean - scale.lower
                    plainLower = larger(plainLower, distance)
                    lower = larger(lower, distance * scale.factors)
                    distance = mean - scale.consistent
                    plainConsistent = larger(plainConsistent, distance)
                    consistent = larger(consistent, distance * scale.factors)
                    distance = mean - scale.upper
                    plainUpper = larger(plainUpper, distance)
                    upper = larger(upper, distance * scale.factors)
                }
                result.append(lower.max())
                result.append(consistent.max())
                result.append(upper.max())
                result.append(plainLower.max())
                result.append(plainConsistent.max())
                result.append(plainUpper.max())
            }
        }
        return result
    }

    @inline(__always)
    private static func larger(_ a: SIMD8<Double>, _ b: SIMD8<Double>) -> SIMD8<Double> {
        a.replacing(with: b, where: b .> a)
    }
}

/// How the means of eight columns become statistics.
private struct PanelScales {
    typealias Lanes = SIMD8<Double>

    var means: Lanes
    /// `sqrt(n) / deviation`; 0 for a column that does not vary.
    var factors: Lanes
    /// What a resample's mean is compared with, in three versions.
    var lower: Lanes
    var consistent: Lanes
    var upper: Lanes

    init(_ moments: PanelMoments, periods: Int, columns: Int) {
        let count = Double(periods)
        let iterated = (2 * log(log(count)) / count).squareRoot()
        means = moments.means
        // Lanes without a column: their distance is minus infinity.
        factors = Lanes(repeating: 1)
        lower = Lanes(repeating: .infinity)
        consistent = lower
        upper = lower
        for lane in 0..<columns {
            let mean = means[lane]
            let deviation = max(0, moments.variances[lane]).squareRoot()
            factors[lane] = deviation > 0 ? count.squareRoot() / deviation : 0
            lower[lane] = max(mean, 0)
            consistent[lane] = mean >= -deviation * iterated ? mean : 0
            upper[lane] = mean
        }
    }
}
