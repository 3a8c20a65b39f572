import Reporting
import Synchronization

/// Shows how far many fits or trials have come: a bar on a terminal, a plain line now and then elsewhere.
final class FitProgress: Sendable {
    private struct State {
        var shown = 0.0
        var isDrawn = false
        var finished = 0
    }

    private let start = Console.now()
    private let isInteractive = Console.isInteractive
    private let noun: String
    private let state = Mutex(State())
    private let counted = Mutex(0)

    private static let barWidth = 30

    /// - Parameter noun: What is counted, such as "fits".
    init(_ noun: String) { self.noun = noun }

    /// Shows a state that calls from several threads may bring in any order.
    ///
    /// - Parameter remaining: Seconds; by the mean so far if it is not given.
    func update(_ finished: Int, of total: Int, remaining: Double? = nil) {
        let now = Console.now()
        let interval = isInteractive ? 0.1 : 2.0
        state.withLock { state in
            guard finished > state.finished else { return }
            state.finished = finished
            let last = state.shown == 0 ? (isInteractive ? 0 : start) : state.shown
            guard now - last >= interval else { return }
            state.shown = now
            state.isDrawn = true
            let share = Double(finished) / Double(max(total, 1))
            let seconds =
                remaining ?? (now - start) / Double(finished) * Double(max(0, total - finished))
            let filled = Int(share * Double(Self.barWidth))
            let bar =
                String(repeating: "#", count: filled)
                + String(repeating: ".", count: Self.barWidth - filled)
            let text =
                "  [\(bar)] \(Format.percent(share, decimals: 0))  \(Format.count(finished))/"
                + "\(Format.count(total)) \(noun)  \(Format.seconds(seconds)) left"
            Console.rawError(isInteractive ? "\r\u{1B}[K\(text)" : text + "\n")
        }
    }

    /// Counts one more.
    func advance(of total: Int) {
        let count = counted.withLock { count in
            count += 1
            return count
        }
        update(count, of: total)
    }

    /// Takes the bar off the terminal.
    func finish() {
        state.withLock { state in
            if isInteractive, state.isDrawn { Console.rawError("\r\u{1B}[K") }
        }
    }
}
