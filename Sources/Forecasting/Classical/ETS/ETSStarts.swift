/// Where the search for the greatest likelihood begins.
extension ETSSearch {
    /// Finds the two best of a grid of smoothing parameters that differ in the season's, or without a
    /// season in the level's: there may be one maximum for seasons that stay and one for those that
    /// change. They go to the workspace's starts.
    ///
    /// - Parameter state: From which the initial states move to those that go best with each, by one
    ///   step of least squares; for an additive model that is the end of it.
    /// - Returns: The objectives, the best first; infinite where the model breaks down.
    func findStarts(near state: ETSState) -> (first: Double, second: Double) {
        let trial = workspace.trial
        var best = (first: Double.infinity, second: Double.infinity)
        var firstKey = Double.nan
        let isSeasonal = form.season != .none
        for alpha in isSeasonal ? Self.levels : Self.manyLevels {
            for (beta, phi) in Self.trends(form.trend, isSeasonal) {
                for gamma in isSeasonal ? Self.seasons : Self.nothing {
                    trial[0] = alpha
                    if form.trend != .none { trial[1] = beta }
                    if isSeasonal { trial[form.trend == .none ? 1 : 2] = gamma }
                    if form.trend == .damped { trial[smoothingCount - 1] = phi }
                    place(state)
                    let objective = fitStates()
                    let key = isSeasonal ? gamma : alpha
                    if objective < best.first {
                        if key != firstKey {
                            workspace.starts.1.update(from: workspace.starts.0, count: count)
                            best.second = best.first
                        }
                        workspace.starts.0.update(from: trial, count: count)
                        best.first = objective
                        firstKey = key
                    } else if key != firstKey, objective < best.second {
                        workspace.starts.1.update(from: trial, count: count)
                        best.second = objective
                    }
                }
            }
        }
        return best
    }

    /// The trend's smoothing as a share of the level's, and its damping.
    private static func trends(
        _ trend: ETSForm.TrendKind,
        _ isSeasonal: Bool
    ) -> [(Double, Double)] {
        switch trend {
        case .none: noTrend
        case .additive: isSeasonal ? additiveTrends : manyAdditiveTrends
        case .damped: isSeasonal ? dampedTrends : manyDampedTrends
        }
    }

    private static let nothing = [0.0]
    private static let levels = [0.1, 0.4, 0.9]
    private static let seasons = [0.02, 0.4, 0.95]
    private static let noTrend = [(0.0, 1.0)]
    private static let additiveTrends = [(0.02, 1.0), (0.3, 1.0)]
    private static let dampedTrends = [(0.02, 0.98), (0.3, 0.9)]
    // Without seasons a likelihood takes a tenth of the time.
    private static let manyLevels = [0.01, 0.1, 0.4, 0.9]
    private static let manyAdditiveTrends = [(0.02, 1.0), (0.3, 1.0), (0.95, 1.0)]
    private static let manyDampedTrends = [(0.02, 0.98), (0.3, 0.9), (0.95, 0.98)]

    /// Writes a state to the trial's parameters.
    private func place(_ state: ETSState) {
        let trial = workspace.trial
        trial[smoothingCount] = state.level
        var place = smoothingCount + 1
        if form.trend != .none {
            trial[place] = state.trend
            place += 1
        }
        for season in state.seasons.dropLast() {
            trial[place] = season
            place += 1
        }
    }

    /// Moves the trial's initial states by one step of least squares, if that makes it better.
    ///
    /// - Returns: The objective of the trial then.
    private func fitStates() -> Double {
        let current = workspace.current
        let trial = workspace.trial
        let solver = workspace.solver
        current.update(from: trial, count: count)
        let objective = recursion.linearize(current, workspace)
        guard objective.isFinite else { return objective }
        for place in 0..<count { solver.isFree[place] = place >= smoothingCount }
        guard solver.solve(damping: 1e-9) else { return objective }
        for place in smoothingCount..<count { trial[place] += solver.step[place] }
        let moved = recursion.objective(trial, workspace)
        if moved < objective { return moved }
        trial.update(from: current, count: count)
        return objective
    }
}
