import Backtesting
import TestSupport
import Testing

@testable import Optimization

@Suite struct ForecastSpaceTests {
    private let table = SyntheticPrices.randomWalk(
        bars: 3,
        symbols: ["A", "B"],
        interval: 86_400
    )

    private let model = "{model: nlinear-ridge, input: 20, horizon: 5}"

    @Test func readsModelsAndPolicies() throws {
        let policies = try read(
            """
            forecast:
                - {model: nlinear-ridge, input: 60, horizon: 5, refit: 30, settings: {penalty: 1e-2}}
                - {model: drift, input: 10, horizon: 1, warmup: 40}
              forecast_policies: [none, top-k, forecast-tilt, forecast-veto]
              tilt: [1, 4]
              cap: [0.5, 1]
              k: [2]
              rise: [0.02]
              delay: [1, 3]
            """
        )
        #expect(
            policies.models == [
                try ForecastModel(
                    name: "nlinear-ridge",
                    inputLength: 60,
                    horizon: 5,
                    refitBars: 30,
                    settings: ["penalty": "1e-2"]
                ),
                try ForecastModel(
                    name: "drift",
                    inputLength: 10,
                    horizon: 1,
                    refitBars: 20,
                    warmupBars: 40
                ),
            ]
        )
        #expect(policies.models[0].warmupBars == 130)
        let labels = policies.forecasts.map { $0.map { "\($0.signal) \($0.label)" } ?? "none" }
        #expect(
            labels.prefix(5) == [
                "none", "0 top-k 2", "0 top-k 2 delay 3", "1 top-k 2", "1 top-k 2 delay 3",
            ]
        )
        #expect(labels.count == 1 + 2 * 2 * (1 + 4 + 1))
        #expect(labels[5] == "0 forecast-tilt 1.0 cap 0.5")
        #expect(labels.last == "1 forecast-veto 0.02 delay 3")
    }

    @Test func variesForecastsFastest() throws {
        let policies = try read(
            "forecast: [\(model)]\n  forecast_policies: [none, top-k]\n  thresholds: [0.1, 0.2]"
        )
        #expect(policies.count == 4)
        #expect(policies[0].forecast == nil && policies[1].forecast != nil)
        #expect(policies[1].threshold == 0.1 && policies[2].threshold == 0.2)
        #expect(Array(policies.distinctIndices) == [0, 1, 2, 3])
    }

    @Test func foldsVetoesOfWhatIsNeverRebalanced() throws {
        let policies = try read(
            """
            methods: [never]
              min_interval_hours: [0, 24]
              forecast: [\(model)]
              forecast_policies: [none, forecast-veto, top-k]
            """
        )
        #expect(policies.count == 6)
        // Buying and holding, and buying the best once.
        #expect(Array(policies.distinctIndices) == [0, 2])
        #expect((0..<6).map(policies.canonicalIndex) == [0, 0, 2, 0, 0, 2])
    }

    @Test(arguments: [
        ("forecast: [{model: nlinear-rigde, input: 20, horizon: 5}]", "nlinear-ridge"),
        ("forecast: [{model: nlinear-ridge, input: 20}]", "'input' and 'horizon'"),
        ("forecast: [{input: 20, horizon: 5}]", "needs 'model'"),
        ("forecast: [{model: drift, input: 20, horizon: 5, refit: 0}]", "'refit' must be"),
        ("forecast: [{model: drift, input: 9, horizon: 5, warmup: 14}]", "'warmup' must be"),
        ("forecast: [{model: drift, input: 9, horizon: 5, refits: 14}]", "refit"),
        (
            "forecast: [{model: nlinear-ridge, input: 9, horizon: 5, settings: {penalti: 1}}]",
            "penalty"
        ),
        ("forecast: [{model: drift, input: 9, horizon: 5}]", "say what is done"),
        ("forecast_policies: [top-k]", "need 'forecast'"),
        (
            "forecast: [{model: drift, input: 9, horizon: 5}]\n  forecast_policies: [top-q]",
            "did you mean 'top-k'"
        ),
        (
            "forecast: [{model: drift, input: 9, horizon: 5}]\n  forecast_policies: [top-k]\n  tilt: [1]",
            "belongs to forecast-tilt"
        ),
        ("delay: [1]", "'delay' needs"), ("k: [1]", "belongs to top-k"),
        (
            "forecast: [{model: drift, input: 9, horizon: 5}]\n  forecast_policies: [top-k]\n  k: [0]",
            "at least 1"
        ),
        (
            "forecast: [{model: drift, input: 9, horizon: 5}]\n  forecast_policies: [top-k, top-k]",
            "listed twice"
        ),
    ])
    func saysWhatIsWrong(yaml: String, problem: String) throws {
        let error = try #require(throws: OptimizationError.self) { try read(yaml) }
        #expect(error.description.hasPrefix("space.yaml:"))
        #expect(error.description.contains(problem), "\(error)")
    }

    @Test func keepsOneOfEachKindInTheQuickSpace() throws {
        let space = try SearchSpace(
            yaml: """
                asset_sets: [[A, B]]
                rebalancing:
                  forecast: [\(model)]
                  forecast_policies: [none, top-k, forecast-tilt]
                  tilt: [1, 2]
                """,
            path: "space.yaml",
            table: table
        )
        let quick = try SearchSpace.quick(from: space)
        #expect(
            quick.policies.forecasts.map { $0?.label ?? "none" }
                == ["none", "top-k 1", "forecast-tilt 1.0 cap 1.0"]
        )
        #expect(quick.policies.models == space.policies.models)
    }

    private func read(_ rebalancing: String) throws -> PolicySpace {
        try SearchSpace(
            yaml: "rebalancing:\n  \(rebalancing)\n",
            path: "space.yaml",
            table: table
        ).policies
    }
}
