import Backtesting
import DataParallel
import Synchronization
import TestSupport
import Testing

@testable import Optimization

@Suite struct JournalTests {
    static func optimizer(_ keep: Keep) throws -> Optimizer {
        var settings = SmallStudy.settings()
        settings.keep = keep
        return try Optimizer(table: SmallStudy.table, space: SmallStudy.space(), settings: settings)
    }

    /// Whatever part of the entries is there, and whoever runs the rest, the result is the same.
    @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 3])
    func goesOnWhereItWas(workers: Int, seed: UInt64) throws {
        let optimizer = try SmallStudy.optimizer()
        let whole = try optimizer.run(on: SequentialExecutor())
        let first = MemoryJournal()
        _ = try optimizer.run(on: SequentialExecutor(), journal: first)
        #expect(first.new.count == 3)
        var random = SeededRandom(seed: seed)
        let part = first.new.filter { _ in Bool.random(using: &random) }
        let second = MemoryJournal(part)
        let resumed = try optimizer.run(on: ThreadPool(workerCount: workers), journal: second)
        #expect(fingerprint(resumed) == fingerprint(whole))
        #expect(resumed.ranking.ids == whole.ranking.ids)
        #expect(
            resumed.selection?.walkForward.selections.map(\.candidate.id)
                == whole.selection?.walkForward.selections.map(\.candidate.id)
        )
        // Nothing is done twice.
        #expect(second.new.count == first.new.count - part.count)
    }

    @Test(arguments: [1, 2, 3, 8])
    func goesOnWhereOnlyTheBestAreKept(workers: Int) throws {
        let optimizer = try Self.optimizer(.top(20))
        let whole = try optimizer.run(on: SequentialExecutor())
        let sweep = try optimizer.sweep(.none)
        var entries: [StudyEntry] = []
        for blocks in [0..<1, 1..<3] {
            let journal = MemoryJournal()
            let isWhole = try optimizer.evaluate(
                blocks: blocks,
                on: ThreadPool(workerCount: workers),
                journal: journal
            )
            #expect(isWhole)
            entries += journal.new
        }
        #expect(sweep.blocks.count == 3)
        #expect(entries.count == 2)
        // Joined, they are what one range of all blocks is.
        let all = MemoryJournal()
        _ = try optimizer.evaluate(blocks: 0..<3, on: SequentialExecutor(), journal: all)
        #expect(try optimizer.joined(entries.reversed()) == all.new)
        // With a gap between, they are as they were.
        if case .range(let range) = entries[1] {
            let far = StudyRange(
                blocks: 2..<4,
                candidateCount: range.candidateCount,
                bytes: range.bytes
            )
            #expect(try optimizer.joined([entries[0], .range(far)]) == [entries[0], .range(far)])
        }
        let merged = MemoryJournal(entries)
        let result = try optimizer.run(on: ThreadPool(workerCount: workers), journal: merged)
        #expect(merged.new.isEmpty)
        #expect(result.ranking.ids == whole.ranking.ids)
        #expect(fingerprint(result) == fingerprint(whole))
        #expect(result.selection?.sensitivities == whole.selection?.sensitivities)
        #expect(
            result.evaluations.finishedCount == whole.evaluations.finishedCount
        )
    }

    /// A cancelled run leaves out what is not whole, and the next one finds it.
    @Test func aStoppedRunGoesOn() throws {
        for keep in [Keep.all, .top(20)] {
            let optimizer = try Self.optimizer(keep)
            let whole = try optimizer.run(on: SequentialExecutor())
            let token = CancellationToken()
            let first = MemoryJournal()
            let stopped = try optimizer.run(
                on: SequentialExecutor(),
                cancellation: token,
                journal: first
            ) { _ in token.cancel() }
            #expect(stopped.selection == nil)
            let result = try optimizer.run(
                on: ThreadPool(workerCount: 2),
                journal: MemoryJournal(first.new)
            )
            #expect(fingerprint(result) == fingerprint(whole))
        }
    }

    @Test(arguments: [SearchSettings.Method.random, .sobol, .halving, .tpe, .cmaES, .nsga2])
    func searchesGoOn(method: SearchSettings.Method) throws {
        let optimizer = try SearchStudyTests.optimizer(method, trials: 40)
        let whole = try optimizer.run(on: SequentialExecutor())
        let first = MemoryJournal()
        _ = try optimizer.run(on: ThreadPool(workerCount: 2), journal: first)
        #expect(!first.new.isEmpty)
        for count in [0, first.new.count / 2, first.new.count] {
            let journal = MemoryJournal(Array(first.new.prefix(count)))
            let result = try optimizer.run(on: ThreadPool(workerCount: 2), journal: journal)
            #expect(fingerprint(result) == fingerprint(whole))
            #expect(
                result.search?.searches.map(\.proposed) == whole.search?.searches.map(\.proposed)
            )
            if count == first.new.count { #expect(journal.new.isEmpty) }
        }
    }

    @Test func refusesTheBytesOfAnotherStudy() throws {
        let optimizer = try Self.optimizer(.top(20))
        let range = StudyRange(blocks: 0..<3, candidateCount: 196, bytes: [1, 2, 3])
        #expect(throws: OptimizationError.self) {
            try optimizer.run(on: SequentialExecutor(), journal: MemoryJournal([.range(range)]))
        }
    }
}
