import Foundation
import FuzzSupport
import MarketData

/// One input, and what must hold whatever it is.
enum FuzzInput {
    /// Set before the first input; libFuzzer runs inputs on one thread.
    nonisolated(unsafe) static var target = FuzzTarget.csv

    /// What a reader may allocate besides ten times its input: buffers of files, tables of decompressors, messages.
    private static let allowance = 12 << 20

    /// What it may allocate besides where the input holds compressed columns: 64 MiB of them, at most, and what they
    /// are decoded to and sorted in.
    private static let allowanceWhenCompressed = 5 * 64 << 20

    /// What LZ4 and ZSTD begin with.
    private static let marks: [[UInt8]] = [[0x04, 0x22, 0x4D, 0x18], [0x28, 0xB5, 0x2F, 0xFD]]

    /// The file that inputs are put into for readers that take paths.
    private static let path: String = {
        let folder =
            FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        return "\(folder)/apus-fuzz-\(getpid())"
    }()

    /// Reads an input twice: it must be read or refused both times alike, and take no more memory than it may.
    ///
    /// What is broken ends the program: libFuzzer keeps the input.
    static func check(_ bytes: UnsafeRawBufferPointer) {
        let input = Array(bytes)
        if target.takesPaths {
            guard FileManager.default.createFile(atPath: path, contents: Data(input)) else {
                fatalError("\(path) cannot be written")
            }
        }
        fuzz_start_counting()
        let first = target.outcome(input, path: path)
        let peak = fuzz_peak()
        let isCompressed =
            target == .arrow
            && marks.contains { mark in input.indices.contains { input[$0...].starts(with: mark) } }
        let most = 10 * input.count + allowance + (isCompressed ? allowanceWhenCompressed : 0)
        require(peak <= most) {
            "\(input.count) bytes took \(peak) bytes of memory"
        }
        let second = target.outcome(input, path: path)
        require(first == second) { "read once as \(first) and once as \(second)" }
    }

    /// Ends the program with a message unless something holds.
    static func require(_ holds: Bool, _ message: () -> String) {
        if holds { return }
        FileHandle.standardError.write(Data("broken: \(message())\n".utf8))
        abort()
    }
}
