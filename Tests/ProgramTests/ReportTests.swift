import Foundation
import TestSupport
import Testing

@testable import apus

/// `apus report`: the page of a stored study.
@Suite struct ReportTests {
    private static func study(_ arguments: [String] = []) async throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 300)), to: "prices.csv")
        let run = try await Program.run(
            ["optimize", "-p", "prices.csv", "--quick", "-d", "40", "-n", "3", "-o", "out"]
                + arguments,
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        return directory
    }

    /// The same page, wherever the command is given and however the study is named.
    @Test(arguments: [
        ["--odds", "off"], ["--keep", "top:5"], ["--search", "tpe", "--trials", "16"],
    ])
    func makesTheSamePage(options: [String]) async throws {
        let directory = try await Self.study(options)
        let page = try Fixtures.result(of: directory.path("out/report.html"))
        for (arguments, place, written) in [
            (["out"], "", "out"), ([], "out", "out"), (["out#study", "-o", "page"], "", "page"),
            (["../out/apus.sqlite", "--output", "."], "out", "out"),
        ] {
            try? FileManager.default.removeItem(atPath: directory.path("out/report.html"))
            let run = try await Program.run(
                ["report"] + arguments,
                directory: directory.path(place)
            )
            #expect(run.status == 0, "\(arguments): \(run.stderr)")
            let path = "\(written)/report.html"
            #expect(run.stdout.hasSuffix("\(path)\n"), "\(run.stdout)")
            #expect(try Fixtures.result(of: directory.path(path)) == page, "\(arguments)")
        }
    }

    @Test func makesThePageOfAComparisonAgain() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            [
                "forecast", "cv", "--models", "nlinear-ridge,theta", "--horizon", "5", "--windows",
                "12",
                "--target", "AAPL,KO", "-o", "out",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let page = try Fixtures.result(of: directory.path("out/report.html"))
        try FileManager.default.removeItem(atPath: directory.path("out/report.html"))
        for arguments in [["out"], ["out#cv", "--serial"]] {
            let again = try await Program.run(["report"] + arguments, directory: directory.path)
            #expect(again.status == 0, "\(again.stderr)")
            #expect(try Fixtures.result(of: directory.path("out/report.html")) == page)
        }
    }

    @Test func makesThePageOfMeasurements() async throws {
        let directory = try TemporaryDirectory()
        let bench = try await Program.run(
            [
                "bench", "--suite", "runtime", "--threads", "1,2", "--repeats", "1", "--json",
                "bench.json", "--html", "bench.html",
            ],
            directory: directory.path
        )
        #expect(bench.status == 0, "\(bench.stderr)")
        let page = try Fixtures.text(of: directory.path("bench.html"))
        #expect(page.contains("runtime, sort") && page.contains("--html bench.html"))
        let run = try await Program.run(["report", "bench.json", "-q"], directory: directory.path)
        #expect(run.status == 0 && run.stdout.isEmpty, "\(run.stderr)")
        let again = try Fixtures.text(of: directory.path("report.html"))
        #expect(again.contains("runtime, sort"))
        try directory.write("[]", to: "empty.json")
        try directory.write("{", to: "broken.json")
        for name in ["empty.json", "broken.json"] {
            let bad = try await Program.run(["report", name], directory: directory.path)
            #expect(bad.status == 65 && bad.stderr.contains(name), "\(bad.stderr)")
        }
    }

    @Test func refusesWhatHasChanged() async throws {
        let directory = try await Self.study()
        let page = try Fixtures.bytes(of: directory.path("out/report.html"))
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 301)), to: "prices.csv")
        let run = try await Program.run(["report", "out"], directory: directory.path)
        #expect(run.status == 65, "\(run.stderr)")
        #expect(run.stderr.contains("301 bars"), "\(run.stderr)")
        #expect(try Fixtures.bytes(of: directory.path("out/report.html")) == page)
    }

    @Test func needsAFinishedStudy() async throws {
        let directory = try await Self.study()
        let missing = try await Program.run(["report", "nowhere"], directory: directory.path)
        #expect(missing.status == 66 && missing.stderr.contains("nowhere"), "\(missing.stderr)")
        let other = try await Program.run(["report", "out#other"], directory: directory.path)
        #expect(other.status != 0 && other.stderr.contains("other"), "\(other.stderr)")
    }

    /// What opens pages is asked to open this one; where there is nothing, the page is there all the same.
    @Test func opensThePage() async throws {
        let directory = try await Self.study()
        #if os(macOS)
        let opener = "open"
        #else
        let opener = "xdg-open"
        #endif
        try directory.write("#!/bin/sh\necho \"$1\" >\"$OPENED\"\n", to: "bin/\(opener)")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: directory.path("bin/\(opener)")
        )
        let run = try await Program.run(
            ["report", "out", "--open"],
            directory: directory.path,
            environment: [
                "PATH": "\(directory.path("bin")):/usr/bin:/bin",
                "OPENED": directory.path("opened"),
            ]
        )
        #expect(run.status == 0, "\(run.stderr)")
        let opened = try Fixtures.text(of: directory.path("opened"))
        #expect(opened.hasSuffix("/out/report.html\n"), "\(opened)")
        try FileManager.default.removeItem(atPath: directory.path("out/report.html"))
        let nothing = try await Program.run(
            ["report", "out", "--open"],
            directory: directory.path,
            environment: ["PATH": directory.path("nothing")]
        )
        #expect(nothing.status == 69, "\(nothing.stderr)")
        #expect(nothing.stderr.contains("is written"), "\(nothing.stderr)")
        #expect(Fixtures.names(in: directory.path("out")).contains("report.html"))
    }
}
