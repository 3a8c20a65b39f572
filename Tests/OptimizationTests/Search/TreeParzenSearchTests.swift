import Testing

@testable import Optimization

@Suite struct TreeParzenSearchTests {
    private func regrets(
        _ domain: SearchDomain,
        trials: Int,
        _ objective: ([Double]) -> Double
    ) -> (parzen: Double, random: Double) {
        let parzen = SearchRun.meanRegret(
            trials: trials,
            { TreeParzenSearch(domain: domain, batchSize: 10, seed: $0) },
            objective
        )
        let random = SearchRun.meanRegret(
            trials: trials,
            { RandomSearch(domain: domain, batchSize: 10, seed: $0) },
            objective
        )
        return (parzen, random)
    }

    @Test func beatsRandomOnASphere() {
        let regret = regrets(.box(4), trials: 150, SearchFunctions.sphere)
        #expect(regret.parzen < 0.3 * regret.random)
    }

    @Test func beatsRandomInAValley() {
        let regret = regrets(.box(3), trials: 150, SearchFunctions.rosenbrock)
        #expect(regret.parzen < 0.5 * regret.random)
    }

    @Test func beatsRandomOnNamesAndLevels() {
        let regret = regrets(.mixed, trials: 200, SearchFunctions.mixed)
        #expect(regret.parzen < 0.3 * regret.random)
    }

    @Test func startsWithWholeBatchesOfSobolPoints() {
        let parzen = SearchRun.trials(
            TreeParzenSearch(domain: .box(3), batchSize: 8, seed: 6),
            count: 32
        ) { [SearchFunctions.sphere($0)] }
        var sobol = SobolSearch(domain: .box(3), batchSize: 32, seed: 6)
        let expected = sobol.propose()
        #expect(parzen.prefix(24).map(\.point) == Array(expected.prefix(24)))
        #expect(parzen.suffix(8).map(\.point) != Array(expected.suffix(8)))
    }
}
