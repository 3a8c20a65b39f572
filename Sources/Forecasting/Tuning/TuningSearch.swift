/// Which points of a space are tried, and on how many windows.
public enum TuningSearch: Sendable, Equatable {
    /// Every point, in order.
    case grid
    /// So many points, drawn by seed and number of the trial; every point in order where there are no more.
    case random(trials: Int)
    /// As random, at first on few windows; the better part of them goes on to more. Of so many as are left,
    /// the part kept is one of `reduction`, and windows grow by as much from rung to rung; ties go to the
    /// lowest trial. K. Jamieson, A. Talwalkar, "Non-stochastic Best Arm Identification and
    /// Hyperparameter Optimization", AISTATS 2016.
    case halving(trials: Int, reduction: Int)

    /// The points of all trials, by their number from 0.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a number of trials or a
    ///   reduction out of range, and for a grid over a range without steps.
    func points(of space: TuningSpace, seed: UInt64) throws(ForecastingError) -> [TuningPoint] {
        let most = 10_000_000
        switch self {
        case .grid:
            guard let count = space.count, count <= most else {
                throw .invalidSetting(
                    name: "grid",
                    value: space.count.map { "\($0) points" } ?? "without end",
                    requirement:
                        "has at most \(most) points: give ranges a count, or search randomly"
                )
            }
            return (0..<count).map { space.point(at: $0) }
        case .random(let trials), .halving(let trials, _):
            guard 1...most ~= trials else {
                throw .invalidSetting(
                    name: "trials",
                    value: "\(trials)",
                    requirement: "is from 1 to \(most)"
                )
            }
            if case .halving(_, let reduction) = self, !(2...1_000).contains(reduction) {
                throw .invalidSetting(
                    name: "reduction",
                    value: "\(reduction)",
                    requirement: "is from 2 to 1000"
                )
            }
            if let count = space.count, count <= trials {
                return (0..<count).map { space.point(at: $0) }
            }
            return (0..<trials).map { space.point(drawnBy: $0, seed: seed) }
        }
    }

    /// Windows of each rung, ascending; the last has all.
    func rungs(trials: Int, windows: Int) -> [Int] {
        guard case .halving(_, let reduction) = self else { return [windows] }
        var rungs = [windows]
        var left = trials
        while left > reduction, rungs[0] > 1 {
            rungs.insert((rungs[0] + reduction - 1) / reduction, at: 0)
            left = (left + reduction - 1) / reduction
        }
        return rungs
    }

    /// How many of so many go on to the next rung.
    func kept(of count: Int) -> Int {
        guard case .halving(_, let reduction) = self else { return count }
        return (count + reduction - 1) / reduction
    }
}

/// What trials are ranked by; lower is better.
public enum TuningMetric: String, Sendable, CaseIterable {
    case mse, mae, rmse, smape, mase

    /// Its value.
    public func value(of sums: ScoreSums) -> Double {
        switch self {
        case .mse: sums.meanSquaredError
        case .mae: sums.meanAbsoluteError
        case .rmse: sums.rootMeanSquaredError
        case .smape: sums.symmetricMeanAbsolutePercentageError
        case .mase: sums.meanAbsoluteScaledError
        }
    }
}

/// How a trial did on a rung.
public struct TrialResult: Sendable, Equatable {
    /// A trial and a rung, both from 0.
    public struct Key: Sendable, Hashable {
        /// The number of the trial.
        public let trial: Int
        /// The rung.
        public let rung: Int

        /// Makes a key.
        public init(trial: Int, rung: Int) {
            self.trial = trial
            self.rung = rung
        }
    }

    /// What it found.
    public enum Outcome: Sendable, Equatable {
        /// The value of the metric.
        case score(Double)
        /// Why it has none.
        case failure(String)
    }

    /// Which one.
    public let key: Key
    /// The windows it was scored on.
    public let windows: Int
    /// What was tried.
    public let point: TuningPoint
    /// What it found.
    public let outcome: Outcome

    /// Makes a result.
    public init(key: Key, windows: Int, point: TuningPoint, outcome: Outcome) {
        self.key = key
        self.windows = windows
        self.point = point
        self.outcome = outcome
    }

    /// The score, if there is one.
    public var score: Double? {
        if case .score(let score) = outcome { return score }
        return nil
    }
}
