import Backtesting
import MarketData
import TestSupport
import Testing

@testable import Optimization

@Suite struct CryptoSpaceTests {
    private static let symbols = [
        "BTC/USDT", "ETH/USDT", "BNB/USDT", "SOL/USDT", "ADA/USDT", "XRP/USDT", "MATIC/USDT",
        "DOT/USDT",
    ]

    private func table(_ symbols: [String] = symbols) -> PriceTable {
        SyntheticPrices.randomWalk(bars: 3, symbols: symbols)
    }

    @Test func hasTheReferenceGrid() throws {
        let space = try SearchSpace.crypto()
        #expect(space.allocations.count == 81)
        #expect(space.policies.count == 720)
        #expect(space.count == 58_320)
        let bound = try BoundSpace(space, table: table())
        #expect(bound.space == space)
        #expect(bound.distinctCount == 26_568)
        #expect(bound.notes.isEmpty)
    }

    @Test func listsTheReferenceSetsInOrder() throws {
        guard case .sets(let sets) = try SearchSpace.crypto().allocations else {
            Issue.record("the crypto space is made of sets")
            return
        }
        let names = sets.sets.map { $0.map { $0.dropLast(5) }.joined(separator: " ") }
        #expect(
            names == [
                "BTC ETH", "BTC BNB", "ETH BNB",
                "BTC ETH BNB", "BTC ETH SOL", "BTC ETH ADA", "BTC ETH XRP", "BTC BNB SOL",
                "BTC BNB ADA", "BTC BNB XRP", "BTC SOL ADA", "BTC SOL XRP", "BTC ADA XRP",
                "ETH BNB SOL", "ETH BNB ADA",
                "BTC ETH SOL BNB", "BTC ETH ADA BNB", "BTC ETH SOL MATIC",
                "BTC ETH BNB SOL ADA", "BTC ETH BNB SOL MATIC",
            ]
        )
    }

    /// The last factor varies fastest: veto, interval, calendar, method, threshold, weights, set.
    @Test(arguments: [
        (1, "BTC ETH", [0.5, 0.5], 0.05, "threshold", 7, 12, false),
        (2, "BTC ETH", [0.5, 0.5], 0.05, "threshold", 7, 12, true),
        (3, "BTC ETH", [0.5, 0.5], 0.05, "threshold", 7, 24, false),
        (9, "BTC ETH", [0.5, 0.5], 0.05, "threshold", 14, 12, false),
        (41, "BTC ETH", [0.5, 0.5], 0.05, "calendar", 7, 12, false),
        (81, "BTC ETH", [0.5, 0.5], 0.05, "hybrid", 7, 12, false),
        (121, "BTC ETH", [0.5, 0.5], 0.08, "threshold", 7, 12, false),
        (720, "BTC ETH", [0.5, 0.5], 0.20, "hybrid", 90, 72, true),
        (721, "BTC ETH", [0.6, 0.4], 0.05, "threshold", 7, 12, false),
        (2_881, "BTC BNB", [0.5, 0.5], 0.05, "threshold", 7, 12, false),
        // 3 pairs and 12 triples with 4 weightings each come before.
        (
            60 * 720 + 1, "BTC ETH SOL BNB", [0.25, 0.25, 0.25, 0.25], 0.05, "threshold", 7, 12,
            false
        ),
        (
            58_320, "BTC ETH BNB SOL MATIC", [0.3, 0.25, 0.2, 0.15, 0.1], 0.20, "hybrid", 90, 72,
            true
        ),
    ])
    func numbersCandidatesInGridOrder(
        id: Int,
        assets: String,
        weights: [Double],
        threshold: Double,
        method: String,
        days: Int,
        hours: Int,
        veto: Bool
    ) throws {
        let candidate = try SearchSpace.crypto()[id - 1]
        #expect(candidate.id == id)
        #expect(candidate.symbols.map { $0.dropLast(5) }.joined(separator: " ") == assets)
        #expect(candidate.weights == weights)
        #expect(candidate.policy.threshold == threshold)
        #expect(candidate.policy.method.rawValue == method)
        #expect(candidate.policy.calendarDays == days)
        #expect(candidate.policy.minimumIntervalHours == hours)
        #expect(candidate.policy.momentumVeto == veto)
    }

    @Test func listsTwelveQuickCandidates() throws {
        let space = try SearchSpace.quickCrypto()
        let lines = (0..<space.count).map { index in
            let candidate = space[index]
            let assets = candidate.symbols.map { $0.dropLast(5) }.joined(separator: " ")
            return "\(assets) \(candidate.weights) \(candidate.policy.threshold)"
        }
        #expect(
            lines == [
                "BTC ETH [0.5, 0.5] 0.1", "BTC ETH [0.5, 0.5] 0.15",
                "BTC ETH [0.6, 0.4] 0.1", "BTC ETH [0.6, 0.4] 0.15",
                "BTC ETH BNB [0.33, 0.33, 0.34] 0.1", "BTC ETH BNB [0.33, 0.33, 0.34] 0.15",
                "BTC ETH BNB [0.5, 0.3, 0.2] 0.1", "BTC ETH BNB [0.5, 0.3, 0.2] 0.15",
                "BTC ETH SOL BNB [0.25, 0.25, 0.25, 0.25] 0.1",
                "BTC ETH SOL BNB [0.25, 0.25, 0.25, 0.25] 0.15",
                "BTC ETH SOL BNB [0.4, 0.3, 0.15, 0.15] 0.1",
                "BTC ETH SOL BNB [0.4, 0.3, 0.15, 0.15] 0.15",
            ]
        )
        let policies = (0..<2).map { space[$0].policy }
        #expect(policies.allSatisfy { $0.method == .threshold && $0.calendarDays == 30 })
        #expect(policies.allSatisfy { $0.minimumIntervalHours == 24 && !$0.momentumVeto })
        #expect(try SearchSpace.quick(from: .crypto()) == space)
    }

    @Test func givesShrunkenSetsTheWeightsOfTheirNewSize() throws {
        let bound = try BoundSpace(
            .crypto(),
            table: table(Self.symbols.filter { $0 != "MATIC/USDT" })
        )
        // {BTC ETH SOL MATIC}: 5 weightings become 4; {BTC ETH BNB SOL MATIC}: 3 become 5.
        #expect(bound.space.allocations.count == 81 - 5 + 4 - 3 + 5)
        #expect(
            bound.notes == ["No prices for MATIC/USDT: 81 portfolios became 82."]
        )
        // {BTC ETH SOL} is there already; {BTC ETH BNB SOL} only in another order.
        #expect(bound.allocations.distinctCount == 78)
        #expect(bound.distinctCount == 78 * 328)
        #expect(bound.space.allocations.symbols(of: 81) == Array(Self.symbols.prefix(4)))
        #expect(bound.space.allocations.weights(of: 81) == [0.3, 0.3, 0.2, 0.2])
    }

    @Test func dropsSetsLeftWithOneSymbol() throws {
        let bound = try BoundSpace(.crypto(), table: table(["ETH/USDT", "BTC/USDT", "DOGE/USDT"]))
        // Only sets with both: a pair, 4 triples, 3 of four, 2 of five: 10 sets of 4 weightings.
        #expect(bound.space.allocations.count == 40)
        #expect(
            (0..<bound.allocations.distinctCount).map {
                bound.allocations.allocation(ofOrdinal: $0)
            } == [0, 1, 2, 3]
        )
        #expect(bound.space.allocations.symbols == ["BTC/USDT", "ETH/USDT"])
        #expect(
            bound.notes == [
                "No prices for BNB/USDT, SOL/USDT, ADA/USDT, XRP/USDT, MATIC/USDT: 81 portfolios"
                    + " became 40."
            ]
        )
    }

    @Test func needsSymbolsOfTheSpace() throws {
        let space = try SearchSpace.quickCrypto()
        let error = #expect(throws: OptimizationError.self) {
            try BoundSpace(space, table: table(["AAPL", "BTC/USDT"]))
        }
        #expect(
            error?.description
                == "no portfolio of the search space can be made from these prices: it wants"
                + " BTC/USDT, ETH/USDT, BNB/USDT, SOL/USDT, and the data has AAPL, BTC/USDT; use"
                + " prices that have them, or leave --space out to search over the symbols of the"
                + " data"
        )
    }

    @Test func needsTwoSymbolsToRebalance() throws {
        let space = try SearchSpace.quickCrypto()
        let error = #expect(throws: OptimizationError.self) {
            try BoundSpace(space, table: table(["BTC/USDT"]))
        }
        #expect(error == .tooFewSymbols(available: ["BTC/USDT"]))
        #expect(
            error?.description
                == "rebalancing needs at least two symbols, and the data has only BTC/USDT; add more"
                + " price files or columns"
        )
    }
}
