import PriceFeeds

/// Shows how far fetching has come, and why it waits.
final class FetchProgress: Sendable {
    private let reporter: ProgressReporter?

    init(isQuiet: Bool) { reporter = isQuiet ? nil : ProgressReporter("bars") }

    /// Shorter waits are not worth a line.
    private static let shortestWait = 3.0

    func tell(_ event: FetchEvent) {
        guard let reporter else { return }
        switch event {
        case .progress(let finished, let total):
            reporter.update(finished: finished, total: total, "bars")
        case .waiting(let seconds, let reason):
            guard seconds >= Self.shortestWait else { return }
            reporter.finish()
            Console.error("  waiting \(Int(seconds.rounded(.up))) s: \(reason)")
        }
    }

    func finish() { reporter?.finish() }
}
