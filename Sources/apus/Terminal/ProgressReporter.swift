import Optimization
import Reporting
import Synchronization

/// Shows how far a run has come: a bar on a terminal, a plain line now and then elsewhere.
final class ProgressReporter: Sendable {
    private struct State {
        var shown = 0.0
        var isDrawn = false
    }

    private let start = Console.now()
    private let isInteractive = Console.isInteractive
    private let state = Mutex(State())

    private static let barWidth = 30

    /// Takes progress from any worker.
    var handler: @Sendable (SweepProgress) -> Void {
        { self.update($0) }
    }

    private func update(_ progress: SweepProgress) {
        let now = Console.now()
        let interval = isInteractive ? 0.1 : 2.0
        state.withLock { state in
            let last = state.shown == 0 ? (isInteractive ? 0 : start) : state.shown
            guard now - last >= interval else { return }
            state.shown = now
            state.isDrawn = true
            let text = line(progress, elapsed: now - start)
            Console.rawError(isInteractive ? "\r\u{1B}[K\(text)" : text + "\n")
        }
    }

    /// Takes the bar off the terminal.
    func finish() {
        state.withLock { state in
            if isInteractive, state.isDrawn { Console.rawError("\r\u{1B}[K") }
        }
    }

    private func line(_ progress: SweepProgress, elapsed: Double) -> String {
        let share = Double(progress.finished) / Double(max(progress.total, 1))
        let rate = Double(progress.finished) / max(elapsed, 1e-9)
        let remaining = rate > 0 ? Double(progress.total - progress.finished) / rate : .nan
        let filled = Int(share * Double(Self.barWidth))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: ".", count: Self.barWidth - filled)
        let percent = Format.percent(share, decimals: 0)
        let count = "\(Format.count(progress.finished))/\(Format.count(progress.total))"
        return "  [\(bar)] \(percent)  \(count) candidates"
            + "  \(Format.count(Int(min(rate, 1e15))))/s  \(Format.seconds(remaining)) left"
    }
}
