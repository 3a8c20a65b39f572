import DataParallel

/// The tree-structured Parzen estimator (TPE): proposes where good trials are dense and the others
/// are not.
///
/// J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, "Algorithms for hyper-parameter optimization",
/// NIPS 2011. After a start by Sobol points the trials are split at a quantile of their value into
/// good and other ones; `l` and `g` are their densities, each the product of one
/// `ParzenEstimator` for each dimension. Expected improvement grows with `l / g`, so each point of
/// a batch is the best by `l / g` of some draws from `l`.
///
/// All points of a batch are drawn from the same densities. They differ because each has draws of
/// its own, keyed by its number, so that no value has to be made up for those still running.
///
/// The first objective counts. NaN counts as worse than every number; as long as there is no number
/// the start goes on. In a domain without continua no cell is proposed twice, and the search ends
/// when all have been.
public struct TreeParzenSearch: SearchStrategy {
    /// How a search splits and draws.
    public struct Settings: Sendable, Equatable {
        /// How many trials there must be before densities are used; the start ends with a batch.
        public var startupTrials = 20
        /// The share of the trials that count as good.
        public var goodShare = 0.1
        /// The largest number of trials that count as good.
        public var largestGoodCount = 25
        /// How many draws each point is the best of.
        public var drawsPerPoint = 24

        /// The usual settings.
        public init() {}
    }

    private let domain: SearchDomain
    private let batchSize: Int
    private let seed: UInt64
    private let settings: Settings
    private let startup: SobolSequence
    private var tried: TriedCells
    private var points: [[Double]] = []
    private var values: [Double] = []
    private var proposed = 0

    /// Creates the search.
    ///
    /// - Parameters:
    ///   - domain: What to search.
    ///   - batchSize: Points of a batch, 1 or more; the last may have fewer.
    ///   - seed: The same seed and the same values give the same points.
    ///   - settings: How it splits and draws.
    public init(
        domain: SearchDomain,
        batchSize: Int,
        seed: UInt64,
        settings: Settings = Settings()
    ) {
        precondition(batchSize >= 1, "a batch has at least one point")
        precondition(settings.drawsPerPoint >= 1, "a point needs at least one draw")
        precondition(settings.largestGoodCount >= 1, "at least one trial counts as good")
        self.domain = domain
        self.batchSize = batchSize
        self.seed = seed
        self.settings = settings
        startup = SobolSequence(dimensionCount: domain.dimensions.count, scrambleSeed: seed)
        tried = TriedCells(domain)
    }

    /// The next batch: Sobol points at the start, then the best of draws from the good trials.
    public mutating func propose() -> [[Double]] {
        let isStarting = values.count < settings.startupTrials || values.allSatisfy(\.isNaN)
        let densities = isStarting ? nil : densities()
        var batch: [[Double]] = []
        while batch.count < batchSize {
            let point = densities.map(bestDraw) ?? domain.centred(startup.point(proposed))
            guard let claimed = tried.claim(from: point) else { break }
            batch.append(claimed)
            proposed += 1
        }
        return batch
    }

    /// Takes in trials; also some that it has not proposed.
    public mutating func learn(_ trials: [SearchTrial]) {
        for trial in trials {
            points.append(trial.point)
            values.append(trial.value)
            tried.insert(trial.point)
        }
    }

    /// The density of the good trials and that of the others, by dimension.
    private func densities() -> [(good: ParzenEstimator, other: ParzenEstimator)] {
        let order = SearchOrder.bestFirst(values)
        let share = Int((settings.goodShare * Double(values.count)).rounded(.up))
        let numbers = values.count { !$0.isNaN }
        let goodCount = min(max(share, 1), settings.largestGoodCount, numbers)
        return domain.dimensions.indices.map { dimension in
            let coordinates = order.map { points[$0][dimension] }
            return (
                ParzenEstimator(
                    domain.dimensions[dimension],
                    seen: .init(coordinates[..<goodCount])
                ),
                ParzenEstimator(
                    domain.dimensions[dimension],
                    seen: .init(coordinates[goodCount...])
                )
            )
        }
    }

    /// The best draw for the next point among those in untried cells, or the first if none is.
    private func bestDraw(_ densities: [(good: ParzenEstimator, other: ParzenEstimator)])
        -> [Double]
    {
        var random = RandomStream(seed: seed, for: .parzenPoint, number: proposed)
        var best: (point: [Double], score: Double)?
        var first: [Double]?
        for _ in 0..<settings.drawsPerPoint {
            let point = densities.map { $0.good.draw(&random) }
            first = first ?? point
            guard !tried.contains(point) else { continue }
            var score = 0.0
            for (density, coordinate) in zip(densities, point) {
                score += density.good.logDensity(at: coordinate)
                score -= density.other.logDensity(at: coordinate)
            }
            if score > best?.score ?? -.infinity { best = (point, score) }
        }
        return best?.point ?? first ?? []
    }
}
