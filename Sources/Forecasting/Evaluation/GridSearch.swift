/// Tries every point of a grid, in parallel, and finds the best.
///
/// A point is whatever tells an evaluation what to do. Evaluations that fork share the pool with the search.
/// Scores that are equal rank by the points' order, so the best point depends on the scores alone.
public struct GridSearch<Parameter: Sendable>: Sendable {
    /// The points in order.
    public let points: [Parameter]
    /// Which scores are better.
    public let direction: SearchDirection

    /// Makes a search.
    ///
    /// - Throws: ``ForecastingError/empty(what:)`` without points.
    public init(
        _ points: [Parameter],
        direction: SearchDirection = .minimize
    ) throws(ForecastingError) {
        guard !points.isEmpty else { throw .empty(what: "point to search") }
        self.points = points
        self.direction = direction
    }

    /// Evaluates every point.
    ///
    /// - Parameters:
    ///   - parallelism: Who works.
    ///   - evaluate: The score of a point. A point for which it throws has failed, and so has one with a score
    ///     of NaN; the others go on.
    /// - Returns: Every point. Where the search is cancelled, points that were not begun have failed with
    ///   ``ForecastingError/cancelled``; an evaluation that does parallel work of its own must throw that
    ///   rather than score what was left unfinished (see ``ModelOutcomes/finishedErrors()``).
    /// - Throws: ``ForecastingError/cancelled`` if the search was cancelled and no point has a score,
    ///   ``ForecastingError/allFailed(what:count:first:)`` if none has one otherwise.
    public func run(
        on parallelism: Parallelism = .shared,
        _ evaluate: @escaping @Sendable (Parameter) throws -> Double
    ) throws(ForecastingError) -> GridSearchResult<Parameter> {
        let outcomes = parallelism.map(points.count, grain: 1) { index in
            GridPoint(
                index: index,
                parameter: points[index],
                score: Result {
                    try parallelism.checkCancellation()
                    let score = try evaluate(points[index])
                    guard !score.isNaN else {
                        throw ForecastingError.diverged(
                            model: "point \(index + 1) of the search",
                            where: "its score"
                        )
                    }
                    return score
                }
            )
        }
        var best: (point: GridPoint<Parameter>, score: Double)?
        for point in outcomes {
            guard case .success(let score) = point.score else { continue }
            guard let leader = best else {
                best = (point, score)
                continue
            }
            if direction.prefers(score, to: leader.score) { best = (point, score) }
        }
        guard let best else {
            if outcomes.contains(where: \.isCancelled) { throw .cancelled }
            var first = ""
            if case .failure(let error) = outcomes[0].score { first = "\(error)" }
            throw .allFailed(what: "points of the search", count: outcomes.count, first: first)
        }
        return GridSearchResult(points: outcomes, best: best.point, bestScore: best.score)
    }
}

/// Which scores are better.
public enum SearchDirection: String, Sendable, CaseIterable {
    /// Lower ones, as of an error.
    case minimize
    /// Higher ones, as of a return.
    case maximize

    func prefers(_ score: Double, to other: Double) -> Bool {
        self == .minimize ? score < other : score > other
    }
}

/// A point that was tried.
public struct GridPoint<Parameter: Sendable>: Sendable {
    /// Its place in the grid.
    public let index: Int
    /// The point itself.
    public let parameter: Parameter
    /// Its score, or why it has none.
    public let score: Result<Double, any Error>

    /// Whether it has no score because the search was cancelled.
    public var isCancelled: Bool {
        if case .failure(let error) = score { return error as? ForecastingError == .cancelled }
        return false
    }
}

/// What a grid search found.
public struct GridSearchResult<Parameter: Sendable>: Sendable {
    /// Every point, in the grid's order.
    public let points: [GridPoint<Parameter>]
    /// The point with the best score; of several the first.
    public let best: GridPoint<Parameter>
    /// Its score.
    public let bestScore: Double

    /// Whether points were left out because the search was cancelled: the best is that of the others.
    public var isCancelled: Bool { points.contains(where: \.isCancelled) }

    /// The number of points without a score, those left out included.
    public var failureCount: Int {
        points.count { point in
            if case .failure = point.score { return true }
            return false
        }
    }
}
