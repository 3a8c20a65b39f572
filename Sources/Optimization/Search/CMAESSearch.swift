import DataParallel

/// CMA-ES with restarts: follows a normal distribution that learns the shape of the objective.
///
/// N. Hansen, "The CMA evolution strategy: a tutorial", arXiv 1604.00772, 2016; restarts with a
/// doubled population as in A. Auger, N. Hansen, "A restart CMA evolution strategy with increasing
/// population size", CEC 2005: the first run begins in the middle of the domain, later ones at
/// random points, whenever a run stagnates.
///
/// - A generation is a whole number of batches, the least that gives the tutorial's population;
///   only its end moves the distribution. So batches keep their size when populations double.
/// - Points outside the unit cube are mirrored at its faces.
/// - Levels are treated as a continuum that is cut into cells, names as well: for domains that are
///   mostly names other searches are better. A coordinate with levels keeps a least deviation, with
///   which the middle of its cell is left with a probability of at least 1 / (population x
///   dimensions), so that it cannot freeze inside a cell (the margin of R. Hamano and others,
///   "CMA-ES with margin", GECCO 2022, in simple form).
/// - Ranks only count, ties go to the earlier point, NaN to the end: failed points never pull.
/// - In a domain without continua no cell is proposed twice: its value is remembered. Batches are
///   then smaller where a generation has known cells, a run that meets only known ones is followed
///   by untried cells from random places, and the search ends when all cells have been proposed.
///
/// The first objective counts.
public struct CMAESSearch: SearchStrategy {
    /// How many generations of known cells in a row show that a run has nothing to find any more.
    private static let idleLimit = 50

    private let domain: SearchDomain
    /// The dimensions with something to choose.
    private let active: [Int]
    private let batchSize: Int
    private let seed: UInt64
    private let initialStep: Double

    private var run: CMAESRun
    private var generations = 0
    private var fills = 0
    private var tried: TriedCells
    private var known: [[Int]: Double] = [:]
    /// The points of the generation under way, before rounding to cells, and what is known of them.
    private var generation: [[Double]] = []
    private var values: [Double] = []
    /// Positions in the generation that are still to be proposed, and those of the last batch.
    private var waiting: [Int] = []
    private var open: [Int] = []

    /// Creates the search.
    ///
    /// - Parameters:
    ///   - domain: What to search.
    ///   - batchSize: Points of a batch, 1 or more.
    ///   - seed: The same seed and the same values give the same points.
    ///   - initialStep: The standard deviation with which runs begin, as a share of a dimension.
    public init(domain: SearchDomain, batchSize: Int, seed: UInt64, initialStep: Double = 0.3) {
        precondition(batchSize >= 1, "a batch has at least one point")
        precondition(initialStep > 0 && initialStep <= 1, "a step is in 0...1 and not 0")
        self.domain = domain
        self.batchSize = batchSize
        self.seed = seed
        self.initialStep = initialStep
        active = domain.dimensions.indices.filter { domain.dimensions[$0].levels != 1 }
        tried = TriedCells(domain)
        let usual = 4 + Int(3 * SearchMath.log(Double(max(active.count, 1))))
        let population = (usual + batchSize - 1) / batchSize * batchSize
        run = CMAESRun(
            dimensions: active.map { domain.dimensions[$0] },
            population: population,
            mean: active.map { _ in 0.5 },
            step: initialStep
        )
    }

    /// The next batch of the generation under way, or the first of the next one.
    public mutating func propose() -> [[Double]] {
        open = []
        if active.isEmpty { return fill(count: 1) }
        var idle = 0
        while waiting.isEmpty, idle < Self.idleLimit, !tried.isExhausted {
            endGeneration()
            beginGeneration()
            idle += 1
        }
        if waiting.isEmpty {
            // Nothing new in sight: look elsewhere, and begin another run there.
            restart()
            return fill(count: batchSize)
        }
        open = .init(waiting.prefix(batchSize))
        waiting.removeFirst(open.count)
        return open.map { position in
            let point = expanded(generation[position])
            tried.insert(point)
            return point
        }
    }

    /// Takes in the trials of the last batch, in the order in which they were proposed.
    public mutating func learn(_ trials: [SearchTrial]) {
        for trial in trials {
            guard let cell = domain.cell(of: trial.point) else { continue }
            known[cell] = trial.value
            tried.insert(trial.point)
        }
        for (position, trial) in zip(open, trials) { values[position] = trial.value }
        open = []
    }

    /// Draws a generation and lists which of its points have to be proposed.
    private mutating func beginGeneration() {
        var random = RandomStream(seed: seed, for: .covarianceGeneration, number: generations)
        generations += 1
        generation = (0..<run.population).map { _ in run.draw(&random) }
        values = generation.map { _ in .nan }
        var listed: Set<[Int]> = []
        waiting = generation.indices.filter { position in
            let point = expanded(generation[position])
            guard let cell = domain.cell(of: point) else { return true }
            return !tried.contains(point) && listed.insert(cell).inserted
        }
    }

    /// Moves the distribution by the generation's values, or begins a new run.
    private mutating func endGeneration() {
        guard !generation.isEmpty else { return }
        for (position, point) in generation.enumerated() {
            guard let cell = domain.cell(of: expanded(point)) else { continue }
            values[position] = known[cell] ?? .nan
        }
        run.learn(generation, values: values)
        generation = []
        if run.isStagnant { restart() }
    }

    private mutating func restart() {
        var random = RandomStream(seed: seed, for: .covarianceStart, number: generations)
        generation = []
        run = CMAESRun(
            dimensions: active.map { domain.dimensions[$0] },
            population: min(2 * run.population, max(run.population, CMAESRun.largestPopulation)),
            mean: active.map { _ in random.nextUniform() },
            step: initialStep
        )
    }

    /// Untried cells, each the first from a random one.
    private mutating func fill(count: Int) -> [[Double]] {
        var batch: [[Double]] = []
        while batch.count < count {
            var random = RandomStream(seed: seed, for: .covarianceFill, number: fills)
            fills += 1
            let start = domain.dimensions.map { _ in random.nextUniform() }
            guard let point = tried.claim(from: start) else { break }
            batch.append(point)
        }
        return batch
    }

    /// The point of the domain that a point of the active dimensions stands for.
    private func expanded(_ coordinates: [Double]) -> [Double] {
        var point = [Double](repeating: 0.5, count: domain.dimensions.count)
        for (dimension, coordinate) in zip(active, coordinates) { point[dimension] = coordinate }
        return domain.centred(point)
    }
}
