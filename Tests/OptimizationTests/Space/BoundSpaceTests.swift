import Backtesting
import TestSupport
import Testing

@testable import Optimization

@Suite struct BoundSpaceTests {
    private let table = SyntheticPrices.randomWalk(bars: 2, symbols: ["A", "B", "C"])

    /// Duplicates by the definition: equal symbols and weights, and equal settings that the method
    /// looks at.
    private func key(_ candidate: Candidate) -> String {
        let policy = candidate.policy
        let settings = "\(policy.minimumIntervalHours) \(policy.momentumVeto)"
        let rule =
            switch policy.method {
            case .threshold: "threshold \(policy.threshold) \(settings)"
            case .calendar: "calendar \(policy.calendarDays) \(settings)"
            case .hybrid: "hybrid \(policy.threshold) \(policy.calendarDays) \(settings)"
            case .never: "never"
            }
        return "\(candidate.symbols) \(candidate.weights) \(rule)"
    }

    @Test func givesDuplicatesTheLowestID() throws {
        let space = try SearchSpace(
            name: "doubles",
            allocations: .sets(
                AssetSets(
                    // The third set is the first again; without D the fourth is, too.
                    sets: [["A", "B"], ["B", "A"], ["A", "B"], ["A", "D", "B"]],
                    weightings: [2: [[0.5, 0.5], [0.75, 0.25]], 3: [[0.25, 0.25, 0.5]]]
                )
            ),
            policies: PolicySpace(
                thresholds: [0.05, 0.1],
                methods: [.hybrid, .threshold, .never, .calendar],
                calendarDays: [7, 30],
                minimumIntervalHours: [0, 24],
                momentumVetoes: [true, false]
            )
        )
        let bound = try BoundSpace(space, table: table)
        #expect(bound.space.allocations.count == 8)
        var lowest: [String: Int] = [:]
        for index in 0..<bound.space.count {
            let id = index + 1
            let canonical = lowest[key(bound.space[index]), default: id]
            lowest[key(bound.space[index])] = canonical
            let slot = bound.slot(ofID: id)
            #expect(bound.id(ofSlot: slot) == canonical)
            #expect(0..<bound.distinctCount ~= slot)
        }
        #expect(bound.distinctCount == lowest.count)
        // hybrid 2 x 2 x 2 x 2, threshold 2 x 2 x 2, calendar 2 x 2 x 2, never once; 4 portfolios.
        #expect(bound.distinctCount == 4 * (16 + 8 + 8 + 1))
        let ids = (0..<bound.distinctCount).map { bound.id(ofSlot: $0) }
        #expect(ids == ids.sorted())
        #expect(ids == lowest.values.sorted())
    }

    @Test func dropsListedPortfoliosThatLackASymbol() throws {
        let space = try SearchSpace(
            name: "list",
            allocations: .list([
                Allocation(symbols: ["A", "X"], weights: [0.5, 0.5]),
                Allocation(symbols: ["A", "C"], weights: [0.5, 0.5]),
            ]),
            policies: .init(
                thresholds: [0.1],
                methods: [.threshold],
                calendarDays: [1],
                minimumIntervalHours: [0],
                momentumVetoes: [false]
            )
        )
        let bound = try BoundSpace(space, table: table)
        #expect(bound.space.count == 1)
        #expect(bound.space[0].symbols == ["A", "C"])
        #expect(bound.allocations.runs.map(\.columns) == [[0, 2]])
        #expect(bound.notes == ["No prices for X: 2 portfolios became 1."])
    }

    @Test func weighsShrunkenSetsOfUnlistedSizesEqually() throws {
        let space = try SearchSpace(
            name: "triples",
            allocations: .sets(
                AssetSets(sets: [["A", "X", "C"]], weightings: [3: [[0.5, 0.25, 0.25]]])
            ),
            policies: .init(
                thresholds: [0.1],
                methods: [.threshold],
                calendarDays: [1],
                minimumIntervalHours: [0],
                momentumVetoes: [false]
            )
        )
        let bound = try BoundSpace(space, table: table)
        #expect(bound.space[0].symbols == ["A", "C"])
        #expect(bound.space[0].weights == [0.5, 0.5])
    }
}
