import Backtesting
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
        var firstFailure: (slot: Int, error: BacktestError)?
        var bests: [TrainingBest]
        var values = ValueSketch()
        var sensitivity: SensitivityTotals
    }

    private struct Shared {
        var kept: [Kept] = []
        var totals: Totals
    }

    let limit: Int
    private let objective: Objective
    private let factors: SensitivityFactors
    private let shared: Mutex<Shared>

    init(limit: Int, space: BoundSpace, objective: Objective, splitCount: Int) {
        precondition(limit > 0)
        self.limit = limit
        self.objective = objective
        factors = SensitivityFactors(space)
        shared = Mutex(
            Shared(
                totals: Totals(
                    bests: Array(repeating: TrainingBest(), count: splitCount),
                    sensitivity: SensitivityTotals(factors)
                )
            )
        )
    }

    func add(_ outcomes: BlockOutcomes) {
        shared.withLock { shared in
            shared.totals.finished += outcomes.finished.count
            shared.totals.failed += outcomes.failed.count
            for (slot, error) in outcomes.failed
            where slot < shared.totals.firstFailure?.slot ?? .max {
                shared.totals.firstFailure = (slot, error)
            }
            for (split, best) in outcomes.bests.enumerated() {
                shared.totals.bests[split].merge(best)
            }
            for (slot, summary) in outcomes.finished {
                let value = objective.testValue(of: summary)
                shared.totals.values.add(value, slot: slot)
                if !value.isNaN {
                    shared.totals.sensitivity.add(
                        slot,
                        value,
                        isAhead: summary.testOutperformance > 0,
                        factors
                    )
                }
                shared.kept.append(Kept(slot: slot, value: value, summary: summary))
            }
            // Some more than the limit, so that sorting is rare.
            if shared.kept.count >= 2 * limit + 1_024 { cut(&shared.kept) }
        }
    }

    /// The best ones, by slot, and what is known of all.
    func finish() -> (kept: [Kept], totals: Totals, sensitivities: [Sensitivity]) {
        shared.withLock { shared in
            cut(&shared.kept)
            return (
                shared.kept.sorted { $0.slot < $1.slot },
                shared.totals,
                shared.totals.sensitivity.sensitivities(factors)
            )
        }
    }

    private func cut(_ kept: inout [Kept]) {
        guard kept.count > limit else { return }
        kept.sort { a, b in
            if Objective.ranks(a.value, before: b.value) { return true }
            if Objective.ranks(b.value, before: a.value) { return false }
            return a.slot < b.slot
        }
        kept.removeLast(kept.count - limit)
    }
}
