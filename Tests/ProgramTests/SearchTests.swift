import Foundation
import TestSupport
import Testing

@Suite struct SearchTests {
    private static let space = """
        asset_sets: [[AAPL, KO], [AAPL, KO, XOM]]
        weights:
          2: [[0.5, 0.5], [0.6, 0.4]]
          3: {step: 0.05}
        rebalancing: {thresholds: [0.05, 0.1, 0.2], min_interval_hours: [24, 720]}
        """

    /// A trillion and more.
    private static let large = """
        combinations: {symbols: [AAPL, KO, XOM, MSFT, PG, JPM, CVX, GE, WMT, LLY], sizes: [8]}
        weights: {8: {step: 0.01}}
        rebalancing: {thresholds: [0.05, 0.1, 0.2], calendar_days: [30, 90], methods: [hybrid]}
        """

    private static func run(
        _ directory: TemporaryDirectory,
        _ arguments: [String],
        space: String = space
    ) async throws -> Program.Outcome {
        try directory.write(space, to: "space.yaml")
        return try await Program.run(
            ["optimize", "--space", "space.yaml", "-n", "2", "--odds", "off"] + arguments,
            directory: directory.path
        )
    }

    @Test(arguments: ["random", "sobol", "halving", "tpe", "cma-es", "nsga2"])
    func writesTheSameFilesWithAnyWorkers(method: String) async throws {
        let directory = try TemporaryDirectory()
        let names = ["optimized_config.yaml", "report.html", "report.txt", "results.csv"]
        var outputs: [[[UInt8]]] = []
        for workers in [["--serial"], ["-w", "1"], ["-w", "2"], ["-w", "3"]] {
            let output = "out\(workers.joined())"
            let run = try await Self.run(
                directory,
                ["--search", method, "--trials", "24", "-o", output] + workers
            )
            #expect(run.status == 0, "\(run.stderr)")
            #expect(run.stdout.contains("search      \(method): 24 trials"), "\(run.stdout)")
            let path = directory.path(output)
            let all =
                method == "nsga2" ? ["optimized_config.yaml", "pareto.csv"] + names[1...] : names
            #expect(Fixtures.names(in: path) == ["apus.sqlite"] + all)
            outputs.append(try all.map { try Fixtures.result(of: "\(path)/\($0)") })
        }
        #expect(Set(outputs).count == 1)
        let report = try Fixtures.text(of: directory.path("out--serial/report.txt"))
        #expect(report.contains("search:      \(method): 24 trials"))
        #expect(report.contains("OVER WHAT WAS TRIED"))
        let text = try Fixtures.text(of: directory.path("out--serial/results.csv"))
        let rows = try #require(CSVRecords(text)).rows
        #expect(rows.count > 3 && rows.count <= 48)
        let ids = rows.compactMap { Int($0[0]) }
        #expect(ids == Set(ids).sorted() && ids.count == rows.count)
    }

