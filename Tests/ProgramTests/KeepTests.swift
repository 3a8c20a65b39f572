import Foundation
import TestSupport
import Testing

@Suite struct KeepTests {
    private static let space = """
        asset_sets: [[AAPL, KO], [AAPL, KO, XOM]]
        weights:
          2: [[0.5, 0.5], [0.6, 0.4]]
          3: {step: 0.2}
        rebalancing: {thresholds: [0.05, 0.1], min_interval_hours: [24, 720]}
        """

    @Test func keepsOnlyTheBest() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.space, to: "space.yaml")
        func rows(_ keep: String) async throws -> CSVRecords {
            let run = try await Program.run(
                ["optimize", "--space", "space.yaml", "--keep", keep, "-o", keep],
                directory: directory.path
            )
            #expect(run.status == 0, "\(run.stderr)")
            if keep != "all" { #expect(run.stdout.contains("keeps       the best 5 by mean test")) }
            let report = try Fixtures.text(of: directory.path("\(keep)/report.txt"))
            #expect(report.contains("Only the best 5 were kept") == (keep != "all"))
            let text = try Fixtures.text(of: directory.path("\(keep)/results.csv"))
            return try #require(CSVRecords(text))
        }
        let all = try await rows("all")
        let top = try await rows("top:5")
        // 2 pairs, 6 triples in steps of a fifth; 4 policies.
        #expect(all.rows.count == 32)
        let ranked = all.rows.sorted { (Double($0[8]) ?? 0, $1[0]) > (Double($1[8]) ?? 0, $0[0]) }
        #expect(top.rows.count == 5)
        #expect(Set(top.rows.map { $0[8] }) == Set(ranked.prefix(5).map { $0[8] }))
        #expect(top.rows.allSatisfy { row in all.rows.contains { $0 == row } })
    }

    @Test func estimatesATrillionAtOnce() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            """
            combinations: {symbols: [AAPL, KO, XOM, MSFT, PG, JPM, CVX, GE, WMT, LLY], sizes: [8]}
            weights: {8: {step: 0.01}}
            rebalancing: {thresholds: [0.05, 0.1, 0.2]}
            """,
            to: "space.yaml"
        )
        let run = try await Program.run(
            ["optimize", "--space", "space.yaml", "--estimate", "--json"],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let object = try JSONSerialization.jsonObject(with: Data(run.stdout.utf8))
        let estimate = try #require(object as? [String: Any])
        // C(10, 8) C(99, 7) 3.
        #expect(estimate["candidates"] as? Int == 45 * 14_887_031_544 * 3)
        #expect((estimate["seconds"] as? Double ?? 0) > 0)
        #expect((estimate["memory_bytes"] as? Int ?? .max) < 200_000_000)
        #expect(Fixtures.names(in: directory.path) == ["space.yaml"])

        let refused = try await Program.run(
            ["optimize", "--space", "space.yaml", "--keep", "all"],
            directory: directory.path
        )
        #expect(refused.status == 64)
        #expect(refused.stderr.contains("--keep top:10000"))
    }

    @Test(arguments: ["top:0", "top:", "best", "top:-3"])
    func refusesWhatCannotBeKept(_ keep: String) async throws {
        let run = try await Program.run(["optimize", "--keep", keep])
        #expect(run.status == 64)
        #expect(run.stderr.contains(keep))
    }

    @Test(arguments: [
        ("{step: 0.3}", "whole number of steps"), ("{least: 0.1}", "needs a 'step'"),
        ("{step: 0.5, least: 0.5}", "cannot be divided"), ("{stepp: 0.1}", "did you mean 'step'"),
        ("{step: 0.1, least: 0.15}", "whole number of steps"),
    ])
    func saysWhatIsWrongWithAGrid(_ grid: String, _ message: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            "asset_sets: [[AAPL, KO, XOM]]\nweights:\n  3: \(grid)\n",
            to: "space.yaml"
        )
        let run = try await Program.run(
            ["optimize", "--space", "space.yaml"],
            directory: directory.path
        )
        #expect(run.status == 78)
        #expect(run.stderr.contains(message), "\(run.stderr)")
        #expect(run.stderr.contains("space.yaml:3"), "\(run.stderr)")
    }
}
