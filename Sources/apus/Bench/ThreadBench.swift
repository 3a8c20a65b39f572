import DataParallel
import MarketData
import ScalingAnalysis
import _ProcessorCheck

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a piece of work at several thread counts, in turn, so that a machine that changes its mood
/// changes it for all of them.
struct ThreadBench {
    let counts: [Int]
    let repeats: Int

    init(counts: ThreadCounts, repeats: Int) {
        self.counts = counts.counts
        self.repeats = repeats
    }

    /// Measures work after a run that does not count.
    ///
    /// - Parameter work: Returns what is to be the same in every run; called outside the clock.
    func measure(
        _ name: String,
        _ work: (ThreadPool) throws -> () throws -> String
    ) throws -> [ScalingMeasurement] {
        let pools = counts.map { ThreadPool(workerCount: $0) }
        var seconds = counts.map { _ in [Double]() }
        var digests = counts.map { _ in Set<String>() }
        var peaks = counts.map { _ in 0 }
        for round in 0...repeats {
            for (place, pool) in pools.enumerated() {
                guard !Interrupt.token.isCancelled else { throw Self.interruption }
                Console.progress("\(name): round \(round) of \(repeats), \(counts[place]) threads")
                PeakMemory.forget()
                let start = Console.now()
                let digest = try work(pool)
                let duration = Console.now() - start
                peaks[place] = max(peaks[place], PeakMemory.bytes() ?? 0)
                digests[place].insert(try digest())
                if round > 0 { seconds[place].append(duration) }
            }
        }
        Console.progress(nil)
        return try counts.indices.map { place in
            ScalingMeasurement(
                timing: try Timing(
                    threads: counts[place],
                    processors: Processors.available(),
                    seconds: seconds[place]
                ),
                peakMemoryBytes: peaks[place] > 0 ? peaks[place] : nil,
                digest: digests[place].sorted().joined(separator: " and ")
            )
        }
    }

    static var interruption: Interruption {
        Interruption(signal: Interrupt.signal, message: "stopped: nothing was measured to the end")
    }
}

/// The most memory that the process has held at a time.
enum PeakMemory {
    /// Begins anew, where the system can.
    static func forget() {
        #if os(Linux)
        let file = open("/proc/self/clear_refs", O_WRONLY)
        guard file >= 0 else { return }
        _ = write(file, "5", 1)
        close(file)
        #endif
    }

    /// In bytes; nil where the system cannot begin anew.
    static func bytes() -> Int? {
        #if os(Linux)
        guard let file = fopen("/proc/self/status", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            guard text.hasPrefix("VmHWM:") else { continue }
            return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                .map { $0 * 1_024 }
        }
        #endif
        return nil
    }
}

extension ScalingReport.Machine {
    /// This one, now.
    static var current: ScalingReport.Machine {
        var system = utsname()
        uname(&system)
        func text(_ field: some Any) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return ScalingReport.Machine(
            processor: processorName ?? text(system.machine),
            processors: Processors.available(),
            vectorBits: Int(apus_vector_bits()),
            operatingSystem: "\(text(system.sysname)) \(text(system.release))",
            date: UTCTime.format(Int64(time(nil)))
        )
    }

    private static var processorName: String? {
        #if os(Linux)
        guard let file = fopen("/proc/cpuinfo", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else {
                continue
            }
            return text[text.index(after: colon)...].split(separator: " ").joined(separator: " ")
                .split(separator: "\n").first.map(String.init)
        }
        #endif
        return nil
    }
}
