#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Maximises the likelihood of one form over smoothing parameters and initial states together.
///
/// The concentrated likelihood is the logarithm of a sum of squares (see `ETSKernel.linearize`), so it
/// is searched by Levenberg-Marquardt steps with exact derivatives, between bounds: a parameter at a
/// bound that the slope pushes outwards rests. It needs some ten evaluations where a simplex in the same
/// 17 dimensions (monthly seasons) needs thousands and stops earlier.
struct ETSSearch {
    let form: ETSForm
    let workspace: ETSWorkspace
    let recursion: ETSRecursion
    let smoothingCount: Int
    let count: Int
    /// The bounds of the smoothing parameters; see `ETSKernel`.
    let bounds: [ClosedRange<Double>]

    init(_ form: ETSForm, _ workspace: ETSWorkspace) {
        self.form = form
        self.workspace = workspace
        recursion = form.recursion
        smoothingCount = form.smoothingCount
        count = form.parameterCount(period: workspace.period)
        var bounds = [1e-4...0.9999]
        if form.trend != .none { bounds.append(1e-4...0.9999) }
        if form.season != .none { bounds.append(1e-4...0.9999) }
        if form.trend == .damped { bounds.append(0.8...0.98) }
        self.bounds = bounds
    }

    /// Searches for the parameters with the least objective; they go to the workspace's best.
    ///
    /// - Parameter limit: The search is given up where it is not about to get below it.
    /// - Returns: The objective found; infinite if the model breaks down at every start.
    func run(_ values: UnsafeBufferPointer<Double>, limit: Double) -> Double {
        let period = workspace.period
        let heuristic = ETSInitialState.heuristic(values, form: form, period: period)
        var starts = findStarts(near: heuristic)
        if !starts.first.isFinite {
            starts = findStarts(
                near: ETSInitialState.neutral(values, form: form, period: period)
            )
        }
        guard starts.first.isFinite else { return .infinity }
        workspace.current.update(from: workspace.starts.0, count: count)
        var best = descend(from: starts.first, limit: limit, avoidsBest: false)
        workspace.best.update(from: workspace.current, count: count)
        guard starts.second.isFinite else { return best }
        workspace.current.update(from: workspace.starts.1, count: count)
        let second = descend(
            from: starts.second,
            limit: min(best, limit),
            avoidsBest: true
        )
        if second < best {
            best = second
            workspace.best.update(from: workspace.current, count: count)
        }
        return best
    }

    /// Descends from where the search is.
    ///
    /// - Parameters:
    ///   - start: The objective there.
    ///   - limit: A search that is not about to get below it is given up.
    ///   - avoidsBest: Whether a search that comes near the best found before is given up.
    /// - Returns: The objective found.
    func descend(from start: Double, limit: Double, avoidsBest: Bool) -> Double {
        let current = workspace.current
        let solver = workspace.solver
        let observations = Double(workspace.values.count)
        var objective = start
        var damping = 1e-2
        solver.forget()
        for iteration in 0..<Self.iterationLimit {
            _ = recursion.linearize(current, workspace)
            solver.learn(step: iteration == 0 ? nil : workspace.move)
            solver.keepSlope()
            rest()
            var gain = 0.0
            var isImproved = false
            while damping < 1e10 {
                guard solver.solve(damping: damping) else {
                    damping = max(damping * 10, 1e-3)
                    continue
                }
                var predicted = 0.0
                for place in 0..<count {
                    predicted -= solver.slope[place] * solver.step[place]
                }
                if observations * predicted < Self.tolerance { return objective }
                // The slope promises a decrease of the objective by this much; four times that and a
                // difference of one in -2 log likelihood is more than what is to come.
                if iteration >= 4, damping <= 0.1,
                    objective - 4 * predicted - 1 / observations > limit
                {
                    return objective
                }
                let next = tryStep(1)
                if next < objective {
                    gain = objective - next
                    isImproved = true
                    accept(next, &objective)
                    damping = max(damping * (gain > 0.5 * predicted ? 0.1 : 0.5), 1e-9)
                    break
                }
                // A parabola through what is known of the way has its minimum here.
                let share = max(predicted / (2 * predicted - (objective - next)), 0.1)
                if share.isFinite {
                    let shorter = tryStep(share)
                    if shorter < objective {
                        gain = objective - shorter
                        isImproved = true
                        accept(shorter, &objective)
                        break
                    }
                }
                damping = max(damping * 8, 1e-3)
            }
            if !isImproved || observations * gain < Self.tolerance { break }
            if avoidsBest, iteration >= 1, isNearBest { break }
        }
        return objective
    }

    /// The objective with a share of the solver's step taken, within the bounds.
    private func tryStep(_ share: Double) -> Double {
        let trial = workspace.trial
        for place in 0..<count {
            trial[place] = workspace.current[place] + share * workspace.solver.step[place]
            if place < smoothingCount {
                let bound = bounds[place]
                trial[place] = min(max(trial[place], bound.lowerBound), bound.upperBound)
            }
        }
        return recursion.objective(trial, workspace)
    }

    /// Goes on from the trial.
    private func accept(_ next: Double, _ objective: inout Double) {
        objective = next
        for place in 0..<count {
            workspace.move[place] = workspace.trial[place] - workspace.current[place]
        }
        workspace.current.update(from: workspace.trial, count: count)
    }

    /// Whether all smoothing parameters are about those of the best.
    private var isNearBest: Bool {
        for place in 0..<smoothingCount
        where abs(workspace.current[place] - workspace.best[place]) > 0.05 { return false }
        return true
    }

    /// Frees all parameters but those that are held by a bound.
    private func rest() {
        let solver = workspace.solver
        for place in 0..<count {
            solver.isFree[place] = true
            guard place < smoothingCount else { continue }
            let value = workspace.current[place]
            let slope = solver.slope[place]
            let bound = bounds[place]
            solver.isFree[place] =
                !(value <= bound.lowerBound && slope > 0 || value >= bound.upperBound && slope < 0)
        }
    }

    /// Differences of -2 log likelihood below this are not pursued.
    private static let tolerance = 1e-6
    private static let iterationLimit = 200

    /// The smoothing parameters and the initial state of the best.
    func result() -> (ETSSmoothing, ETSState) {
        let p = workspace.best
        var smoothing = ETSSmoothing(level: p[0])
        if form.trend != .none { smoothing.trend = p[0] * p[1] }
        if form.season != .none {
            smoothing.season = (1 - p[0]) * p[form.trend == .none ? 1 : 2]
        }
        if form.trend == .damped { smoothing.damping = p[smoothingCount - 1] }
        var state = ETSState(level: p[smoothingCount])
        var place = smoothingCount + 1
        if form.trend != .none {
            state.trend = p[place]
            place += 1
        }
        if form.season != .none {
            let period = workspace.period
            state.seasons = (0..<(period - 1)).map { p[place + $0] }
            var last = form.season == .multiplicative ? Double(period) : 0
            for season in state.seasons { last -= season }
            state.seasons.append(last)
        }
        return (smoothing, state)
    }
}
