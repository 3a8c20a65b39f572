/// Eight numbers that are worked on at a time; rows are padded with zeros to a multiple.
typealias Lanes = SIMD8<Double>

extension Int {
    /// The next multiple of the lanes' number.
    var paddedToLanes: Int { (self + 7) & ~7 }
}

extension UnsafePointer<Double> {
    @inline(__always)
    func lanes(_ index: Int) -> Lanes {
        UnsafeRawPointer(self + index).loadUnaligned(as: Lanes.self)
    }
}

extension SIMD8<Double> {
    /// The sum of the lanes in a fixed tree.
    @inline(__always)
    var treeSum: Double {
        let four = lowHalf + highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}

/// Inner products of the rows of two matrices.
///
/// Every product is eight interleaved sums in index order, added up in a fixed tree: its bits depend
/// neither on the rows beside it nor on who computes it.
enum RowProducts {
    /// The inner product of two rows.
    ///
    /// - Parameter count: A multiple of eight.
    @inline(__always)
    static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double
    {
        var sum = Lanes.zero
        var k = 0
        while k < count {
            sum += a.lanes(k) * b.lanes(k)
            k += 8
        }
        return sum.treeSum
    }

    /// `c = a bᵀ` for `m` rows of `a` and `n` rows of `b`.
    ///
    /// - Parameter count: The length of a row, a multiple of eight.
    static func multiply(
        _ a: UnsafePointer<Double>,
        rows m: Int,
        stride strideA: Int,
        by b: UnsafePointer<Double>,
        rows n: Int,
        stride strideB: Int,
        count: Int,
        into c: UnsafeMutablePointer<Double>,
        stride strideC: Int
    ) {
        var i = 0
        while i < m {
            let height = Swift.min(4, m - i)
            var j = 0
            while j < n {
                let place = c + i * strideC + j
                if height == 4, j + 4 <= n {
                    tile(
                        a + i * strideA,
                        strideA,
                        b + j * strideB,
                        strideB,
                        count,
                        place,
                        strideC
                    )
                    j += 4
                    continue
                }
                for row in 0..<height {
                    place[row * strideC] =
                        dot(a + (i + row) * strideA, b + j * strideB, count)
                }
                j += 1
            }
            i += height
        }
    }

    /// Four rows by four rows: sixteen sums in registers.
    @inline(__always)
    private static func tile(
        _ a: UnsafePointer<Double>,
        _ strideA: Int,
        _ b: UnsafePointer<Double>,
        _ strideB: Int,
        _ count: Int,
        _ c: UnsafeMutablePointer<Double>,
        _ strideC: Int
    ) {
        var s00 = Lanes.zero, s01 = Lanes.zero, s02 = Lanes.zero, s03 = Lanes.zero
        var s10 = Lanes.zero, s11 = Lanes.zero, s12 = Lanes.zero, s13 = Lanes.zero
        var s20 = Lanes.zero, s21 = Lanes.zero, s22 = Lanes.zero, s23 = Lanes.zero
        var s30 = Lanes.zero, s31 = Lanes.zero, s32 = Lanes.zero, s33 = Lanes.zero
        var k = 0
        while k < count {
            let b0 = b.lanes(k)
            let b1 = b.lanes(strideB + k)
            let b2 = b.lanes(2 * strideB + k)
            let b3 = b.lanes(3 * strideB + k)
            var row = a.lanes(k)
            s00 += row * b0
            s01 += row * b1
            s02 += row * b2
            s03 += row * b3
            row = a.lanes(strideA + k)
            s10 += row * b0
            s11 += row * b1
            s12 += row * b2
            s13 += row * b3
            row = a.lanes(2 * strideA + k)
            s20 += row * b0
            s21 += row * b1
            s22 += row * b2
            s23 += row * b3
            row = a.lanes(3 * strideA + k)
            s30 += row * b0
            s31 += row * b1
            s32 += row * b2
            s33 += row * b3
            k += 8
        }
        store(s00, s01, s02, s03, c)
        store(s10, s11, s12, s13, c + strideC)
        store(s20, s21, s22, s23, c + 2 * strideC)
        store(s30, s31, s32, s33, c + 3 * strideC)
    }

    @inline(__always)
    private static func store(
        _ s0: Lanes,
        _ s1: Lanes,
        _ s2: Lanes,
        _ s3: Lanes,
        _ c: UnsafeMutablePointer<Double>
    ) {
        c[0] = s0.treeSum
        c[1] = s1.treeSum
        c[2] = s2.treeSum
        c[3] = s3.treeSum
    }
}
