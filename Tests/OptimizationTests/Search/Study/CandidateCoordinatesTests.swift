import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing

@testable import Optimization

@Suite struct CandidateCoordinatesTests {
    private static let table = SyntheticPrices.randomWalk(
        bars: 60,
        symbols: 4,
        interval: 86_400,
        seed: 1
    )

    private static func policies() throws -> PolicySpace {
        try PolicySpace(
            thresholds: [0.2, 0.05, 0.1],
            methods: [.threshold, .never, .hybrid, .calendar],
            calendarDays: [90, 30],
            minimumIntervalHours: [24],
            momentumVetoes: [false, true]
        )
    }

    private static func spaces() throws -> [BoundSpace] {
        let sets = AllocationSpace.sets(
            try AssetSets(
                sets: [["S1", "S2"], ["S2", "S3", "S4"], ["S1", "S2"], ["S4", "S1"], ["S3"]],
                weightings: [
                    1: [[1]],
                    2: [[0.5, 0.5], [0.75, 0.25], [0.5, 0.5]],
                    3: .simplex(SimplexGrid(size: 3, parts: 6)),
                ]
            )
        )
        let list = AllocationSpace.list([
            try Allocation(symbols: ["S1", "S2"], weights: [0.5, 0.5]),
            try Allocation(symbols: ["S2", "S1"], weights: [0.5, 0.5]),
            try Allocation(symbols: ["S1", "S2"], weights: [0.5, 0.5]),
        ])
        return try [sets, list].map { allocations in
            try BoundSpace(
                SearchSpace(name: "small", allocations: allocations, policies: policies()),
                table: table
            )
        }
    }

    @Test func hasADimensionForWhatThereIsMoreThanOneOf() throws {
        let domains = try Self.spaces().map { CandidateCoordinates($0).domain }
        typealias Dimension = SearchDomain.Dimension
        let policies = [
            Dimension(name: "threshold", levels: 3, isOrdered: true),
            Dimension(name: "method", levels: 4, isOrdered: false),
            Dimension(name: "calendar days", levels: 2, isOrdered: true),
            Dimension(name: "momentum filter", levels: 2, isOrdered: false),
        ]
        #expect(
            domains[0].dimensions == [
                Dimension(name: "asset set", levels: 4, isOrdered: false),
                Dimension(name: "weights of 2", levels: 2, isOrdered: false),
                Dimension(name: "weight 1", levels: nil, isOrdered: true),
                Dimension(name: "weight 2", levels: nil, isOrdered: true),
            ] + policies
        )
        #expect(
            domains[1].dimensions
                == [Dimension(name: "portfolio", levels: 2, isOrdered: false)] + policies
        )
    }

    /// There is a point for every candidate that differs, and none for anything else.
    @Test(arguments: [0, 1]) func leadsToEveryCandidate(place: Int) throws {
        let space = try Self.spaces()[place]
        let coordinates = CandidateCoordinates(space)
        for slot in 0..<space.distinctCount {
            let point = coordinates.point(ofSlot: slot)
            #expect(point.allSatisfy { (0..<1).contains($0) })
            #expect(coordinates.slot(of: point) == slot)
        }
        var random = RandomStream(seed: 5, stream: 6)
        var seen: Set<Int> = []
        for _ in 0..<40_000 {
            seen.insert(
                coordinates.slot(
                    of: coordinates.domain.dimensions.map { _ in random.nextUniform() }
                )
            )
        }
        #expect(seen == Set(0..<space.distinctCount))
    }

    /// Thresholds are listed as 0.2, 0.05, 0.1, and neighbours are neighbours all the same.
    @Test func putsNumbersInOrder() throws {
        let space = try Self.spaces()[1]
        let coordinates = CandidateCoordinates(space)
        let thresholds = [0.1, 0.5, 0.9].map { threshold in
            let slot = coordinates.slot(of: [0.1, threshold, 0.1, 0.1, 0.1])
            return space.space[space.id(ofSlot: slot) - 1].policy.threshold
        }
        #expect(thresholds == [0.05, 0.1, 0.2])
    }

    @Test func doesWithoutAnyDimension() throws {
        let space = try BoundSpace(
            SearchSpace(
                name: "one",
                allocations: .list([Allocation(symbols: ["S1", "S2"], weights: [0.5, 0.5])]),
                policies: PolicySpace(
                    thresholds: [0.1],
                    methods: [.threshold],
                    calendarDays: [30],
                    minimumIntervalHours: [24],
                    momentumVetoes: [false]
                )
            ),
            table: Self.table
        )
        let coordinates = CandidateCoordinates(space)
        #expect(coordinates.domain.dimensions.isEmpty)
        #expect(coordinates.slot(of: []) == 0)
        #expect(coordinates.point(ofSlot: 0) == [])
    }
}
