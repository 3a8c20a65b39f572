import Foundation
import ScalingAnalysis
import TestSupport
import Testing

@Suite struct BenchTests {
    @Test func reportsAStudyAtSeveralThreadCounts() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            [
                "bench", "--suite", "optimize", "--quick", "--threads", "3,1,2,1", "--repeats", "2",
                "--json", "bench.json", "--markdown", "bench.md", "--html", "bench page.html",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let json = try Fixtures.bytes(of: directory.path("bench.json"))
        let reports = try JSONDecoder().decode([ScalingReport].self, from: Data(json))
        let report = try #require(reports.first)
        #expect(reports.count == 1)
        #expect(report.measured.map(\.threads) == [1, 2, 3])
        #expect(report.digestAgreement == .agree)
        #expect(Set(report.measured.map(\.digest)).count == 1)
        #expect(report.projected.map(\.cores) == [4, 8, 16, 32, 64])
        #expect(report.projected.allSatisfy { $0.kind == .projected })
        #expect(
            report.measured.allSatisfy {
                $0.medianSeconds > 0 && $0.minimumSeconds <= $0.medianSeconds
            }
        )
        let markdown = try Fixtures.text(of: directory.path("bench.md"))
        for text in [run.stdout, markdown] {
            #expect(text.contains("Projected (not measured)"))
            #expect(text.contains("12 candidates"))
        }
        let html = try Fixtures.text(of: directory.path("bench page.html"))
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        #expect(html.contains("12 candidates") && html.contains("Projected (not measured)"))
        #expect(html.contains("the results have the same bits at every thread count"))
        #expect(html.contains("apus bench --suite optimize --quick --threads"))
        #expect(html.contains("--html &#39;bench page.html&#39;"))
        #expect(html.contains(report.machine.date))
    }

    @Test func measuresTheRuntime() async throws {
        let run = try await Program.run(
            ["bench", "--suite", "runtime", "--threads", "1,2", "--repeats", "1"]
        )
        #expect(run.status == 0, "\(run.stderr)")
        for name in ["fork-join", "map and sum", "sort"] {
            #expect(run.stdout.contains("Scaling of runtime, \(name)"))
        }
    }

    @Test func measuresTheOperationsOnModels() async throws {
        let directory = try TemporaryDirectory()
        // A small table: a build for tests is slow.
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 300)), to: "prices.csv")
        let run = try await Program.run(
            [
                "bench", "--suite", "operations", "-p", "prices.csv", "--threads", "1,2,3",
                "--repeats", "1", "--batches", "1,2", "--json", "bench.json",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let json = try Fixtures.bytes(of: directory.path("bench.json"))
        let reports = try JSONDecoder().decode([ScalingReport].self, from: Data(json))
        let names = [
            "batch inference", "uncertainty", "preprocessing", "gradients", "cross-validation",
        ]
        #expect(reports.map(\.workload.suite) == names.map { "operations, \($0)" })
        for report in reports {
            #expect(report.measured.map(\.threads) == [1, 2, 3])
            #expect(report.digestAgreement == .agree, "\(report.workload.suite)")
            #expect(report.batchSizes.map(\.batchSize) == [1, 2])
            #expect(report.batchSizes.allSatisfy { $0.speedup > 0 && $0.efficiency > 0 })
        }
        #expect(run.stdout.contains("Measured by batch size"))
    }

    @Test(arguments: [
        (["--batches", "0,10"], "0,10"),
        (["--threads", "2,x"], "2,x"), (["--threads", "0"], "0"),
        (["--repeats", "0"], "--repeats"),
        (["--suite", "optimise"], "optimise"),
    ])
    func refusesWhatItCannotRun(_ arguments: [String], _ named: String) async throws {
        let run = try await Program.run(["bench"] + arguments)
        #expect(run.status == 64)
        #expect(run.stderr.contains(named))
        #expect(run.stdout.isEmpty)
    }
}
