import Backtesting
import DataParallel
import Validation

/// Successive halving: many candidates on the beginning of a split's training window, fewer on more of
/// it, and those that are left on all of it. Only these are run over the other windows.
extension SearchStudy {
    fileprivate struct Bracket {
        let split: Int
        let schedule: SuccessiveHalving
        /// Those still in it.
        var slots: [Int]
        var rungs: [SearchRecord.Rung] = []
        /// The rung that it comes to next.
        var next = 0

        /// How many survive: the candidates of the last rung.
        var last: Int { schedule.rungs.last?.candidates ?? 0 }
        var isThrough: Bool { next >= schedule.rungs.count - 1 }
    }

    /// The most rungs, and how many times as many candidates one has as the next.
    static var halvingRungs: Int { 4 }
    static var halvingFactor: Int { 3 }

    /// The rungs of a split of so many training bars.
    static func schedule(candidates: Int, bars: Int) -> SuccessiveHalving {
        SuccessiveHalving(
            candidates: candidates,
            eta: halvingFactor,
            rungs: halvingRungs,
            leastResource: min(WindowMetrics.minimumBars, bars),
            largestResource: bars
        )
    }

    func halving(on executor: any ParallelExecutor) -> Outcome {
        var brackets = splits.indices.map { bracket($0) }
        var end = End.complete
        let planned = brackets.reduce(0) { sum, bracket in
            sum + bracket.schedule.rungs.reduce(0) { $0 + $1.candidates }
        }
        var done = 0
        climb: while !brackets.allSatisfy(\.isThrough) {
            let active = brackets.indices.filter { !brackets[$0].isThrough }
            var values = brackets.map { _ in [Int: Double]() }
            // A part of a rung at a time, so that the time is looked at now and then.
            let longest = active.map { brackets[$0].slots.count }.max() ?? 0
            for first in stride(from: 0, to: longest, by: Self.mostOfARung) {
                if isCancelled { return partial(brackets, .cancelled) }
                if done > 0, budget?.isSpent == true {
                    end = .timeBudget
                    for place in active { brackets[place].rank(values[place]) }
                    break climb
                }
                let jobs = active.map { place in
                    TrialEvaluator.Job(
                        evaluator: evaluator.evaluator.alone([window(brackets[place])]),
                        slots: Array(
                            brackets[place].slots.dropFirst(first).prefix(Self.mostOfARung)
                        )
                    )
                }
                let found = evaluator.values(jobs, on: executor, cancellation: cancellation)
                for (place, part) in zip(active, found) { values[place].merge(part) { $1 } }
                done += jobs.reduce(0) { $0 + $1.slots.count }
                progress?(SweepProgress(finished: min(done, planned), total: planned))
            }
            if isCancelled { return partial(brackets, .cancelled) }
            for place in active { brackets[place].climb(values[place], window(brackets[place])) }
        }
        var outcome = evaluate(brackets, on: executor)
        if outcome.end == .complete { outcome.end = end }
        return outcome
    }

    private static var mostOfARung: Int { 4_096 }

    /// The candidates of a split: those of a Sobol sequence of its own, each once.
    private func bracket(_ split: Int) -> Bracket {
        let sample = SplitSearch(
            splits: [split],
            planned: settings.trials,
            strategy: settings.strategy(domain: coordinates.domain, seed: seed(ofSplit: split)),
            coordinates: coordinates,
            distinctCount: evaluator.space.distinctCount
        )
        while !sample.isDone {
            sample.propose()
            sample.advance(by: sample.next(atMost: .max).count) { _ in [] }
        }
        let slots = sample.proposed
        return Bracket(
            split: split,
            schedule: Self.schedule(
                candidates: slots.count,
                bars: splits[split].train.count
            ),
            slots: slots
        )
    }

    /// What the next rung looks at.
    private func window(_ bracket: Bracket) -> Range<Int> {
        let train = splits[bracket.split].train
        let bars = bracket.schedule.rungs[bracket.next].resource
        return train.lowerBound..<train.lowerBound + bars
    }

    /// Runs those that are left over all windows.
    private func evaluate(_ brackets: [Bracket], on executor: any ParallelExecutor) -> Outcome {
        let survivors = brackets.map { Array($0.slots.prefix($0.last)) }
        var store = TrialStore(splitCount: splits.count)
        let slots = Set(survivors.joined()).sorted()
        store.add(evaluator.trials(slots, on: executor, cancellation: cancellation))
        store.finish()
        guard store.slots.count == slots.count else {
            return Outcome(store: store, searches: [], end: .cancelled)
        }
        for (bracket, slots) in zip(brackets, survivors) {
            choose([bracket.split], among: slots, in: &store)
        }
        return Outcome(
            store: store,
            searches: zip(brackets, survivors).map { bracket, slots in
                let whole = SearchRecord.Rung(
                    candidates: slots.count,
                    bars: splits[bracket.split].train.count
                )
                return record(
                    [bracket.split],
                    planned: settings.trials,
                    proposed: slots,
                    proposalCount: slots.count,
                    rungs: bracket.rungs + [whole],
                    store: store
                )
            }
        )
    }

    private func partial(_ brackets: [Bracket], _ end: End) -> Outcome {
        var store = TrialStore(splitCount: splits.count)
        store.finish()
        return Outcome(store: store, searches: [], end: end)
    }
}

extension SearchStudy.Bracket {
    /// Takes note of a rung's values and keeps those that go on.
    fileprivate mutating func climb(_ values: [Int: Double], _ window: Range<Int>) {
        rungs.append(SearchRecord.Rung(candidates: slots.count, bars: window.count))
        next += 1
        rank(values)
        slots = Array(slots.prefix(schedule.rungs[next].candidates))
    }

    /// Puts the best first; those without a value keep their order behind them.
    fileprivate mutating func rank(_ values: [Int: Double]) {
        let places = SearchOrder.bestFirst(slots.map { values[$0] ?? .nan })
        slots = places.map { slots[$0] }
    }
}
