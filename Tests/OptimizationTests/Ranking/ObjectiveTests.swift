import Backtesting
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
        #expect(Objective.singles.map { $0.testValue(of: summary) } == [1, 2, 3, 4, 5])
        #expect(
            Objective.singles.map(\.name)
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
        ("sharpe", "sharpe", [1.0]), ("volatility", "-volatility", [-1]),
        ("-volatility", "-volatility", [-1]), ("+volatility", "+volatility", [1]),
        ("sharpe - 0.5*volatility", "sharpe - 0.5*volatility", [1, -0.5]),
        (" calmar*0.25+1e-3 * cagr ", "0.25*calmar + 0.001*cagr", [0.25, 1e-3]),
        ("-1e+2*cost--2*sortino", "-100.0*cost + 2.0*sortino", [-100, 2]),
    ])
    func readsSumsOfMetrics(text: String, name: String, weights: [Double]) throws {
        guard !text.contains("--") else {
            #expect(throws: ObjectiveSyntaxError.self) { try Objective(parsing: text) }
            return
        }
        let objective = try Objective(parsing: text)
        #expect(objective.name == name)
        #expect(objective.terms.map(\.weight) == weights)
        #expect(try Objective(parsing: objective.name).terms == objective.terms)
    }

    @Test(arguments: [
        ("sharp", "did you mean 'sharpe'?"), ("", "lacks a metric"), ("sharpe +", "lacks a metric"),
        ("2*3", "unknown metric '3'"), ("a*b", "number times a metric"),
        ("2*sharpe*2", "more than one '*'"), ("sharpe + - calmar", "two signs"),
    ])
    func saysWhatIsWrongWithASum(text: String, message: String) {
        let error = #expect(throws: ObjectiveSyntaxError.self) { try Objective(parsing: text) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test func readsRequirements() throws {
        let requirement = try Requirement(parsing: "max_drawdown > -0.3")
        #expect(requirement == Requirement(.maxDrawdown, .above, -0.3))
        #expect(try Requirement(parsing: "turnover<=2").relation == .atMost)
        #expect(try Requirement(parsing: "sharpe>=.5").bound == 0.5)
        for text in ["max_drawdown", "drawdown > 1", "sharpe > x", "sharpe = 1"] {
            #expect(throws: ObjectiveSyntaxError.self) { try Requirement(parsing: text) }
        }
    }

    /// Equity 100, 110, 99, 103: return 0.03, drawdown -0.1.
    @Test func weighsMetricsAndRefusesWhatIsNotMet() {
        let window = WindowMetrics(equity: [100, 110, 99, 103], initialValue: 100, barsPerYear: 4)
        let hold = WindowMetrics(equity: [100, 100, 100, 101], initialValue: 100, barsPerYear: 4)
        var objective = Objective([.init(.outperformance), .init(.maxDrawdown, weight: 0.5)])
        let expected = (window.totalReturn - hold.totalReturn) + 0.5 * window.maxDrawdown
        #expect(objective.value(of: window, buyAndHold: hold) == expected)
        objective.requirements = [Requirement(.maxDrawdown, .atLeast, window.maxDrawdown)]
        #expect(objective.value(of: window, buyAndHold: hold) == expected)
        objective.requirements = [Requirement(.maxDrawdown, .above, window.maxDrawdown)]
        #expect(objective.value(of: window, buyAndHold: hold).isNaN)
        // Undefined figures meet nothing: buying and holding has no drawdown, so no Calmar ratio.
        objective.requirements = [Requirement(.calmar, .below, .infinity)]
        #expect(objective.value(of: hold, buyAndHold: hold).isNaN)
    }

    @Test(arguments: [
        (0.1, "0.1"), (0.05, "0.05"), (1, "1"), (0.33333, "0.3333"), (30, "30"), (1e20, "1e+20"),
    ])
    func writesShortNumbers(value: Double, expected: String) {
        #expect(shortNumber(value) == expected)
    }
}
