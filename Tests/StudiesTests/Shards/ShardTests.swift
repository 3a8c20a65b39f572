import Foundation
import Optimization
import TestSupport
import Testing

@testable import Studies

@Suite struct ShardTests {
    static func plan(blocks: Int = 40, shards: Int = 4) -> ShardPlan {
        ShardPlan(
            specification: StudyFileTests.specification(),
            blockCount: blocks,
            shardCount: shards,
            source: .dataset("sp500"),
            files: [],
            pricesDigest: "p"
        )
    }

    static func result(_ index: Int, of plan: ShardPlan, digest: String = "d") -> ShardResult {
        ShardResult(
            planDigest: digest,
            shard: ShardNumber(index: index, count: plan.shardCount),
            entries: plan.blocks(ofShard: index).reversed().map { RandomEntries.block($0) }
        )
    }

    @Test(arguments: [(0, 1), (1, 1), (7, 3), (3, 7), (1_000_003, 1_000), (100_000, 100_000)])
    func shardsCoverEveryBlockOnce(blocks: Int, shards: Int) {
        let plan = Self.plan(blocks: blocks, shards: shards)
        var next = 0
        for shard in 0..<shards {
            let range = plan.blocks(ofShard: shard)
            #expect(range.lowerBound == next)
            #expect(range.count - blocks / shards <= 1)
            next = range.upperBound
        }
        #expect(next == blocks)
    }

    @Test func bytesAreAWholeResultOrNone() throws {
        let plan = Self.plan()
        let result = Self.result(2, of: plan)
        let bytes = result.bytes
        #expect(try ShardResult(bytes: bytes, path: "x") == result)
        // The order in which blocks ended makes no difference.
        let other = ShardResult(
            planDigest: "d",
            shard: result.shard,
            entries: plan.blocks(ofShard: 2).map { RandomEntries.block($0) }
        )
        #expect(other.bytes == bytes)
        var random = SeededRandom(seed: 5)
        for _ in 0..<60 {
            let count = Int.random(in: 0..<bytes.count, using: &random)
            #expect(throws: StudiesError.self) {
                try ShardResult(bytes: Array(bytes.prefix(count)), path: "x")
            }
            var flipped = bytes
            flipped[count] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            #expect(throws: StudiesError.self) { try ShardResult(bytes: flipped, path: "x") }
        }
    }

    @Test func mergingChecksCoverageAndDuplicates() throws {
        let plan = Self.plan()
        let all = (0..<4).map { ("\($0)", Self.result($0, of: plan)) }
        func merge(_ results: [(String, ShardResult)]) throws -> MergedShards {
            try MergedShards(
                results.map { (path: $0.0, result: $0.1) },
                of: plan,
                planDigest: "d",
                folder: "f"
            )
        }
        let merged = try merge(all.reversed() + [all[1]])
        #expect(merged.finished() == (0..<40).map { RandomEntries.block($0) })
        func message(_ results: [(String, ShardResult)]) -> String {
            do {
                _ = try merge(results)
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(message([all[0], all[3]]).contains("2 of 4 shards are missing: 1, 2"))
        #expect(
            message(all + [("e", Self.result(1, of: plan, digest: "o"))]).contains("another study")
        )
        let wrong = ShardResult(
            planDigest: "d",
            shard: all[1].1.shard,
            entries: all[1].1.entries.dropLast() + [RandomEntries.range(0)]
        )
        #expect(!message(all + [("w", wrong)]).isEmpty)
        let short = ShardResult(
            planDigest: "d",
            shard: all[1].1.shard,
            entries: Array(all[1].1.entries.dropLast())
        )
        #expect(
            message([all[0], ("s", short), all[2], all[3]]).contains("s: it ends before block")
        )
        var changed = all[1].1.entries
        guard case .block(let block) = changed[0] else { return }
        changed[0] = .block(
            StudyBlock(number: block.number, candidates: [], trainingBests: block.trainingBests)
        )
        let different = ShardResult(planDigest: "d", shard: all[1].1.shard, entries: changed)
        #expect(message(all + [("2", different)]).contains("do not agree"))
    }

    /// However much of the last entry reached the file, all before it is there.
    @Test func aKilledShardGoesOn() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("s.part")
        let entries = (0..<5).map { RandomEntries.block($0) }
        do {
            let journal = try ShardJournal(path: path, planDigest: "d")
            #expect(journal.finished().isEmpty)
            for entry in entries { journal.keep(entry) }
            try journal.flush()
        }
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        var random = SeededRandom(seed: 3)
        var counts: Set<Int> = []
        for _ in 0..<80 {
            let cut = Int.random(in: 0...bytes.count, using: &random)
            try directory.write(Array(bytes.prefix(cut)), to: "s.part")
            let journal = try ShardJournal(path: path, planDigest: "d")
            let known = journal.finished()
            counts.insert(known.count)
            #expect(known == Array(entries.prefix(known.count)))
            for entry in entries.dropFirst(known.count) { journal.keep(entry) }
            #expect(journal.entries == entries)
            try journal.flush()
            #expect(Array(try Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
        }
        #expect(counts.count > 3)
    }

    @Test func whatAnotherPlanFoundIsThrownAway() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("s.part")
        do {
            let journal = try ShardJournal(path: path, planDigest: "d")
            journal.keep(RandomEntries.block(1))
        }
        #expect(try ShardJournal(path: path, planDigest: "e").finished().isEmpty)
    }

    @Test func oneProcessAtATimeRunsAShard() throws {
        let directory = try TemporaryDirectory()
        let journal = try ShardJournal(path: directory.path("s.part"), planDigest: "d")
        #expect(throws: StudiesError.self) {
            try ShardJournal(path: directory.path("s.part"), planDigest: "d")
        }
        _ = journal
    }

    @Test(arguments: ["", "1", "1/", "/2", "2/2", "-1/2", "1/2/3", "0/0", "a/b"])
    func refusesNumbers(text: String) { #expect(ShardNumber(text) == nil) }

    @Test func namesSortByNumber() {
        #expect(ShardNumber("3/1000")?.fileName == "shard-003-of-1000.apus")
        #expect(ShardNumber("0/1")?.fileName == "shard-0-of-1.apus")
    }
}
