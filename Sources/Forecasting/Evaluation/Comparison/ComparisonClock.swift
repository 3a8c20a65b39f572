import Synchronization

/// How long fits take, and so about how long the rest will.
final class ComparisonClock: Sendable {
    private struct State {
        var finished: [Int]
        var timed: [Int]
        var seconds: [Double]
    }

    private let fits: Int
    private let workers: Int
    private let state: Mutex<State>

    init(models: Int, fits: Int, workers: Int) {
        self.fits = fits
        self.workers = workers
        state = Mutex(
            State(
                finished: Array(repeating: 0, count: models),
                timed: Array(repeating: 0, count: models),
                seconds: Array(repeating: 0, count: models)
            )
        )
    }

    /// - Parameter seconds: How long it took; nil for a fit that was known, which tells nothing of others.
    func finished(model: Int, seconds: Double?) -> ComparisonProgress {
        state.withLock { state in
            state.finished[model] += 1
            if let seconds {
                state.timed[model] += 1
                state.seconds[model] += seconds
            }
            let mean = state.seconds.reduce(0, +) / Double(max(1, state.timed.reduce(0, +)))
            var remaining = 0.0
            for (place, count) in state.finished.enumerated() {
                let timed = state.timed[place]
                let each = timed > 0 ? state.seconds[place] / Double(timed) : mean
                remaining += Double(fits - count) * each
            }
            return ComparisonProgress(
                model: model,
                finished: state.finished.reduce(0, +),
                total: fits * state.finished.count,
                remainingSeconds: remaining / Double(workers)
            )
        }
    }

    func seconds(of model: Int) -> Double { state.withLock { $0.seconds[model] } }
}
