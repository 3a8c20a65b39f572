import DataParallel

/// Sets a share of the numbers to zero while training, and divides the others by the share that is
/// kept (N. Srivastava et al., "Dropout", JMLR 2014).
///
/// Whether a number is dropped depends on the seed, the operation, the sample's number and the place
/// in its row alone. The share is a multiple of 2^-16.
struct Dropout<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    /// Which of the network's dropouts it is.
    let number: UInt32
    /// Of 65,536 numbers, how many are dropped.
    let threshold: UInt32

    var inputs: [Value] { [input] }
    private var factor: Scalar { 65_536 / Scalar(65_536 - threshold) }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (x, y) = (pass.values(input), pass.values(output))
        for row in 0..<pass.rows {
            apply(pass, row, x + row &* input.stride, y + row &* output.stride, adds: false)
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let (slope, target) = (pass.gradients(output), pass.gradients(input))
        for row in 0..<pass.rows {
            apply(
                pass,
                row,
                slope + row &* output.stride,
                target + row &* input.stride,
                adds: adds.contains(.first)
            )
        }
    }

    private func apply(
        _ pass: Pass<Scalar>,
        _ row: Int,
        _ source: UnsafeMutablePointer<Scalar>,
        _ target: UnsafeMutablePointer<Scalar>,
        adds: Bool
    ) {
        guard pass.randomness.drops else {
            Rows.forEach(input.width) { place, lanes in
                let x = source.load(place)
                target.store(adds ? target.load(place) + x : x, place, lanes)
            }
            return
        }
        let sample = pass.randomness.firstSample &+ UInt64(row)
        let (threshold, factor) = (SIMD16<UInt32>(repeating: threshold), factor)
        // Eight blocks of random numbers are good for 64 units: four vectors of sixteen.
        var first = 0
        while first < input.width {
            let words = PhiloxVector.blocks(
                first: UInt32(first / 8),
                SIMD2(number, UInt32(truncatingIfNeeded: sample)),
                UInt32(truncatingIfNeeded: sample >> 32),
                seed: pass.randomness.seed
            )
            for word in 0..<4 {
                let place = first &+ 16 &* word
                guard place < input.width else { break }
                let low = words[word] & 0xFFFF
                let high = words[word] &>> 16
                let drawn = SIMD16<UInt32>(lowHalf: low, highHalf: high)
                let kept = source.load(place) * factor
                var x = kept.dropping(where: drawn, below: threshold)
                if adds { x += target.load(place) }
                target.store(x, place, min(16, input.width &- place))
            }
            first &+= 64
        }
    }
}

/// The random numbers of `Philox4x32`, eight blocks at a time.
enum PhiloxVector {
    /// The four words of eight blocks whose counters follow each other in their first word.
    @inline(__always)
    static func blocks(
        first: UInt32,
        _ middle: SIMD2<UInt32>,
        _ last: UInt32,
        seed: UInt64
    ) -> InlineArray<4, SIMD8<UInt32>> {
        typealias Wide = SIMD8<UInt64>
        let mask = Wide(repeating: 0xFFFF_FFFF)
        var x0 = Wide(0, 1, 2, 3, 4, 5, 6, 7) &+ Wide(repeating: UInt64(first))
        var x1 = Wide(repeating: UInt64(middle[0]))
        var x2 = Wide(repeating: UInt64(middle[1]))
        var x3 = Wide(repeating: UInt64(last))
        var key0 = seed & 0xFFFF_FFFF
        var key1 = seed >> 32
        for _ in 0..<10 {
            let one = x0 &* Wide(repeating: 0xD251_1F53)
            let two = x2 &* Wide(repeating: 0xCD9E_8D57)
            x0 = (two &>> 32) ^ x1 ^ Wide(repeating: key0)
            x1 = two & mask
            x2 = (one &>> 32) ^ x3 ^ Wide(repeating: key1)
            x3 = one & mask
            key0 = (key0 &+ 0x9E37_79B9) & 0xFFFF_FFFF
            key1 = (key1 &+ 0xBB67_AE85) & 0xFFFF_FFFF
        }
        return [
            SIMD8(truncatingIfNeeded: x0), SIMD8(truncatingIfNeeded: x1),
            SIMD8(truncatingIfNeeded: x2), SIMD8(truncatingIfNeeded: x3),
        ]
    }
}

extension NetworkBuilder {
    /// Appends dropout; nothing for a rate of 0.
    mutating func dropout(_ input: Value, rate: Double) -> Value {
        let threshold = UInt32((rate * 65_536).rounded())
        guard threshold > 0 else { return input }
        let number = UInt32(operations.count)
        let output = value(width: input.width)
        return append(
            Dropout(input: input, output: output, number: number, threshold: threshold)
        )
    }
}
