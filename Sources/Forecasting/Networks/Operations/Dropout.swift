import _MatrixProducts

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
    /// Steps of values that are time-major (see ``TimeMajor``); 1 for others.
    let steps: Int

    var inputs: [Value] { [input] }
    private var factor: Scalar { 65_536 / Scalar(65_536 - threshold) }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (x, y) = (pass.values(input), pass.values(output))
        forEachRun(pass) { row, step, from, to in
            apply(pass, row, step, x + from, y + to, adds: false)
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let (slope, target) = (pass.gradients(output), pass.gradients(input))
        forEachRun(pass) { row, step, from, to in
            apply(pass, row, step, slope + to, target + from, adds: adds.contains(.first))
        }
    }

    /// Calls `body` with the places of each run of numbers of a sample: all of them, or those of a step.
    @inline(__always)
    private func forEachRun(
        _ pass: Pass<Scalar>,
        _ body: (_ row: Int, _ step: Int, _ from: Int, _ to: Int) -> Void
    ) {
        if steps == 1 {
            for row in 0..<pass.rows { body(row, 0, row &* input.stride, row &* output.stride) }
            return
        }
        let size = input.width / steps
        for step in 0..<steps {
            for row in 0..<pass.rows {
                let place = (step &* pass.rows &+ row) &* size
                body(row, step, place, place)
            }
        }
    }

    private func apply(
        _ pass: Pass<Scalar>,
        _ row: Int,
        _ step: Int,
        _ source: UnsafeMutablePointer<Scalar>,
        _ target: UnsafeMutablePointer<Scalar>,
        adds: Bool
    ) {
        let width = input.width / steps
        guard pass.randomness.drops else {
            Rows.forEach(width) { place, lanes in
                let x = source.load(place)
                target.store(adds ? target.load(place) + x : x, place, lanes)
            }
            return
        }
        let sample = pass.randomness.firstSample &+ UInt64(row)
        let (threshold, factor) = (SIMD16<UInt32>(repeating: threshold), factor)
        // Eight blocks of random numbers are good for 64 units: four vectors of sixteen.
        withUnsafeTemporaryAllocation(of: SIMD16<UInt32>.self, capacity: 4) { numbers in
            let words = UnsafeMutableRawPointer(numbers.baseAddress!)
                .assumingMemoryBound(to: UInt32.self)
            // Numbers are drawn for whole blocks of each step.
            let drawn = UInt32(step &* ((width &+ 63) / 64) &* 8)
            var first = 0
            while first < width {
                apus_dropout_numbers(
                    drawn &+ UInt32(first / 8),
                    number,
                    UInt32(truncatingIfNeeded: sample),
                    UInt32(truncatingIfNeeded: sample >> 32),
                    pass.randomness.seed,
                    words
                )
                for group in 0..<4 {
                    let place = first &+ 16 &* group
                    guard place < width else { break }
                    let kept = source.load(place) * factor
                    var x = kept.dropping(where: numbers[group], below: threshold)
                    if adds { x += target.load(place) }
                    target.store(x, place, min(16, width &- place))
                }
                first &+= 64
            }
        }
    }
}

extension NetworkBuilder {
    /// Appends dropout; nothing for a rate of 0.
    ///
    /// - Parameter steps: Those of a value that is time-major.
    mutating func dropout(_ input: Value, rate: Double, steps: Int = 1) -> Value {
        let threshold = UInt32((rate * 65_536).rounded())
        guard threshold > 0 else { return input }
        let number = UInt32(operations.count)
        let output = value(width: input.width)
        return append(
            Dropout(
                input: input,
                output: output,
                number: number,
                threshold: threshold,
                steps: steps
            )
        )
    }
}
