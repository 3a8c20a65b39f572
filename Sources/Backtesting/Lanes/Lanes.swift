/// One number of each of several candidates that are simulated side by side.
typealias Lanes = SIMD8<Double>
/// One truth value of each.
typealias LaneMask = SIMDMask<SIMD8<Int64>>

extension LaneMask {
    /// Whether it is true in some lane.
    ///
    /// The standard library's `any` goes through a call that spills every vector register.
    @inline(__always)
    var holdsAnywhere: Bool {
        let bits = unsafeBitCast(self, to: SIMD8<Int64>.self)
        let half = bits.lowHalf | bits.highHalf
        let quarter = half.lowHalf | half.highHalf
        return quarter[0] | quarter[1] != 0
    }
}

extension Lanes {
    /// The absolute values.
    @inline(__always)
    var magnitudes: Lanes {
        let bits = unsafeBitCast(self, to: SIMD8<Int64>.self)
        return unsafeBitCast(bits & SIMD8<Int64>(repeating: .max), to: Lanes.self)
    }

    /// The least one of all. The standard library's `min()` is a call.
    @inline(__always)
    var least: Double {
        let four = lowHalf.replacing(with: highHalf, where: highHalf .< lowHalf)
        return Swift.min(Swift.min(four[0], four[1]), Swift.min(four[2], four[3]))
    }

    /// The greater one of each pair.
    @inline(__always)
    func maximum(_ other: Lanes) -> Lanes { replacing(with: other, where: other .> self) }
}

/// One number of each lane for each symbol.
protocol LaneStorage {
    /// The number of symbols.
    var symbolCount: Int { get }
    subscript(symbol: Int) -> Lanes { get set }
}

/// For a few symbols: loops over them are unrolled and all stays in registers.
struct FixedLanes<let count: Int>: LaneStorage {
    private var values = InlineArray<count, Lanes>(repeating: .zero)

    @inline(__always) init() {}

    @inline(__always) var symbolCount: Int { count }

    @inline(__always)
    subscript(symbol: Int) -> Lanes {
        get { values[unchecked: symbol] }
        set { values[unchecked: symbol] = newValue }
    }
}

/// For any number of symbols.
struct HeapLanes: LaneStorage {
    private var values: [Lanes]

    init(symbolCount: Int) { values = Array(repeating: .zero, count: symbolCount) }

    @inline(__always) var symbolCount: Int { values.count }

    @inline(__always)
    subscript(symbol: Int) -> Lanes {
        get { values[symbol] }
        set { values[symbol] = newValue }
    }
}
