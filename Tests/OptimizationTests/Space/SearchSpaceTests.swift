import Backtesting
import DataParallel
import Testing

@testable import Optimization

@Suite struct SearchSpaceTests {
    @Test func refusesSetsItCannotWeigh() {
        #expect(
            message { try AssetSets(sets: [["A", "B"]], weightings: [3: [[0.5, 0.25, 0.25]]]) }
                == "search space: there are no weights for sets of 2 symbols, such as {A, B}; add a"
                + " list for this size"
        )
        #expect(
            message { try AssetSets(sets: [["A", "A"]], weightings: [2: [[0.5, 0.5]]]) }
                == "search space: the asset set {A, A} is empty or names a symbol twice"
        )
        #expect(
            message { try AssetSets(sets: [["A", "B"]], weightings: [2: [[0.5, 0.25, 0.25]]]) }
                == "search space: the weights [0.5, 0.25, 0.25] are listed for 2 symbols and are 3"
        )
        #expect(
            message { try AssetSets(sets: [["A", "B"]], weightings: [2: [[0.5, 0.25]]]) }
                == "search space: the weights 0.5, 0.25 sum to 0.75, not 1; for these proportions"
                + " write 0.6667, 0.3333"
        )
    }

    @Test func refusesPoliciesItCannotNumber() {
        func policies(_ thresholds: [Double], _ days: [Int]) throws(OptimizationError)
            -> PolicySpace
        {
            try PolicySpace(
                thresholds: thresholds,
                methods: [.calendar],
                calendarDays: days,
                minimumIntervalHours: [24],
                momentumVetoes: [false]
            )
        }
        #expect(
            message { try policies([], [7]) }
                == "search space: thresholds: the list is empty; give a value"
        )
        #expect(
            message { try policies([0.1], [7, 14, 7]) }
                == "search space: calendar_days: a value is listed twice in [7, 14, 7]"
        )
        #expect(
            message { try policies([-0.1], [7]) }
                == "threshold: -0.1 cannot be used; give a value at least 0"
        )
    }

    /// So many settings can be sampled, but a grid of them is not listed.
    @Test func refusesAGridOfTooManyPolicies() throws {
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: SearchSpace(
                name: "many",
                allocations: .list([Allocation(symbols: ["A", "B"], weights: [0.5, 0.5])]),
                policies: PolicySpace(
                    thresholds: (0..<4_000).map(Double.init),
                    methods: [.calendar],
                    calendarDays: Array(1...4_000),
                    minimumIntervalHours: [24],
                    momentumVetoes: [false]
                )
            ),
            settings: SmallStudy.settings()
        )
        #expect(
            message { try optimizer.run(on: SequentialExecutor()) }
                == "search space: 16000000 rebalancing settings are too many for a grid; list at most"
                + " 10000000, or sample them with --search"
        )
    }

    @Test func needsAnAllocation() throws {
        let policies = try SearchSpace.dailyPolicies()
        #expect(
            message { try SearchSpace(name: "none", allocations: .list([]), policies: policies) }
                == "search space: the space 'none' has no allocation; list assets and weights"
        )
    }

    @Test func describesAPortfolio() throws {
        let candidate = Candidate(
            id: 1,
            symbols: ["AAPL", "KO"],
            weighting: .fixed([0.625, 0.375]),
            policy: .never
        )
        #expect(candidate.portfolioPhrase == "AAPL 62.5 % + KO 37.5 %")
    }

    private func message(_ body: () throws -> some Any) -> String {
        do {
            _ = try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }
}
