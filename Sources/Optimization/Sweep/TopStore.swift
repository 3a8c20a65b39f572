import Synchronization

/// Keeps the best candidates of a sweep and counts the rest, in memory that does not grow with the
/// number of candidates.
final class TopStore: OutcomeStore {
    struct Kept {
        let slot: Int
        let value: Double
        let summary: CandidateSummary
    }

    /// What is known of all candidates.
    struct Totals {
        var finished = 0
        var failed = 0
        var firstFailure: (slot: Int, reason: String)?
        var bests: [TrainingBest]
        var values = ValueSketch()
        var sensitivity: SensitivityTotals
        /// Of an even sample, in no order.
        var sample: [(slot: Int, value: Double)] = []

        mutating func note(slot: Int, _ reason: String) {
            if slot < firstFailure?.slot ?? .max { firstFailure = (slot, reason) }
        }

        mutating func merge(_ other: Totals) {
            finished += other.finished
            failed += other.failed
            if let (slot, reason) = other.firstFailure { note(slot: slot, reason) }
            for (split, best) in other.bests.enumerated() { bests[split].merge(best) }
            values.merge(other.values)
            sensitivity.merge(other.sensitivity)
            sample += other.sample
        }
    }

    /// Totals of some of the blocks. None depends on the order in which things are added, so it does
    /// not matter of which.
    private final class Stripe: Sendable {
        let totals: Mutex<Totals>

        init(_ totals: sending Totals) { self.totals = Mutex(totals) }
    }

    private struct Best {
        var kept: [Kept] = []
        /// The last of those that are kept, once there are as many as may be.
        var last: (value: Double, slot: Int)?
    }

    let limit: Int
    private let objective: Objective
    let factors: SensitivityFactors
    private let splitCount: Int
    private let sampling: SlotSample
    private let best = Mutex(Best())
    /// Counting takes about as long as simulating a few thousand bars: workers count side by side.
    private let stripes: [Stripe]

    private static let stripeCount = 32

    convenience init(limit: Int, space: BoundSpace, objective: Objective, splitCount: Int) {
        self.init(
            limit: limit,
            factors: SensitivityFactors(space),
            objective: objective,
            splitCount: splitCount,
            sampling: SlotSample(of: space)
        )
    }

    /// An empty store for the same study.
    convenience init(like other: TopStore) {
        self.init(
            limit: other.limit,
            factors: other.factors,
            objective: other.objective,
            splitCount: other.splitCount,
            sampling: other.sampling
        )
    }

    private init(
        limit: Int,
        factors: SensitivityFactors,
        objective: Objective,
        splitCount: Int,
        sampling: SlotSample
    ) {
        precondition(limit > 0)
        self.limit = limit
        self.objective = objective
        self.factors = factors
        self.splitCount = splitCount
        self.sampling = sampling
        stripes = (0..<Self.stripeCount).map { _ in
            Stripe(Self.emptyTotals(factors, splitCount))
        }
    }

    var emptyTotals: Totals { Self.emptyTotals(factors, splitCount) }

    private static func emptyTotals(_ factors: SensitivityFactors, _ splitCount: Int) -> Totals {
        Totals(
            bests: Array(repeating: TrainingBest(), count: splitCount),
            sensitivity: SensitivityTotals(factors)
        )
    }

    /// Adds what was kept and counted elsewhere.
    func add(_ kept: [Kept], _ totals: Totals) {
        stripes[0].totals.withLock { $0.merge(totals) }
        keep(kept)
    }

    func add(_ outcomes: BlockOutcomes) {
        // The first that nobody uses: a single worker fills a single one.
        for stripe in stripes {
            if stripe.totals.withLockIfAvailable({ count(outcomes, in: &$0) }) != nil {
                return keep(outcomes)
            }
        }
        let own = stripes[outcomes.block % stripes.count]
        own.totals.withLock { count(outcomes, in: &$0) }
        keep(outcomes)
    }

    private func count(_ outcomes: BlockOutcomes, in totals: inout Totals) {
        totals.finished += outcomes.finished.count
        totals.failed += outcomes.failed.count
        for (slot, reason) in outcomes.failed { totals.note(slot: slot, reason) }
        for (split, best) in outcomes.bests.enumerated() { totals.bests[split].merge(best) }
        for (slot, summary) in outcomes.finished {
            let value = objective.testValue(of: summary)
            totals.values.add(value, slot: slot)
            guard !value.isNaN else { continue }
            if sampling.contains(slot) { totals.sample.append((slot, value)) }
            let isAhead = summary.testOutperformance > 0
            totals.sensitivity.add(slot, value, isAhead: isAhead, factors)
        }
    }

    private func keep(_ outcomes: BlockOutcomes) {
        var kept = outcomes.finished.map { slot, summary in
            Kept(slot: slot, value: objective.testValue(of: summary), summary: summary)
        }
        if let last = best.withLock({ $0.last }) {
            kept.removeAll { !Self.ranks(($0.value, $0.slot), before: last) }
        }
        keep(kept)
    }

    private func keep(_ kept: [Kept]) {
        guard !kept.isEmpty else { return }
        best.withLock { best in
            best.kept += kept
            // Some more than the limit, so that sorting is rare.
            if best.kept.count >= 2 * limit + 1_024 { cut(&best) }
        }
    }

    /// The best ones, by slot, and what is known of all.
    func finish() -> (kept: [Kept], totals: Totals, sensitivities: [Sensitivity]) {
        let kept = best.withLock { best in
            cut(&best)
            return best.kept.sorted { $0.slot < $1.slot }
        }
        var totals = stripes[0].totals.withLock { $0 }
        for stripe in stripes.dropFirst() { stripe.totals.withLock { totals.merge($0) } }
        totals.sample.sort { $0.slot < $1.slot }
        return (kept, totals, totals.sensitivity.sensitivities(factors))
    }

    private func cut(_ best: inout Best) {
        guard best.kept.count >= limit else { return }
        best.kept.sort { Self.ranks(($0.value, $0.slot), before: ($1.value, $1.slot)) }
        best.kept.removeLast(best.kept.count - limit)
        best.last = best.kept.last.map { ($0.value, $0.slot) }
    }

    private static func ranks(
        _ a: (value: Double, slot: Int),
        before b: (value: Double, slot: Int)
    ) -> Bool {
        if Objective.ranks(a.value, before: b.value) { return true }
        if Objective.ranks(b.value, before: a.value) { return false }
        return a.slot < b.slot
    }
}
