extension SearchSettings {
    /// How many points are proposed at once: the fewer, the more is known of each; the more, the more
    /// workers have something to do.
    static let adaptiveBatch = 8
    static let sampleBatch = 1_024

    /// What proposes points; for successive halving, those that it begins with.
    func strategy(domain: SearchDomain, seed: UInt64) -> any SearchStrategy {
        switch method {
        case .grid, .random:
            RandomSearch(
                domain: domain,
                batchSize: min(trials, Self.sampleBatch),
                seed: seed
            )
        case .sobol, .halving:
            SobolSearch(
                domain: domain,
                batchSize: min(trials, Self.sampleBatch),
                seed: seed
            )
        case .tpe:
            TreeParzenSearch(
                domain: domain,
                batchSize: min(trials, Self.adaptiveBatch),
                seed: seed
            )
        case .cmaES:
            CMAESSearch(
                domain: domain,
                batchSize: min(trials, Self.adaptiveBatch),
                seed: seed
            )
        case .nsga2:
            NSGA2Search(
                domain: domain,
                populationSize: population,
                seed: seed
            )
        }
    }

    /// Of evolution: a tenth of the trials, so that there are some generations.
    private var population: Int { min(trials, min(max(trials / 10, 20), 100)) }
}
