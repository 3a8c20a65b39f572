import DataParallel

/// NSGA-II: a population that moves towards the Pareto front of several objectives and spreads
/// along it.
///
/// K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, "A fast and elitist multiobjective genetic
/// algorithm: NSGA-II", IEEE Trans. Evol. Comput. 6, 2002. The first population are Sobol points.
/// Parents are the winners of binary tournaments by front, then crowding distance, then position;
/// children come from simulated binary crossover and polynomial mutation (``GeneticOperators``);
/// parents and children together are cut back to the population by whole fronts, the last one by
/// crowding distance.
///
/// All objectives are maximised. A trial with a NaN objective, a broken constraint for example, ranks
/// behind all others. In a domain without continua no cell is proposed twice, and the search ends
/// when all have been.
public struct NSGA2Search: SearchStrategy {
    private let domain: SearchDomain
    private let populationSize: Int
    private let seed: UInt64
    private let startup: SobolSequence
    private let operators: GeneticOperators
    private var tried: TriedCells
    private var proposed = 0

    /// The trials that breed, at most the population's size, in the order in which they were chosen.
    public private(set) var population: [SearchTrial] = []
    /// The front of each member, from 0, and its crowding distance there.
    private var ranks: [Int] = []
    private var distances: [Double] = []

    /// Creates the search.
    ///
    /// - Parameters:
    ///   - domain: What to search.
    ///   - populationSize: Points of a batch and members of the population, 1 or more.
    ///   - seed: The same seed and the same values give the same points.
    ///   - operators: How children come from parents.
    public init(
        domain: SearchDomain,
        populationSize: Int,
        seed: UInt64,
        operators: GeneticOperators = GeneticOperators()
    ) {
        precondition(populationSize >= 1, "a population has at least one member")
        self.domain = domain
        self.populationSize = populationSize
        self.seed = seed
        self.operators = operators
        startup = SobolSequence(dimensionCount: domain.dimensions.count, scrambleSeed: seed)
        tried = TriedCells(domain)
    }

    /// The next generation: Sobol points at first, then children of the population.
    public mutating func propose() -> [[Double]] {
        var batch: [[Double]] = []
        while batch.count < populationSize {
            let point = population.isEmpty ? domain.centred(startup.point(proposed)) : child()
            guard let claimed = tried.claim(from: point) else { break }
            batch.append(claimed)
            proposed += 1
        }
        return batch
    }

    /// Takes in trials and cuts the population back to its size.
    public mutating func learn(_ trials: [SearchTrial]) {
        for trial in trials { tried.insert(trial.point) }
        let all = population + trials
        let objectives = all.map(\.objectives)
        population = []
        ranks = []
        distances = []
        for (rank, front) in ParetoFront.fronts(of: objectives).enumerated() {
            let crowding = ParetoFront.crowdingDistances(front, of: objectives)
            let room = populationSize - population.count
            let chosen =
                front.count <= room
                ? Array(front.indices) : SearchOrder.bestFirst(crowding).prefix(room).sorted()
            for member in chosen {
                population.append(all[front[member]])
                ranks.append(rank)
                distances.append(crowding[member])
            }
        }
    }

    /// A child in an untried cell, if some attempts find one.
    private func child() -> [Double] {
        var random = RandomStream(seed: seed, for: .geneticOffspring, number: proposed)
        var point: [Double] = []
        for _ in 0..<20 {
            let mother = population[tournament(&random)].point
            let father = population[tournament(&random)].point
            point = operators.child(of: mother, and: father, in: domain, &random)
            if !tried.contains(point) { break }
        }
        return point
    }

    /// The better one of two random members.
    private func tournament(_ random: inout RandomStream) -> Int {
        let first = random.nextIndex(below: population.count)
        let second = random.nextIndex(below: population.count)
        if ranks[first] != ranks[second] { return ranks[first] < ranks[second] ? first : second }
        return SearchOrder.isBetter(distances, first, second) ? first : second
    }
}
