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

    /// When a time budget ends, on the clock of ``Console/now()``.
    private let deadline: Double?
    private let noun: String

    /// - Parameters:
    ///   - noun: What is counted.
    ///   - budget: The seconds that the run has, if it has a limit.
    init(_ noun: String = "candidates", budget: Double? = nil) {
        self.noun = noun
        deadline = budget.map { Console.now() + $0 }
    }

    private static let barWidth = 30

    /// Takes progress from any worker.
    var handler: @Sendable (SweepProgress) -> Void {
        { progress in
            let best = progress.best.map { ", best in training \(Format.fixed($0, decimals: 4))" }
            self.update(
                finished: progress.finished,
                total: progress.total,
                self.noun + (best ?? "")
            )
        }
    }

    /// Takes how many of all there are have been done, and what they are.
    func update(finished: Int, total: Int, _ noun: String) {
        let now = Console.now()
        let interval = isInteractive ? 0.1 : 2.0
        state.withLock { state in
            let last = state.shown == 0 ? (isInteractive ? 0 : start) : state.shown
            guard now - last >= interval else { return }
            state.shown = now
            state.isDrawn = true
            let text = line(finished, total, noun, elapsed: now - start)
            Console.rawError(isInteractive ? "\r\u{1B}[K\(text)" : text + "\n")
        }
    }

    /// Takes the bar off the terminal.
    func finish() {
        state.withLock { state in
            if isInteractive, state.isDrawn { Console.rawError("\r\u{1B}[K") }
        }
    }

    private func line(
        _ finished: Int,
        _ total: Int,
        _ noun: String,
        elapsed: Double
    ) -> String {
        let share = Double(finished) / Double(max(total, 1))
        let rate = Double(finished) / max(elapsed, 1e-9)
        let needed = rate > 0 ? Double(total - finished) / rate : .nan
        let remaining = deadline.map { min(needed, max($0 - start - elapsed, 0)) } ?? needed
        let filled = Int(share * Double(Self.barWidth))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: ".", count: Self.barWidth - filled)
        let percent = Format.percent(share, decimals: 0)
        let count = "\(Format.count(finished))/\(Format.count(total))"
        return "  [\(bar)] \(percent)  \(count) \(noun)"
            + "  \(Format.count(Int(min(rate, 1e15))))/s  \(Format.seconds(remaining)) left"
    }
}
