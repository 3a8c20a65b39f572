import Foundation
import Synchronization

/// Nanoseconds of a clock that never goes back.
package func nanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

package func sleepMilliseconds(_ count: Int) {
    usleep(UInt32(count) * 1_000)
}

package func report(_ name: String, _ threads: Int, _ metric: String, _ value: Double) {
    print("\(name)\t\(threads)\t\(metric)\t\(value)")
}

/// Reports median, minimum and maximum; returns the median.
@discardableResult
package func reportSamples(
    _ name: String,
    _ threads: Int,
    _ unit: String,
    _ samples: [Double]
) -> Double {
    let sorted = samples.sorted()
    let median = sorted[sorted.count / 2]
    report(name, threads, unit, median)
    report(name, threads, unit + ".min", sorted[0])
    report(name, threads, unit + ".max", sorted[sorted.count - 1])
    return median
}

/// One way of doing a case; 0 threads is the serial loop.
package struct Variant {
    let threads: Int
    let body: () -> Void

    package init(_ threads: Int, _ body: @escaping () -> Void) {
        self.threads = threads
        self.body = body
    }
}

/// Warms up, then runs the variants in turn; 3 repeats where one run takes more than 100 ms.
/// Returns the medians in milliseconds.
@discardableResult
package func compare(_ options: Options, _ name: String, _ variants: [Variant]) -> [Double] {
    var slowest = 0
    for variant in variants {
        let start = nanoseconds()
        variant.body()
        slowest = max(slowest, nanoseconds() - start)
    }
    var samples = variants.map { _ in [Double]() }
    for _ in 0..<(slowest > 100_000_000 ? min(options.repeats, 3) : options.repeats) {
        for (index, variant) in variants.enumerated() {
            let start = nanoseconds()
            variant.body()
            samples[index].append(Double(nanoseconds() - start) / 1e6)
        }
    }
    let medians = zip(variants, samples).map { reportSamples(name, $0.threads, "ms", $1) }
    for (variant, median) in zip(variants, medians).dropFirst() {
        report(name, variant.threads, "ratio", medians[0] / median)
    }
    return medians
}

/// A short call of either kind, in a loop of its own so that it may be inlined.
package struct Calls {
    let threads: Int
    let repeated: (Int) -> Void

    package init(_ threads: Int, repeated: @escaping (_ count: Int) -> Void) {
        self.threads = threads
        self.repeated = repeated
    }

    @inlinable @inline(__always)
    package init(_ threads: Int, _ body: @escaping () -> Void) {
        self.init(threads, repeated: { count in for _ in 0..<count { body() } })
    }
}

/// Nanoseconds per call, in batches of about 2 ms.
package func compareCalls(_ options: Options, _ name: String, _ variants: [Calls]) {
    let counts = variants.map { variant in
        variant.repeated(20)
        let start = nanoseconds()
        variant.repeated(100)
        let one = Double(nanoseconds() - start) / 100
        return Int(min(max(2e6 / max(one, 1), 20), 100_000))
    }
    var samples = variants.map { _ in [Double]() }
    for _ in 0..<(options.repeats * 3) {
        for (index, variant) in variants.enumerated() {
            let start = nanoseconds()
            variant.repeated(counts[index])
            samples[index].append(Double(nanoseconds() - start) / Double(counts[index]))
        }
    }
    let medians = zip(variants, samples).map { reportSamples(name, $0.threads, "ns", $1) }
    for (variant, median) in zip(variants, medians).dropFirst() {
        report(name, variant.threads, "ratio", medians[0] / median)
    }
}

/// Microseconds of one call after each millisecond of sleep.
package func afterIdle(_ name: String, _ threads: Int, _ body: () -> Void) {
    var samples: [Double] = []
    for _ in 0..<201 {
        sleepMilliseconds(1)
        let start = nanoseconds()
        body()
        samples.append(Double(nanoseconds() - start) / 1e3)
    }
    reportSamples(name, threads, "us", samples)
}

/// Two sides that wait for each other, so that two threads are needed.
package final class HandOver: Sendable {
    private let fork = nanoseconds()
    private let first = Atomic<Int>(-1)
    private let second = Atomic<Int>(-1)
    private let met = Atomic<Int>(0)

    package init() {}

    package func side(_ isFirst: Bool) {
        let now = nanoseconds() - fork
        if isFirst { first.store(now, ordering: .releasing) }
        if !isFirst { second.store(now, ordering: .releasing) }
        while other(isFirst) < 0 {
            if nanoseconds() - fork > 5_000_000 { return }
        }
        met.add(1, ordering: .relaxed)
    }

    private func other(_ isFirst: Bool) -> Int {
        isFirst ? second.load(ordering: .acquiring) : first.load(ordering: .acquiring)
    }

    /// From the fork until both sides run; `nil`: a side found none in time.
    package var microseconds: Double? {
        guard met.load(ordering: .relaxed) == 2 else { return nil }
        return Double(max(first.load(ordering: .relaxed), second.load(ordering: .relaxed))) / 1e3
    }
}

/// Reports microseconds from the fork until both sides run, and the number of misses.
package func reportHandOvers(_ name: String, _ threads: Int, _ samples: [Double?]) {
    let met = samples.compactMap(\.self)
    if !met.isEmpty { reportSamples(name, threads, "us", met) }
    report(name, threads, "missed", Double(samples.count - met.count))
}

/// Samples hand-overs after 2 ms of sleep.
package func handOvers(_ name: String, _ threads: Int, _ join: (HandOver) -> Void) {
    let samples = (0..<101).map { _ in
        sleepMilliseconds(2)
        let handOver = HandOver()
        join(handOver)
        return handOver.microseconds
    }
    reportHandOvers(name, threads, samples)
}

private func processorMilliseconds() -> Double {
    var usage = rusage()
    getrusage(0, &usage)  // RUSAGE_SELF, whose type differs between systems
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
        + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3
}

/// Processor time of the second that follows a burst.
package func idleProcessorTime(_ threads: Int, _ burst: () -> Void) {
    let samples = (0..<3).map { _ in
        for _ in 0..<20 { burst() }
        let before = processorMilliseconds()
        sleepMilliseconds(999)
        return processorMilliseconds() - before
    }
    reportSamples("idle-cpu", threads, "ms", samples)
}

/// Against max(serial / threads, longest task), the serial time measured in turn.
package func compareToIdeal(
    _ options: Options,
    _ name: String,
    longestShare: Double,
    serial: @escaping () -> UInt64,
    parallel: @escaping () -> UInt64
) {
    var results: [UInt64] = [0, 0]
    let medians = compare(
        options,
        name,
        [
            Variant(0, { results[0] = serial() }),
            Variant(options.threads, { results[1] = parallel() }),
        ]
    )
    let ideal = medians[0] * max(1 / Double(options.threads), longestShare)
    report(name, options.threads, "over-ideal", medians[1] / ideal)
    // 2^53 and more do not fit a double: the low half is enough to compare.
    report(name, 0, "checksum", Double(results[0] & 0xFFFF_FFFF))
    report(name, options.threads, "checksum", Double(results[1] & 0xFFFF_FFFF))
}
