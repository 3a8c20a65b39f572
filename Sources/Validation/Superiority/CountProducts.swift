/// Sums of a resample: counts of the periods times the values of eight columns.
enum CountProducts {
    typealias Lanes = SIMD8<Double>

    /// Adds eight resamples' sums over some periods to `sums`.
    ///
    /// Each sum runs through the periods in order, with a multiplication and an addition each, so its
    /// bits depend on nothing beside it. Eight sums of eight lanes stay in registers where those are
    /// wide enough; the concrete type matters, as operations on a generic one go lane by lane.
    ///
    /// - Parameters:
    ///   - counts: Of each period the counts in eight resamples side by side.
    ///   - values: Of each period the values of eight columns side by side.
    ///   - depth: The number of periods.
    ///   - sums: Of each resample the sums of the eight columns side by side.
    static func accumulate(
        _ counts: UnsafePointer<Double>,
        _ values: UnsafePointer<Double>,
        depth: Int,
        into sums: UnsafeMutablePointer<Double>
    ) {
        var (sum0, sum1) = (lanes(sums, 0), lanes(sums, 1))
        var (sum2, sum3) = (lanes(sums, 2), lanes(sums, 3))
        var (sum4, sum5) = (lanes(sums, 4), lanes(sums, 5))
        var (sum6, sum7) = (lanes(sums, 6), lanes(sums, 7))
        for period in 0..<depth {
            let value = lanes(values, period)
            let count = counts + 8 * period
            sum0 += value * count[0]
            sum1 += value * count[1]
            sum2 += value * count[2]
            sum3 += value * count[3]
            sum4 += value * count[4]
            sum5 += value * count[5]
            sum6 += value * count[6]
            sum7 += value * count[7]
        }
        store(sum0, sums, 0)
        store(sum1, sums, 1)
        store(sum2, sums, 2)
        store(sum3, sums, 3)
        store(sum4, sums, 4)
        store(sum5, sums, 5)
        store(sum6, sums, 6)
        store(sum7, sums, 7)
    }

    /// The eight numbers from `8 * index` on.
    @inline(__always)
    static func lanes(_ pointer: UnsafePointer<Double>, _ index: Int) -> Lanes {
        UnsafeRawPointer(pointer + 8 * index).loadUnaligned(as: Lanes.self)
    }

    /// Writes the eight numbers from `8 * index` on.
    @inline(__always)
    static func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Double>, _ index: Int) {
        UnsafeMutableRawPointer(pointer + 8 * index).storeBytes(of: lanes, as: Lanes.self)
    }
}
