import Backtesting
import DataParallel
import Synchronization
import Validation

/// Evaluates any candidates of a space, given by their slots, in vector lanes and on all workers.
///
/// Each candidate's figures are those that a grid gives, to the last bit, whatever it is evaluated
/// together with.
struct TrialEvaluator: Sendable {
    let space: BoundSpace
    let evaluator: WindowEvaluator
    let objectives: [Objective]
    private let columns = ColumnsCache()
    private let known: KnownTrials
    private let journal: (any StudyJournal)?

    /// - Parameter journal: What it holds is not evaluated again, and what is goes into it.
    init(
        space: BoundSpace,
        evaluator: WindowEvaluator,
        objectives: [Objective],
        journal: (any StudyJournal)? = nil
    ) {
        self.space = space
        self.evaluator = evaluator
        self.objectives = objectives
        self.journal = journal
        known = KnownTrials(journal?.finished() ?? [], space: space)
    }

    /// Candidates to be run over the windows of an evaluator.
    struct Job: Sendable {
        let evaluator: WindowEvaluator
        /// Each once.
        let slots: [Int]

        /// The first of the windows.
        var window: Range<Int> {
            let group = evaluator.layout.groups[0]
            return group.start..<group.ends[0]
        }
    }

    /// The trials of some slots, each of which is there once; without those that had not been run when
    /// it was cancelled.
    func trials(
        _ slots: [Int],
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?
    ) -> [Int: Trial] {
        var trials = known.trials(slots)
        let job = Job(evaluator: evaluator, slots: slots.filter { trials[$0] == nil })
        let found = run([job], on: executor, cancellation: cancellation) { slot, windows, hold in
            trial(slot, windows, hold)
        }[0]
        if let journal, !found.isEmpty { journal.keep(KnownTrials.entry(of: found, space: space)) }
        trials.merge(found) { known, _ in known }
        return trials
    }

    /// The first objective over windows that begin where a training range does, by job and slot.
    func values(
        _ jobs: [Job],
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?
    ) -> [[Int: Double]] {
        let kept = jobs.map { known.values($0.slots, window: $0.window) }
        let open = zip(jobs, kept).map { job, kept in
            Job(evaluator: job.evaluator, slots: job.slots.filter { kept[$0] == nil })
        }
        let found = run(open, on: executor, cancellation: cancellation) { _, windows, hold in
            guard case .success(let windows) = windows, case .success(let hold) = hold else {
                return Double.nan
            }
            return objectives[0].value(of: windows[0], buyAndHold: hold[0])
        }
        if let journal {
            for (job, values) in zip(open, found) where !values.isEmpty {
                journal.keep(
                    KnownTrials.entry(of: values, window: job.window, space: space)
                )
            }
        }
        return zip(kept, found).map { kept, found in kept.merging(found) { kept, _ in kept } }
    }

    private typealias Windows = Result<[WindowMetrics], BacktestError>

    private func trial(_ slot: Int, _ windows: Windows, _ hold: Windows) -> Trial {
        switch (windows, hold) {
        case (.success(let windows), .success(let hold)):
            let layout = evaluator.layout
            let values = objectives.map { objective in
                zip(windows, hold).map { objective.value(of: $0, buyAndHold: $1) }
            }
            return Trial(
                outcome: .finished(
                    CandidateSummary(windows, hold: hold, layout, objective: objectives[0])
                ),
                train: values.flatMap { layout.train.means($0) },
                test: values.map {
                    layout.test.means($0).reduce(0, +) / Double(layout.splits.count)
                }
            )
        case (.failure(let error), _), (_, .failure(let error)):
            return Trial(outcome: .failed(error.description), train: training(slot), test: [])
        }
    }

    /// The training objectives of a candidate that fails in some window: the other windows say what
    /// they say, so that no search learns what happened outside of its own.
    private func training(_ slot: Int) -> [Double] {
        let policies = space.space.policies
        let (ordinal, place) = slot.quotientAndRemainder(
            dividingBy: policies.distinctIndices.count
        )
        let position = space.allocations.position(ofOrdinal: ordinal)
        let policy = policies[policies.distinctIndices[place]]
        let values = evaluator.splits.map { split in
            do throws(BacktestError) {
                let alone = evaluator.alone(split.trainSegments)
                let train = try alone.windows(position, policy)
                let hold = try alone.windows(position, .never)
                return objectives.map { objective in
                    let values = zip(train, hold).map { objective.value(of: $0, buyAndHold: $1) }
                    return alone.layout.train.means(values)[0]
                }
            } catch {
                return objectives.map { _ in Double.nan }
            }
        }
        return objectives.indices.flatMap { objective in values.map { $0[objective] } }
    }

    private func run<Value: Sendable>(
        _ jobs: [Job],
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?,
        _ make: @Sendable (_ slot: Int, _ windows: Windows, _ hold: Windows) -> Value
    ) -> [[Int: Value]] {
        let tasks = jobs.enumerated().flatMap { job, content in
            TrialGroup.groups(of: content.slots, in: space).map { (job: job, group: $0) }
        }
        let made = Mutex(jobs.map { _ in [Int: Value]() })
        executor.forEach(count: tasks.count, cancellation: cancellation) { index in
            let (job, group) = tasks[index]
            let columns = columns.columns(ofRun: group.run) {
                evaluator.prepare(space.allocations.runs[group.run].columns)
            }
            let results = jobs[job].evaluator.windows(
                columns,
                group.families,
                cancellation: cancellation
            )
            guard let results else { return }
            let values = group.slots.enumerated().map { place, slot in
                make(slot, results[group.holdCount + place], results[group.owners[place]])
            }
            made.withLock { made in
                for (slot, value) in zip(group.slots, values) { made[job][slot] = value }
            }
        }
        return made.withLock { $0 }
    }
}

/// The prices of sets of symbols as lanes want them: of the first few sets, which most candidates of a
/// small space hold.
private final class ColumnsCache: Sendable {
    private let known = Mutex<[Int: LaneColumns]>([:])

    private static let most = 64

    func columns(ofRun run: Int, _ make: () -> LaneColumns) -> LaneColumns {
        if let columns = known.withLock({ $0[run] }) { return columns }
        let columns = make()
        known.withLock { if $0.count < Self.most { $0[run] = columns } }
        return columns
    }
}
