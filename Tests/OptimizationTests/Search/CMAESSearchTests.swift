import Testing

@testable import Optimization

@Suite struct CMAESSearchTests {
    private func regrets(
        _ domain: SearchDomain,
        trials: Int,
        _ objective: ([Double]) -> Double
    ) -> (covariance: Double, random: Double) {
        let covariance = SearchRun.meanRegret(
            trials: trials,
            { CMAESSearch(domain: domain, batchSize: 10, seed: $0) },
            objective
        )
        let random = SearchRun.meanRegret(
            trials: trials,
            { RandomSearch(domain: domain, batchSize: 10, seed: $0) },
            objective
        )
        return (covariance, random)
    }

    @Test func beatsRandomOnASphere() {
        let regret = regrets(.box(5), trials: 600, SearchFunctions.sphere)
        #expect(regret.covariance < 1e-5 && regret.covariance < 1e-3 * regret.random)
    }

    @Test(arguments: [(2, 800), (5, 2500)])
    func beatsRandomInAValley(dimensions: Int, trials: Int) {
        let regret = regrets(
            .box(dimensions),
            trials: trials,
            SearchFunctions.rosenbrock
        )
        #expect(regret.covariance < 0.01 * regret.random)
    }

    /// Only a covariance matrix that has been learned gets along so long an axis so fast.
    @Test func learnsTheShapeOfAnEllipsoid() {
        let regret = regrets(.box(4), trials: 1500, SearchFunctions.ellipsoid)
        #expect(regret.covariance < 1e-6)
    }

    /// Most runs end in a local optimum, 1 or more below the best; restarts with larger populations
    /// find the best one.
    @Test func restartsFindTheBestOfManyOptima() {
        let regret = regrets(.box(2), trials: 3000, SearchFunctions.rastrigin)
        #expect(regret.covariance < 0.1 && regret.random > 0.5)
    }

    @Test func findsTheBestCellOfOrderedLevels() {
        let domain = SearchDomain(
            [20, 30, 12].map { .init(name: "l", levels: $0, isOrdered: true) }
        )
        func objective(_ point: [Double]) -> Double {
            let cell = domain.cell(of: point) ?? []
            let distances = zip(cell, [1, 22, 11]).map { Double(($0 - $1) * ($0 - $1)) }
            return -distances[0] - distances[1] - 5 * distances[2]
        }
        // 7,200 cells.
        let regret = regrets(domain, trials: 400, objective)
        #expect(regret.covariance < 0.5 && regret.random > 2)
    }

    @Test func beatsRandomOnNamesAndLevels() {
        let regret = regrets(.mixed, trials: 400, SearchFunctions.mixed)
        #expect(regret.covariance < 0.7 * regret.random)
    }

    /// A batch smaller than a generation changes nothing about the points.
    @Test func batchesOfAGenerationAreOneGeneration() {
        func points(_ batch: Int) -> [[Double]] {
            SearchRun.trials(
                CMAESSearch(domain: .box(3), batchSize: batch, seed: 9),
                count: 80
            ) { [SearchFunctions.sphere($0)] }.map(\.point)
        }
        #expect(points(4) == points(8))
    }

    @Test func mirrorsIntoTheCube() {
        for (outside, inside) in [(-0.25, 0.25), (1.25, 0.75), (2.5, 0.5), (-1.5, 0.5), (0.5, 0.5)]
        {
            #expect(CMAESRun.mirrored(outside) == inside)
        }
        #expect(CMAESRun.mirrored(1) < 1)
    }
}
