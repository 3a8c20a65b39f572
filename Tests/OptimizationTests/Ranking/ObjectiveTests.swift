import Testing

@testable import Optimization

@Suite struct ObjectiveTests {
    @Test func readsTheSummarysFigure() {
        var summary = CandidateSummary()
        summary.testOutperformance = 1
        summary.testReturn = 2
        summary.testSharpe = 3
        summary.testSortino = 4
        summary.testCalmar = 5
        #expect(Objective.allCases.map { $0.testValue(of: summary) } == [1, 2, 3, 4, 5])
        #expect(
            Objective.allCases.map(\.rawValue)
                == ["outperformance", "return", "sharpe", "sortino", "calmar"]
        )
    }

    @Test func ranksLargerFirstAndNaNLast() {
        #expect(Objective.ranks(2, before: 1))
        #expect(!Objective.ranks(1, before: 2))
        #expect(!Objective.ranks(1, before: 1))
        #expect(Objective.ranks(-.infinity, before: .nan))
        #expect(!Objective.ranks(.nan, before: -.infinity))
        #expect(!Objective.ranks(.nan, before: .nan))
    }

    @Test(arguments: [
        (0.1, "0.1"), (0.05, "0.05"), (1, "1"), (0.33333, "0.3333"), (30, "30"), (1e20, "1e+20"),
    ])
    func writesShortNumbers(value: Double, expected: String) {
        #expect(shortNumber(value) == expected)
    }
}
