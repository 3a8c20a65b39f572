import Testing

@testable import Optimization

/// What holds for every search.
@Suite struct SearchStrategyTests {
    enum Kind: CaseIterable {
        case random, sobol, parzen, covariance, genetic

        static let adaptive: [Kind] = [.parzen, .covariance, .genetic]

        func make(_ domain: SearchDomain, batch: Int, seed: UInt64) -> any SearchStrategy {
            switch self {
            case .random: RandomSearch(domain: domain, batchSize: batch, seed: seed)
            case .sobol: SobolSearch(domain: domain, batchSize: batch, seed: seed)
            case .parzen: TreeParzenSearch(domain: domain, batchSize: batch, seed: seed)
            case .covariance: CMAESSearch(domain: domain, batchSize: batch, seed: seed)
            case .genetic: NSGA2Search(domain: domain, populationSize: batch, seed: seed)
            }
        }
    }

    static let hybrid = SearchDomain(
        SearchDomain.mixed.dimensions + SearchDomain.box(2).dimensions
            + [.init(name: "fixed", levels: 1, isOrdered: false)]
    )

    static func objective(_ point: [Double]) -> [Double] {
        let value = SearchFunctions.mixed(point) + SearchFunctions.sphere(point)
        // A part of the domain fails.
        return [point[5] > 0.8 ? .nan : value]
    }

    @Test(arguments: Kind.allCases) func sameSeedGivesTheSamePoints(kind: Kind) {
        func trials(_ seed: UInt64) -> [SearchTrial] {
            SearchRun.trials(
                kind.make(Self.hybrid, batch: 8, seed: seed),
                count: 80,
                Self.objective
            )
        }
        let first = trials(1).map(\.point)
        #expect(first == trials(1).map(\.point))
        let other = trials(2).map(\.point)
        #expect(zip(first, other).count { $0 == $1 } <= 1)
    }

    @Test(arguments: Kind.allCases) func pointsAreInsideAndBatchesWhole(kind: Kind) {
        var search = kind.make(Self.hybrid, batch: 8, seed: 3)
        for _ in 0..<12 {
            let batch = search.propose()
            #expect(batch.count == 8)
            #expect(batch.allSatisfy { $0.count == 8 && $0.allSatisfy { $0 >= 0 && $0 < 1 } })
            search.learn(batch.map { SearchTrial(point: $0, objectives: Self.objective($0)) })
        }
    }

    @Test(arguments: Kind.adaptive) func everyCellComesOnceAndThenNone(kind: Kind) {
        let domain = SearchDomain([
            .init(name: "a", levels: 3, isOrdered: false),
            .init(name: "b", levels: 1, isOrdered: true),
            .init(name: "c", levels: 15, isOrdered: true),
            .init(name: "d", levels: 2, isOrdered: true),
        ])
        for seed in UInt64(1)...3 {
            var search = kind.make(domain, batch: 8, seed: seed)
            var cells: [[Int]] = []
            while true {
                let batch = search.propose()
                if batch.isEmpty { break }
                #expect(batch.count <= 8)
                let found = batch.compactMap { domain.cell(of: $0) }
                search.learn(
                    zip(batch, found).map {
                        SearchTrial(point: $0, objectives: [Double($1[2] % 4 - $1[0])])
                    }
                )
                cells += found
                if cells.count > 90 { break }
            }
            #expect(cells.count == 90 && Set(cells).count == 90)
            #expect(search.propose().isEmpty)
        }
    }

    @Test(arguments: Kind.allCases) func aDomainOfOnePointWorks(kind: Kind) {
        let fixed = SearchDomain([.init(name: "fixed", levels: 1, isOrdered: false)])
        for (domain, point) in [(SearchDomain([]), []), (fixed, [0.5])] {
            var search = kind.make(domain, batch: 4, seed: 1)
            let batch = search.propose()
            let repeats = kind == .random || kind == .sobol
            #expect(batch == Array(repeating: point, count: repeats ? 4 : 1))
            search.learn(batch.map { SearchTrial(point: $0, objectives: [1]) })
            #expect(search.propose().count == (repeats ? 4 : 0))
        }
    }

    @Test(arguments: Kind.allCases) func survivesOddObjectives(kind: Kind) {
        for odd in [[Double.nan], [.infinity], [-.infinity], []] {
            let found = SearchRun.trials(
                kind.make(.box(3), batch: 5, seed: 4),
                count: 60
            ) { _ in odd }
            #expect(Set(found.map(\.point)).count == 60)
        }
    }

    @Test(arguments: Kind.adaptive) func failedPointsDoNotAttract(kind: Kind) {
        // All but a corner with a sixteenth of the area fails, and the corner rises inwards.
        let found = SearchRun.trials(kind.make(.box(2), batch: 10, seed: 5), count: 300) {
            $0[0] < 0.25 && $0[1] < 0.25 ? [-$0[0] - $0[1]] : [.nan]
        }
        let late = found.suffix(60)
        #expect(late.count { !$0.value.isNaN } > 30)
        #expect(late.map(\.value).filter { !$0.isNaN }.max() ?? -1 > -0.05)
    }
}
