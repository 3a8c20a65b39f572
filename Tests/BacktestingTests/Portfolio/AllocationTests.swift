import Backtesting
import Testing

@Suite struct AllocationTests {
    @Test func keepsSymbolsAndWeightsInOrder() throws {
        let allocation = try Allocation(symbols: ["B", "A"], weights: [0.75, 0.25])
        #expect(allocation.symbols == ["B", "A"])
        #expect(allocation.weights == [0.75, 0.25])
    }

    @Test func toleratesWhatRoundingLeaves() throws {
        _ = try Allocation(symbols: ["A", "B"], weights: [0.5, 0.5 + 0.9e-9])
        _ = try Allocation(symbols: ["A", "B", "C"], weights: [0.1, 0.2, 0.7])
        _ = try Allocation(symbols: ["A", "B"], weights: [1, 0])
    }

    @Test(arguments: [
        (
            ["A", "B"], [0.5, 0.6],
            "allocation of A, B: the weights 0.5, 0.6 sum to 1.1, not 1; for these proportions"
                + " write 0.4545, 0.5455"
        ),
        (
            ["A", "B"], [0.5, 0.5 + 1.1e-9],
            "allocation of A, B: the weights 0.5, 0.5000000011 sum to 1.0000000011, not 1; for these"
                + " proportions write 0.5, 0.5"
        ),
        (["A", "B"], [0, 0], "allocation of A, B: the weights 0.0, 0.0 sum to 0.0, not 1"),
        (
            ["A", "B"], [1.5, -0.5],
            "allocation of A, B: the weight -0.5 is not a number of at least 0"
        ),
        (
            ["A", "B"], [.nan, 1],
            "allocation of A, B: the weight nan is not a number of at least 0"
        ),
        (
            ["A", "B"], [.infinity, 0],
            "allocation of A, B: the weight inf is not a number of at least 0"
        ),
        ([], [], "allocation: there are no symbols"),
        (["A", "A"], [0.5, 0.5], "allocation of A, A: a symbol is there twice"),
        (["A", "B"], [1], "allocation of A, B: there are 2 symbols and 1 weights"),
    ])
    func refusesWhatIsNoPortfolio(symbols: [String], weights: [Double], expected: String) {
        let error = #expect(throws: BacktestError.self) {
            try Allocation(symbols: symbols, weights: weights)
        }
        #expect(error?.description == expected)
    }
}
