import Synchronization

/// How long fits take, and so about how long the rest will.
final class ComparisonClock: Sendable {
    private struct State {
        var finished: [Int]
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
                seconds: Array(repeating: 0, count: models)
            )
        )
    }

    func finished(model: Int, seconds: Double) -> ComparisonProgress {
        state.withLock { state in
            state.finished[model] += 1
            state.seconds[model] += seconds
            let finished = state.finished.reduce(0, +)
            let mean = state.seconds.reduce(0, +) / Double(finished)
            var remaining = 0.0
            for (count, seconds) in zip(state.finished, state.seconds) {
                remaining += Double(fits - count) * (count > 0 ? seconds / Double(count) : mean)
            }
            return ComparisonProgress(
                model: model,
                finished: finished,
                total: fits * state.finished.count,
                remainingSeconds: remaining / Double(workers)
            )
        }
    }

    func seconds(of model: Int) -> Double { state.withLock { $0.seconds[model] } }
}
