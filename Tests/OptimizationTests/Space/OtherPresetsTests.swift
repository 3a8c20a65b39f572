import Backtesting
import TestSupport
import Testing

@testable import Optimization

@Suite struct OtherPresetsTests {
    /// The sizes of the sets, and how many there are of each.
    @Test(arguments: [
        (2, [2: 1]), (3, [2: 3, 3: 1]), (5, [2: 10, 3: 10, 4: 5, 5: 1]),
        // C(6, 3) = 20 is above 15; C(6, 2) = C(6, 4) = 15 and C(6, 5) = 6 are not.
        (6, [2: 15, 3: 6, 4: 15, 5: 6, 6: 1]),
        (8, [2: 8, 3: 8, 4: 8, 5: 8, 8: 1]),
        (20, [2: 15, 3: 15, 4: 15, 5: 15, 20: 1]),
        (500, [2: 15, 3: 15, 4: 15, 5: 15, 500: 1]),
    ])
    func coversAnyTable(symbols: Int, expected: [Int: Int]) throws {
        let table = SyntheticPrices.randomWalk(bars: 2, symbols: symbols)
        let space = try SearchSpace.automatic(for: table)
        guard case .sets(let sets) = space.allocations else {
            Issue.record("the automatic space is made of sets")
            return
        }
        #expect(Dictionary(grouping: sets.sets, by: \.count).mapValues(\.count) == expected)
        #expect(Set(sets.sets.map { Set($0) }).count == sets.sets.count)
        #expect(sets.sets.allSatisfy { Set($0).count == $0.count })
        // Every candidate can be bound to the table, and nothing is missing or doubled.
        let bound = try BoundSpace(space, table: table)
        #expect(bound.notes.isEmpty)
        #expect(bound.allocations.distinctCount == space.allocations.count)
    }

    @Test func takesCombinationsInOrderOfColumns() throws {
        let table = SyntheticPrices.randomWalk(bars: 2, symbols: ["C", "A", "B"])
        guard case .sets(let sets) = try SearchSpace.automatic(for: table).allocations else {
            Issue.record("the automatic space is made of sets")
            return
        }
        #expect(sets.sets == [["C", "A"], ["C", "B"], ["A", "B"], ["C", "A", "B"]])
    }

    @Test func spreadsNeighboursOverALargeTable() throws {
        let table = SyntheticPrices.randomWalk(bars: 2, symbols: 500)
        guard case .sets(let sets) = try SearchSpace.automatic(for: table).allocations else {
            Issue.record("the automatic space is made of sets")
            return
        }
        let triples = sets.sets.filter { $0.count == 3 }
        // Run k starts at column k x 500 / 15, rounded down.
        #expect(triples[0] == ["S1", "S2", "S3"])
        #expect(triples[1] == ["S34", "S35", "S36"])
        #expect(triples[14] == ["S467", "S468", "S469"])
    }

    @Test func needsTwoSymbols() {
        let table = SyntheticPrices.randomWalk(bars: 2, symbols: ["KO"])
        #expect(throws: OptimizationError.tooFewSymbols(available: ["KO"])) {
            try SearchSpace.automatic(for: table)
        }
    }

    @Test func choosesPoliciesByTheInterval() throws {
        let hourly = SyntheticPrices.randomWalk(bars: 3, symbols: 2, interval: 3_600)
        let daily = SyntheticPrices.randomWalk(bars: 3, symbols: 2, interval: 86_400)
        #expect(try SearchSpace.automatic(for: hourly).policies == SearchSpace.intradayPolicies())
        #expect(try SearchSpace.automatic(for: daily).policies == SearchSpace.dailyPolicies())
        #expect(try SearchSpace.intradayPolicies().count == 720)
        // threshold 6 x 3 x 2, calendar 5 x 3 x 2, hybrid 6 x 5 x 3 x 2.
        #expect(try SearchSpace.dailyPolicies().count == 540)
        #expect(try SearchSpace.dailyPolicies().distinctIndices.count == 36 + 30 + 180)
    }

    @Test func listsTheBundledStocks() throws {
        let space = try SearchSpace.stocks()
        let stocks = [
            "AAPL", "AMD", "BAC", "BBY", "CVX", "GE", "HD", "JNJ", "JPM", "KO", "LLY", "MRK",
            "MSFT", "PEP", "PFE", "PG", "RRC", "UNH", "WMT", "XOM",
        ]
        #expect(Set(space.allocations.symbols) == Set(stocks))
        // Sets of 2 to 5: 8 x 4, 6 x 4, 5 x 5, 4 x 3; and two in equal parts.
        #expect(space.allocations.count == 32 + 24 + 25 + 12 + 2)
        let bound = try BoundSpace(
            space,
            table: SyntheticPrices.randomWalk(bars: 2, symbols: stocks, interval: 86_400)
        )
        #expect(bound.notes.isEmpty)
        #expect(bound.distinctCount == 95 * 246)
        #expect(space.allocations.weights(of: 94) == Array(repeating: 0.05, count: 20))
        #expect(space.allocations.symbols(of: 93).count == 8)
    }

    @Test func shortensAnySpace() throws {
        let table = SyntheticPrices.randomWalk(bars: 2, symbols: ["A", "B", "C", "D", "E"])
        let quick = try SearchSpace.quick(from: .automatic(for: table))
        #expect(quick.name == "automatic, quick")
        #expect(quick.allocations.count == 6)
        #expect(quick.count == 12)
        #expect(quick.allocations.symbols(of: 0) == ["A", "B"])
        #expect(quick.allocations.symbols(of: 2) == ["A", "B", "C"])
        #expect(quick.allocations.symbols(of: 5) == ["A", "B", "C", "D"])
        #expect(quick.allocations.weights(of: 5) == [0.4, 0.3, 0.15, 0.15])
        let listed = try SearchSpace(
            name: "list",
            allocations: .list(
                try (0..<9).map { index in
                    try Allocation(
                        symbols: ["A", "B"],
                        weights: [Double(index) / 8, 1 - Double(index) / 8]
                    )
                }
            ),
            policies: SearchSpace.dailyPolicies()
        )
        #expect(try SearchSpace.quick(from: listed).allocations.count == 6)
    }
}
