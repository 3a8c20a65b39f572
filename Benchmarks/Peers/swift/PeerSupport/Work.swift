import Foundation

// The data and the bodies: the same arithmetic in every language.

package func inputData(_ n: Int) -> [Double] {
    (0..<n).map { Double(UInt32(truncatingIfNeeded: $0) &* 2_654_435_761) / 4_294_967_296 }
}

@inlinable
package func tiny(_ x: Double) -> Double { x * 2 + 1 }

@inlinable
package func halve(_ x: Double) -> Double { x * 0.5 + 1 }

/// Not inlined: every program then runs the same scalar instructions, whatever its vectoriser does.
@inline(never)
package func roots(_ x: Double, _ count: Int) -> Double {
    var x = x
    for _ in 0..<count { x = (x + 1).squareRoot() }
    return x
}

/// A chain of dependent steps, which no compiler shortens.
@inlinable
package func spin(_ steps: Int, _ seed: Int) -> UInt64 {
    var x = UInt64(truncatingIfNeeded: seed) &+ 1
    for _ in 0..<steps { x = (x ^ (x >> 32)) &* 6_364_136_223_846_793_005 }
    return x
}

/// 10,000 lengths of a Pareto distribution of shape 4/3, ascending, `total` steps in all.
package func paretoLengths(_ total: Double) -> [Int] {
    var state: UInt64 = 1
    var lengths: [Double] = []
    for _ in 0..<10_000 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        let uniform = (Double(z >> 11) + 0.5) / 9_007_199_254_740_992
        lengths.append(1 / (uniform.squareRoot() * uniform.squareRoot().squareRoot()))
    }
    lengths.sort()
    let sum = lengths.reduce(0, +)
    return lengths.map { Int($0 * (total / sum)) }
}

package func fibSerial(_ n: Int) -> Int {
    n < 2 ? n : fibSerial(n - 1) + fibSerial(n - 2)
}

/// Returns its argument; the optimiser does not know that it does.
@inline(never) @_optimize(none)
package func hide(_ value: Int) -> Int { value }

/// Returns its argument; the optimiser does not know that it does.
@inline(never) @_optimize(none)
package func hide(_ values: [Double]) -> [Double] { values }

/// The optimiser does not know that the value is not used.
@inline(never) @_optimize(none)
package func consume(_ value: Double) {}

/// The optimiser does not know that the value is not used.
@inline(never) @_optimize(none)
package func consume(_ value: Int) {}

/// The optimiser does not know that the values are not used.
@inline(never) @_optimize(none)
package func consume(_ values: [Double]) {}
