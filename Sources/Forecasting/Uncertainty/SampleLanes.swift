/// Samples of sixteen outputs side by side, one vector for each sample.
///
/// They are sorted by a network whose comparisons do not depend on the values: K. E. Batcher's merge
/// exchange, Algorithm M in D. E. Knuth, "The Art of Computer Programming" volume 3, section 5.2.2. Of
/// sixteen columns at a time it costs less than sorting each, up to many thousand samples.
struct SampleLanes {
    typealias Lanes = SIMD16<Float>
    static let count = Lanes.scalarCount

    private(set) var samples: [Lanes]

    /// Takes outputs from `first` on out of each sample; lanes beyond the last output are zero.
    init(_ draws: [[Float]], first: Int) {
        samples = draws.map { draw in
            var lanes = Lanes.zero
            draw.withUnsafeBufferPointer { draw in
                guard draw.count - first < Self.count else {
                    lanes = UnsafeRawPointer(draw.baseAddress! + first)
                        .loadUnaligned(as: Lanes.self)
                    return
                }
                for place in first..<draw.count { lanes[place - first] = draw[place] }
            }
            return lanes
        }
    }

    /// The mean of each lane, and its standard deviation with a divisor of the samples less one; sums are
    /// in the samples' order.
    func moments() -> (mean: SIMD16<Double>, deviation: SIMD16<Double>) {
        var sum = SIMD16<Double>.zero
        for sample in samples { sum += SIMD16<Double>(sample) }
        let mean = sum / Double(samples.count)
        var squares = SIMD16<Double>.zero
        for sample in samples {
            let apart = SIMD16<Double>(sample) - mean
            squares += apart * apart
        }
        return (mean, (squares / Double(samples.count - 1)).squareRoot())
    }

    /// Makes each lane ascend.
    mutating func sort() {
        let count = samples.count
        guard count > 1 else { return }
        var highest = 1
        while highest * 2 < count { highest *= 2 }
        samples.withUnsafeMutableBufferPointer { samples in
            var p = highest
            while p > 0 {
                var (q, r, d) = (highest, 0, p)
                while true {
                    Self.exchange(samples, bit: p, value: r, distance: d)
                    if q == p { break }
                    (d, q, r) = (q - p, q / 2, p)
                }
                p /= 2
            }
        }
    }

    /// Puts samples a distance apart into order, wherever a bit of the first one's place has a value.
    @inline(__always)
    private static func exchange(
        _ samples: UnsafeMutableBufferPointer<Lanes>,
        bit: Int,
        value: Int,
        distance: Int
    ) {
        // Places with the bit lie in runs of that length, every other one.
        var run = value
        while run < samples.count - distance {
            for place in run..<min(run + bit, samples.count - distance) {
                let (a, b) = (samples[place], samples[place + distance])
                let swaps = b .< a
                samples[place] = a.replacing(with: b, where: swaps)
                samples[place + distance] = b.replacing(with: a, where: swaps)
            }
            run += 2 * bit
        }
    }

    /// The quantile of each lane once it is sorted; see ``SampleQuantile``.
    func quantile(_ level: Double) -> SIMD16<Double> {
        let place = SampleQuantile.place(of: level, count: samples.count)
        let lower = SIMD16<Double>(samples[place.lower])
        guard place.fraction > 0 else { return lower }
        return lower + place.fraction * (SIMD16<Double>(samples[place.lower + 1]) - lower)
    }
}
