public import Optimization

/// What all shards of a study found, put together.
public struct MergedShards: StudyJournal {
    private let entries: [StudyEntry]

    /// Puts results together.
    ///
    /// - Parameters:
    ///   - results: Results with the paths they are from, in any order; a shard may be there several times.
    ///   - plan: What the study was cut into.
    ///   - planDigest: The digest of the plan's file.
    ///   - folder: The study's folder, for errors.
    /// - Throws: ``StudiesError/shard(path:reason:)`` for a result of another plan, one that does not cover
    ///   its blocks, two that disagree, and shards that are missing.
    public init(
        _ results: some Sequence<(path: String, result: ShardResult)>,
        of plan: ShardPlan,
        planDigest: String,
        folder: String
    ) throws(StudiesError) {
        var found: [Int: (path: String, result: ShardResult)] = [:]
        for (path, result) in results {
            guard result.planDigest == planDigest, result.shard.count == plan.shardCount else {
                throw .shard(
                    path: path,
                    reason:
                        "the result of another study, or of other shards of this one; take it away"
                )
            }
            try Self.checkCoverage(result, path: path, of: plan)
            let index = result.shard.index
            if let known = found[index] {
                guard known.result == result else {
                    throw .shard(
                        path: path,
                        reason:
                            "differs from \(known.path), though both are shard \(result.shard): the"
                            + " machines that computed them do not agree; run it again on a third"
                    )
                }
            } else {
                found[index] = (path, result)
            }
        }
        let missing = (0..<plan.shardCount).filter { found[$0] == nil }
        guard missing.isEmpty else {
            let list = missing.prefix(20).map(String.init).joined(separator: ", ")
            throw .shard(
                path: folder,
                reason: "\(missing.count) of \(plan.shardCount) shards are missing: \(list)"
                    + (missing.count > 20 ? ", ..." : "") + "; run them first"
            )
        }
        entries = found.sorted { $0.key < $1.key }.flatMap(\.value.result.entries)
    }

    /// What all shards found, by block.
    public func finished() -> [StudyEntry] { entries }

    /// Everything is there: a run of the study has nothing to keep.
    public func keep(_ entry: StudyEntry) {}

    private static func checkCoverage(
        _ result: ShardResult,
        path: String,
        of plan: ShardPlan
    ) throws(StudiesError) {
        let blocks = plan.blocks(ofShard: result.shard.index)
        var next = blocks.lowerBound
        for entry in result.entries {
            guard entry.blocks.lowerBound == next, !entry.blocks.isEmpty else {
                throw .shard(
                    path: path,
                    reason: "block \(next) is missing or there twice; run it again"
                )
            }
            next = entry.blocks.upperBound
        }
        guard next == blocks.upperBound else {
            throw .shard(path: path, reason: "it ends before block \(next) of \(blocks.upperBound)")
        }
    }
}
