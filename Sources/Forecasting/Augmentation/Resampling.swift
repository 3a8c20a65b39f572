#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Reads samples at other times than they were taken at.
enum Resampling {
    /// Times that go from 0 to `length - 1` at a speed that changes smoothly.
    ///
    /// Between knots at equal distances lie random spans; a monotone cubic goes through them.
    static func warp(
        _ length: Int,
        knots: Int,
        strength: Double,
        _ random: inout SampleRandom
    ) -> [Double] {
        let last = Double(length - 1)
        let spans = (0...knots).map { _ in exp(strength * random.normal()) }
        let total = spans.reduce(0, +)
        var heights = [0.0]
        for span in spans.dropLast() {
            heights.append(heights[heights.count - 1] + span / total * last)
        }
        heights.append(last)
        let places = (0...(knots + 1)).map { Double($0) * last / Double(knots + 1) }
        let curve = MonotoneCubic(x: places, y: heights)
        return (0..<length).map { time in
            time == length - 1 ? last : min(max(curve.value(at: Double(time)), 0), last)
        }
    }

    /// Times that go evenly through a window at a random place.
    static func slice(
        _ length: Int,
        fraction: Double,
        _ random: inout SampleRandom
    ) -> [Double] {
        let window = min(max(Int((fraction * Double(length)).rounded()), 2), length)
        let start = Double(random.integer(below: length - window + 1))
        let step = Double(window - 1) / Double(length - 1)
        return (0..<length).map { min(start + Double($0) * step, Double(length - 1)) }
    }

    /// Replaces each channel by its values at the given times, linear between neighbours.
    static func read(_ sample: inout [Double], at times: [Double]) {
        let source = sample
        let length = times.count
        for first in stride(from: 0, to: sample.count, by: length) {
            for (place, time) in times.enumerated() {
                let left = first + Int(time)
                let part = time - time.rounded(.down)
                // On a time itself its neighbour does not matter, even if it is missing.
                sample[first + place] =
                    part == 0
                    ? source[left] : source[left] + part * (source[left + 1] - source[left])
            }
        }
    }

    /// Replaces each channel by the given rows of it.
    static func take(_ sample: inout [Double], _ rows: [Int]) {
        let source = sample
        for first in stride(from: 0, to: sample.count, by: rows.count) {
            for (place, row) in rows.enumerated() { sample[first + place] = source[first + row] }
        }
    }
}
