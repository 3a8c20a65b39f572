import DataParallel
import Validation

/// Searches a space by walk-forward analysis.
///
/// Every split has a search of its own, which learns from the training window of that split alone: the
/// best of what it proposes is the split's choice. Searches that do not learn share their candidates.
/// Every candidate is evaluated once, over all windows, whichever searches propose it; a search is told
/// no more of that than its own training objective.
struct SearchStudy: Sendable {
    let settings: SearchSettings
    let seed: UInt64
    let evaluator: TrialEvaluator
    let coordinates: CandidateCoordinates
    let cancellation: CancellationToken?
    let budget: TimeBudget?
    let progress: (@Sendable (SweepProgress) -> Void)?

    /// What a search found.
    struct Outcome {
        var store: TrialStore
        var searches: [SearchRecord.Search]
        /// Why not everything that was planned has been done.
        var end = End.complete
    }

    enum End {
        case complete, timeBudget, cancelled
    }

    /// As many candidates of each search are evaluated before the time is looked at.
    private static let mostAtOnce = 1_024

    var splits: [Split] { evaluator.evaluator.splits }
    private var distinctCount: Int { evaluator.space.distinctCount }

    func run(on executor: any ParallelExecutor) -> Outcome {
        switch settings.method {
        case .halving: halving(on: executor)
        default: search(on: executor)
        }
    }

    private func search(on executor: any ParallelExecutor) -> Outcome {
        let searches = searches()
        var store = TrialStore(splitCount: splits.count)
        var end = End.complete
        var hasBegun = false
        var best: Double?
        while true {
            if isCancelled {
                end = .cancelled
                break
            }
            executor.forEach(count: searches.count, cancellation: nil) { searches[$0].propose() }
            let next = searches.map { $0.next(atMost: Self.mostAtOnce) }
            if next.allSatisfy(\.isEmpty) { break }
            if hasBegun, budget?.isSpent == true {
                end = .timeBudget
                break
            }
            hasBegun = true
            let new = Set(next.joined()).filter { store.trials[$0] == nil }
            let trials = evaluator.trials(
                new.sorted(),
                on: executor,
                cancellation: cancellation
            )
            store.add(trials)
            if trials.count < new.count {
                end = .cancelled
                break
            }
            let known = store
            executor.forEach(count: searches.count, cancellation: nil) { place in
                guard !next[place].isEmpty else { return }
                // Where several splits share a search, it does not learn.
                let split = searches[place].splits[0]
                searches[place].advance(by: next[place].count) { slot in
                    known.trials[slot]!.objectives(ofSplit: split, of: splits.count)
                }
            }
            // The last split has seen the most.
            for slot in next[next.count - 1] {
                guard let value = known.trials[slot]?.train[splits.count - 1] else { continue }
                if !value.isNaN, value > best ?? -.infinity { best = value }
            }
            report(searches, best: best)
        }
        store.finish()
        for search in searches { choose(search.splits, among: search.proposed, in: &store) }
        return Outcome(
            store: store,
            searches: searches.map {
                record(
                    $0.splits,
                    planned: $0.planned,
                    proposed: $0.proposed,
                    proposalCount: $0.proposalCount,
                    store: store
                )
            },
            end: end
        )
    }

    /// A search for each split, or one for all.
    private func searches() -> [SplitSearch] {
        let shared = !settings.method.isAdaptive
        return (shared ? [Array(splits.indices)] : splits.indices.map { [$0] }).map { places in
            SplitSearch(
                splits: places,
                planned: settings.trials,
                strategy: settings.strategy(
                    domain: coordinates.domain,
                    seed: shared ? seed : seed(ofSplit: places[0])
                ),
                coordinates: coordinates,
                distinctCount: distinctCount
            )
        }
    }

    /// The seed of what is random in one split and in no other.
    func seed(ofSplit split: Int) -> UInt64 {
        var random = RandomStream(
            seed: seed,
            stream: Self.stream,
            index: UInt64(splits[split].number)
        )
        return random.next()
    }

    private static let stream: UInt64 = 0x5345_4152_4348

    /// Lets splits choose among proposed candidates; those that failed cannot be chosen.
    func choose(_ places: [Int], among slots: [Int], in store: inout TrialStore) {
        for split in places {
            let finished = slots.filter { store.trials[$0]?.isFinished == true }
            for slot in choosable(finished, split, store) {
                guard let trial = store.trials[slot] else { continue }
                // What is not allowed wins nothing.
                if trial.train[split].isNaN, !evaluator.objectives[0].requirements.isEmpty {
                    continue
                }
                store.bests[split].offer(slot, trial.train[split])
            }
        }
    }

    /// With several objectives, those that no other is better than; all with one.
    private func choosable(_ slots: [Int], _ split: Int, _ store: TrialStore) -> [Int] {
        guard settings.objectives.count > 1 else { return slots }
        let values = slots.map {
            store.trials[$0]!.objectives(ofSplit: split, of: splits.count)
        }
        let front = ParetoFront(of: values).indices
        return front.isEmpty ? slots : front.map { slots[$0] }
    }

    func record(
        _ places: [Int],
        planned: Int,
        proposed: [Int],
        proposalCount: Int,
        rungs: [SearchRecord.Rung] = [],
        store: TrialStore
    ) -> SearchRecord.Search {
        SearchRecord.Search(
            splits: places.map { splits[$0].number },
            planned: planned,
            proposed: proposed.map { evaluator.space.id(ofSlot: $0) },
            proposalCount: proposalCount,
            bestTrainObjectives: places.map { store.bests[$0].winner?.value ?? .nan },
            rungs: rungs
        )
    }

    var isCancelled: Bool { cancellation?.isCancelled == true }

    private func report(_ searches: [SplitSearch], best: Double?) {
        guard let progress else { return }
        let finished = searches.map { $0.proposed.count }
        let planned = zip(searches, finished).map { $0.isDone ? $1 : $0.planned }
        progress(
            SweepProgress(
                finished: finished.reduce(0, +),
                total: planned.reduce(0, +),
                best: best
            )
        )
    }
}
