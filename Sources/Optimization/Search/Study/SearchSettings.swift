/// How a space is searched.
public struct SearchSettings: Sendable, Equatable {
    /// What proposes candidates.
    public enum Method: String, Sendable, CaseIterable {
        /// Every distinct candidate.
        case grid
        /// Uniform points of the space.
        case random
        /// A scrambled Sobol sequence: more even than random points.
        case sobol
        /// Random candidates on growing parts of the training window, the better part of them each time.
        case halving
        /// Tree-structured Parzen estimators.
        case tpe
        /// Covariance matrix adaptation.
        case cmaES = "cma-es"
        /// Evolution towards several objectives at once.
        case nsga2

        /// Whether what it proposes depends on what came of earlier proposals.
        public var isAdaptive: Bool {
            switch self {
            case .grid, .random, .sobol: false
            case .halving, .tpe, .cmaES, .nsga2: true
            }
        }
    }

    /// What proposes candidates.
    public var method: Method
    /// The number of different candidates proposed in each split; candidates that behave the same are one,
    /// and proposing one again is free. A grid has its own.
    public var trials: Int
    /// What ``Method/nsga2`` makes large, the first of them the study's own objective; empty for others.
    public var objectives: [Objective]

    /// Every distinct candidate is evaluated.
    public static let grid = SearchSettings(.grid)
    /// The number of candidates proposed in each split when nothing is said.
    public static let usualTrials = 500

    /// Creates settings.
    public init(
        _ method: Method,
        trials: Int = SearchSettings.usualTrials,
        objectives: [Objective] = []
    ) {
        self.method = method
        self.trials = trials
        self.objectives = objectives
    }

    /// - Throws: ``OptimizationError/invalidSearch(_:)``.
    func check(objective: Objective, keep: Keep) throws(OptimizationError) {
        guard method != .grid else { return }
        guard 1...Self.mostTrials ~= trials else {
            throw .invalidSearch("\(trials) trials; give from 1 to \(Self.mostTrials)")
        }
        guard keep == .automatic || keep == .all else {
            throw .invalidSearch(
                "a search keeps every candidate that it evaluates; only a grid can keep the best"
            )
        }
        guard method == .nsga2 else {
            guard objectives.isEmpty else {
                throw .invalidSearch(
                    "\(method.rawValue) has one objective; search for several with nsga2"
                )
            }
            return
        }
        guard objectives.count >= 2, Set(objectives).count == objectives.count else {
            throw .invalidSearch("nsga2 needs at least two objectives, each once")
        }
        guard objectives[0] == objective else {
            throw .invalidSearch(
                "the first objective of nsga2 is that of the study, \(objective.name),"
                    + " not \(objectives[0].name)"
            )
        }
    }

    private static let mostTrials = 1_000_000_000
}
