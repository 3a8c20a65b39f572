import Backtesting
import DataParallel
import MarketData
import Optimization
import TestSupport
import Testing

/// C is worth so much at the end that portfolios with it overflow.
@Suite struct FailureTests {
    private let table: PriceTable = {
        let prices = SmallStudy.table
        return try! PriceTable(
            symbols: prices.symbols,
            timestamps: prices.timestamps,
            closes: prices.closes.enumerated().map { index, close in
                guard index % 3 == 2 else { return close }
                return index / 3 < 299 ? 1e-3 : 1e306
            }
        )
    }()

    @Test(arguments: [1, 3])
    func recordsCandidatesThatFailAndFinishesTheOthers(workers: Int) throws {
        let optimizer = try Optimizer(
            table: table,
            space: SmallStudy.space(),
            settings: SmallStudy.settings()
        )
        let result = try optimizer.run(on: ThreadPool(workerCount: workers))
        let evaluations = result.evaluations
        // 2 of 7 portfolios are without C.
        #expect(evaluations.finishedCount == 2 * 28)
        #expect(evaluations.failedCount == 5 * 28)
        let reason =
            "the portfolio's value became inf at time \(table.timestamps[299]); check the prices"
            + " there"
        #expect(evaluations.firstFailure?.id == 2 * 48 + 1)
        #expect(evaluations.firstFailure?.reason == reason)
        guard case .failed(reason) = evaluations[id: 300] else {
            Issue.record("candidate 300 holds C and fails")
            return
        }
        #expect(result.summary(ofID: 300) == nil)

        // The run counts as complete, and only finished candidates are ranked and selected.
        #expect(result.isComplete)
        #expect(result.ranking.ids.count == 56)
        #expect(result.ranking.ids.allSatisfy { $0 <= 96 })
        let selection = try #require(result.selection)
        #expect(selection.walkForward.selections.allSatisfy { $0.candidate.id <= 96 })
        #expect(selection.sensitivities.first { $0.factor == "asset set" } == nil)

        // They are what they are without C around.
        let clean = try SmallStudy.optimizer().run(on: SequentialExecutor())
        #expect(fingerprint(result).prefix(96) == fingerprint(clean).prefix(96))
    }

    @Test func throwsWhenEveryCandidateFails() throws {
        let space = try SearchSpace(
            name: "only C",
            allocations: .list([Allocation(symbols: ["A", "C"], weights: [0.5, 0.5])]),
            policies: SmallStudy.space().policies
        )
        let optimizer = try Optimizer(table: table, space: space, settings: SmallStudy.settings())
        let error = #expect(throws: OptimizationError.self) {
            try optimizer.run(on: SequentialExecutor())
        }
        #expect(
            error?.description
                == "all 28 candidates failed; the first with: the portfolio's value became inf at"
                + " time \(table.timestamps[299]); check the prices there"
        )
    }
}
