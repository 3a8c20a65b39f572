import Foundation
import TestSupport
import Testing

/// What a run looks like on a terminal and elsewhere. The terminal is that of util-linux's `script`.
@Suite struct TerminalTests {
    private static let escape = "\u{1B}["
    private static let utf8 = ["LC_ALL": "C.UTF-8"]

    private static let canPretend =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/script")
        && FileManager.default.fileExists(atPath: "/proc/self/exe")

    /// Standard output of a small study on a terminal; progress does not show.
    private static func onTerminal(_ environment: [String: String]) async throws -> String {
        let directory = try TemporaryDirectory()
        let program = try Program.executable("apus")
        let terminal = try RunningProgram(
            executable: "/usr/bin/script",
            ["-qec", "'\(program)' optimize --quick --odds off 2>/dev/null", "/dev/null"],
            directory: directory.path,
            environment: ["NO_COLOR": "", "TERM": "xterm"].merging(environment) { $1 }
        )
        let outcome = try await terminal.outcome()
        #expect(outcome.status == 0, "\(outcome.stderr)")
        return outcome.stdout.replacingOccurrences(of: "\r\n", with: "\n")
    }

    private static func inFile(_ environment: [String: String]) async throws -> String {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            ["optimize", "--quick"],
            directory: directory.path,
            environment: ["TERM": "xterm", "NO_COLOR": ""].merging(environment) { $1 }
        )
        #expect(run.status == 0, "\(run.stderr)")
        return run.stdout
    }

    /// The block of a study that shows how its money went.
    private static func equity(_ text: String) -> [String] {
        let lines = Program.lines(text)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("  equity") }) else { return [] }
        return Array(lines[start...].prefix { !$0.isEmpty })
    }

    @Test func aFileHasSparklinesAndNoEscapes() async throws {
        let text = try await Self.inFile(Self.utf8)
        #expect(!text.contains("\u{1B}"))
        let rows = Self.equity(text)
        #expect(rows.count == 5)
        for (row, name) in zip(rows.dropFirst(2), ["record", "buy & hold", "median candidate"]) {
            #expect(row.hasPrefix("  \(name) "), "\(row)")
            let line = try #require(row.split(separator: " ").last)
            #expect(line.count == 40 && line.allSatisfy { "▁▂▃▄▅▆▇█".contains($0) }, "\(row)")
        }
    }

    @Test func withoutUTF8ThereAreOnlyFigures() async throws {
        let text = try await Self.inFile(["LC_ALL": "C"])
        #expect(Self.equity(text).count == 5)
        #expect(!text.contains { "▁▂▃▄▅▆▇█".contains($0) })
    }

    @Test(.enabled(if: TerminalTests.canPretend))
    func aTerminalHasColour() async throws {
        let text = try await Self.onTerminal(Self.utf8)
        let verdict = try #require(Program.lines(text).first { $0.contains("Verdict: ") })
        // The odds are off, so that four of six checks cannot pass.
        #expect(verdict.hasPrefix(Self.escape + "31mVerdict: Not supported"))
        #expect(verdict.hasSuffix(Self.escape + "0m"))
    }

    @Test(.enabled(if: TerminalTests.canPretend), arguments: [("NO_COLOR", "1"), ("TERM", "dumb")])
    func noColourWhereItIsNotWanted(name: String, value: String) async throws {
        let text = try await Self.onTerminal(Self.utf8.merging([name: value]) { $1 })
        #expect(!text.contains(Self.escape))
        #expect(text.contains("Verdict: Not supported"))
    }
}
