import DataParallel

/// One run of CMA-ES inside the unit cube, from its start until it stagnates.
struct CMAESRun: Sendable {
    /// Doubling stops here: selection among more points gains little.
    static let largestPopulation = 4096

    /// A run ends when no coordinate varies by more than this share of its dimension: no finer
    /// difference between strategies is worth a trial.
    private static let leastSpread = 1e-7

    /// Points of a generation.
    let population: Int

    private let leastDeviations: [Double]
    private let patience: Int
    private var model: CovarianceModel
    /// The best value of each generation.
    private var bests: [Double] = []
    private var best = -Double.infinity
    private var lastGain = 0

    /// Whether the run should give way to another one.
    ///
    /// The criteria of the tutorial's section B.3 and of the restart paper: no spread is left, the
    /// matrix is degenerate, the best values of the last generations are the same, or there has been
    /// no better one for long. A generation in which everything failed ends a run as well.
    private(set) var isStagnant = false

    init(
        dimensions: [SearchDomain.Dimension],
        population: Int,
        mean: [Double],
        step: Double
    ) {
        self.population = population
        let count = Double(dimensions.count)
        let quantile = SearchMath.normalQuantile(1 - 1 / (Double(population) * max(count, 1)))
        leastDeviations = dimensions.map { $0.levels.map { 0.5 / Double($0) / quantile } ?? 0 }
        patience = 10 + Int((30 * count / Double(population)).rounded(.up))
        model = CovarianceModel(mean: mean, step: step, population: population)
    }

    /// Draws a point of the unit cube.
    func draw(_ random: inout RandomStream) -> [Double] {
        model.draw(&random).map(Self.mirrored)
    }

    /// Takes in the values of a whole generation.
    mutating func learn(_ points: [[Double]], values: [Double]) {
        let order = SearchOrder.bestFirst(values).filter { !values[$0].isNaN }
        guard let first = order.first else {
            isStagnant = true
            return
        }
        model.update(order.map { points[$0] })
        model.widen(to: leastDeviations)
        bests.append(values[first])
        if values[first] > best {
            best = values[first]
            lastGain = bests.count
        }
        let recent = bests.suffix(patience)
        let (low, high) = (recent.min() ?? 0, recent.max() ?? 0)
        let isFlat =
            recent.count == patience
            && !(high - low > 1e-12 * max(low.magnitude, high.magnitude))
        let isNarrow = model.deviations.allSatisfy { $0 < Self.leastSpread }
        isStagnant =
            isFlat || isNarrow || model.isDegenerate || bests.count - lastGain > 100 + 2 * patience
    }

    /// A coordinate mirrored at 0 and 1 into `0..<1`.
    static func mirrored(_ coordinate: Double) -> Double {
        let period = coordinate.magnitude.truncatingRemainder(dividingBy: 2)
        return min(period > 1 ? 2 - period : period, 1.0.nextDown)
    }
}