    @Test func writesTheFrontOfSeveralObjectives() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Self.run(
            directory,
            [
                "--search", "nsga2", "--trials", "30", "--objectives", "sharpe,max_drawdown",
                "--json",
            ]
        )
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        #expect(object["objective"] == .string("sharpe"))
        let search = object["search"]
        #expect(search["method"] == .string("nsga2"))
        #expect(
            search["pareto"]["objectives"] == .array([.string("sharpe"), .string("max_drawdown")])
        )
        let text = try Fixtures.text(of: directory.path("pareto.csv"))
        let records = try #require(CSVRecords(text))
        #expect(
            Array(records.header.dropFirst(8)) == [
                "on_train_front", "on_test_front", "train_last_sharpe", "train_last_max_drawdown",
                "test_mean_sharpe", "test_mean_max_drawdown",
            ]
        )
        #expect(records.rows.count == search["pareto"]["members"].items.count)
        #expect(records.rows.count > 1)
        #expect(records.rows.allSatisfy { $0[8] == "true" || $0[9] == "true" })
        let report = try Fixtures.text(of: directory.path("report.txt"))
        #expect(report.contains("PARETO FRONT (chosen on the last training window)"))
    }

    @Test func searchesATrillion() async throws {
        let directory = try TemporaryDirectory()
        let estimated = try await Self.run(
            directory,
            ["--search", "tpe", "--trials", "40", "--estimate", "--json"],
            space: Self.large
        )
        #expect(estimated.status == 0, "\(estimated.stderr)")
        let estimate = try Fixtures.object(estimated.stdout)
        #expect(estimate["candidates"].number == Double(45 * 14_887_031_544 * 6))
        #expect(estimate["backtests"].number == Double(40 * 2 * 2 * 2))
        #expect((estimate["memory_bytes"].number ?? .infinity) < 100_000_000)

        let run = try await Self.run(
            directory,
            ["--search", "tpe", "--trials", "40", "--json"],
            space: Self.large
        )
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        #expect(object["candidates"].number == Double(45 * 14_887_031_544 * 6))
        let search = object["search"]
        #expect(search["reproducible"] == .bool(true))
        #expect(search["searches"].items.map { $0["trials"].number } == [40, 40])
        #expect((search["evaluated_candidates"].number ?? 0) > 70)
        #expect((search["share_of_candidates"].number ?? 1) < 1e-9)

        let refused = try await Self.run(
            directory,
            ["--search", "random", "--trials", "1000000000"],
            space: Self.large
        )
        #expect(refused.status == 64)
        #expect(refused.stderr.contains("ask for fewer --trials"), "\(refused.stderr)")
    }

    /// So short a time ends the run after what it begins with.
    @Test(arguments: [["--search", "tpe", "--trials", "100000000"], []])
    func endsInTime(search: [String]) async throws {
        let directory = try TemporaryDirectory()
        let isGrid = search.isEmpty
        let keep = isGrid ? ["--keep", "top:100"] : []
        // Planned trials are not memory that is used; a few candidates are.
        let trials = search.map { $0 == "100000000" ? "100000" : $0 }
        let run = try await Self.run(
            directory,
            trials + keep + ["--time-budget", "0.05s", "--json"],
            space: Self.large
        )
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        let record = object["search"]
        #expect(record["ended_by_time_budget"] == .bool(true))
        #expect(record["reproducible"] == .bool(false))
        #expect((record["evaluated_candidates"].number ?? 0) > 0)
        let notes = object["notes"].items.compactMap(\.text).joined()
        #expect(notes.contains("depends on the machine"))
        #expect(notes.contains(isGrid ? "not covered" : "of 100000 in split 1"), "\(notes)")
        let report = try Fixtures.text(of: directory.path("report.txt"))
        #expect(report.contains("The time budget ended the run"))
        #expect(report.contains("covered:     "))
        #expect(report.contains("OVER WHAT WAS TRIED") == !isGrid)
        #expect(report.contains("OVER WHAT WAS COVERED") == isGrid)
    }

    @Test(arguments: [
        (["--search", "tpee"], "tpee"),
        (["--search", "tpe", "--trials", "0"], "0 trials"),
        (["--search", "tpe", "--trials", "many"], "many"),
        (["--trials", "10"], "--trials is for searches"),
        (
            ["--search", "tpe", "--objectives", "sharpe,return"],
            "--objectives is for --search nsga2"
        ),
        (
            ["--search", "nsga2", "--objectives", "sharpe,max_drawdwn"],
            "did you mean 'max_drawdown'?"
        ),
        (["--search", "nsga2", "--objectives", "sharpe"], "at least two objectives"),
        (["--search", "nsga2", "--objectives", "sharpe,sharpe"], "each once"),
        (
            ["--search", "nsga2", "--objective", "calmar", "--objectives", "sharpe,return"],
            "leave --objective out"
        ),
        (["--search", "random", "--keep", "top:5"], "only a grid can keep the best"),
        (["--time-budget", "10"], "10"), (["--time-budget", "-3s"], "-3s"),
        (["--time-budget", "infs"], "infs"), (["--time-budget", "1d"], "1d"),
    ])
    func refuses(arguments: [String], message: String) async throws {
        let directory = try TemporaryDirectory()
        let run = try await Self.run(directory, ["-o", "out"] + arguments)
        #expect(run.status == 64, "\(run.stderr)")
        #expect(run.stderr.contains(message), "\(run.stderr)")
        #expect(Fixtures.names(in: directory.path) == ["space.yaml"])
    }

    @Test func verifiesASearch() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.space, to: "space.yaml")
        let run = try await Program.run(
            [
                "verify", "--space", "space.yaml", "-n", "2", "--odds", "off", "--search", "tpe",
                "--trials", "16",
                "--quiet",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.contains("the same bits in every run"))
    }
}
