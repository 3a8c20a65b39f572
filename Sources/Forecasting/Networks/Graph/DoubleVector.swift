import Foundation

/// Sixteen numbers in double precision, to check gradients with: plain, not fast.
struct DoubleVector: NetworkVector {
    private var lanes: SIMD16<Double>

    init(repeating value: Double) { lanes = SIMD16(repeating: value) }

    private init(_ lanes: SIMD16<Double>) { self.lanes = lanes }

    subscript(lane: Int) -> Double {
        get { lanes[lane] }
        set { lanes[lane] = newValue }
    }

    static func + (a: Self, b: Self) -> Self { Self(a.lanes + b.lanes) }
    static func - (a: Self, b: Self) -> Self { Self(a.lanes - b.lanes) }
    static func * (a: Self, b: Self) -> Self { Self(a.lanes * b.lanes) }
    static func / (a: Self, b: Self) -> Self { Self(a.lanes / b.lanes) }

    static func choose(_ x: Self, where a: Self, isLessThan b: Self, else y: Self) -> Self {
        Self(y.lanes.replacing(with: x.lanes, where: a.lanes .< b.lanes))
    }

    func dropping(where numbers: SIMD16<UInt32>, below threshold: SIMD16<UInt32>) -> Self {
        var result = self
        for lane in 0..<16 where numbers[lane] < threshold[lane] { result[lane] = 0 }
        return result
    }

    var total: Double { lanes.sum() }
    var greatest: Double { lanes.max() }
    var exponential: Self { mapped { exp($0) } }
    var hyperbolicTangent: Self { mapped { tanh($0) } }
    var errorFunction: Self { mapped { erf($0) } }

    private func mapped(_ function: (Double) -> Double) -> Self {
        var result = self
        for lane in 0..<16 { result[lane] = function(self[lane]) }
        return result
    }
}
