import MarketData
public import Optimization

/// What a shard found: a file that is whole, or is none.
///
/// A mark, the version, the digest of the plan, the shard, its entries in order, and a trailer with the
/// number of entries, a checksum of all before it, and another mark. Equal shards have equal bytes,
/// whatever ran them and however often it was interrupted.
public struct ShardResult: Equatable, Sendable {
    /// The digest of the plan that it belongs to.
    public let planDigest: String
    /// Which shard it is.
    public let shard: ShardNumber
    /// What it found, by block.
    public let entries: [StudyEntry]

    /// Creates a result.
    public init(planDigest: String, shard: ShardNumber, entries: [StudyEntry]) {
        self.planDigest = planDigest
        self.shard = shard
        self.entries = entries.sorted { $0.firstBlock < $1.firstBlock }
    }

    /// The file's bytes.
    public var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(raw: Self.mark)
        writer.write(Self.version)
        writer.write(planDigest)
        writer.write(UInt64(shard.index))
        writer.write(UInt64(shard.count))
        writer.write(UInt64(entries.count))
        for entry in entries {
            let bytes = entry.bytes
            writer.write(UInt64(bytes.count))
            writer.write(raw: bytes)
        }
        writer.write(raw: Self.endMark)
        writer.write(CRC64.checksum(writer.bytes))
        return writer.bytes
    }

    /// The result that a file's bytes hold.
    ///
    /// - Parameters:
    ///   - bytes: What ``bytes`` gave.
    ///   - path: Where they are from, for errors.
    /// - Throws: ``StudiesError/shard(path:reason:)`` if they are not a whole result.
    public init(bytes: [UInt8], path: String) throws(StudiesError) {
        do throws(ByteReader.Problem) {
            var reader = ByteReader(bytes)
            guard bytes.starts(with: Self.mark) else {
                throw ByteReader.Problem("it does not begin like the result of a shard")
            }
            reader.skip(Self.mark.count)
            let version = try reader.integer(UInt32.self, "version")
            guard version == Self.version else {
                throw ByteReader.Problem(
                    "it is of version \(version), and this program reads version \(Self.version)"
                )
            }
            try reader.takeChecksum()
            planDigest = try reader.text("plan's digest")
            let index = try reader.place("shard")
            let count = try reader.place("number of shards")
            guard index < count else {
                throw ByteReader.Problem("it is shard \(index) of \(count)")
            }
            shard = ShardNumber(index: index, count: count)
            var entries: [StudyEntry] = []
            for _ in 0..<(try reader.count("entries", bytesEach: 9)) {
                let size = try reader.count("bytes of an entry", bytesEach: 1)
                let raw = try reader.raw(size, "entry")
                guard let entry = StudyEntry(bytes: raw) else {
                    throw ByteReader.Problem("an entry is damaged")
                }
                entries.append(entry)
            }
            guard try reader.raw(Self.endMark.count, "end mark") == Self.endMark,
                reader.remaining == 0
            else { throw ByteReader.Problem("it does not end where it should") }
            self.entries = entries
        } catch {
            throw .shard(
                path: path,
                reason: "not a whole result (\(error.reason)); run the shard again"
            )
        }
    }

    private static let mark = Array("APUSSHARD".utf8)
    private static let endMark = Array("WHOLE".utf8)
    private static let version: UInt32 = 1
}

extension StudyEntry {
    /// The blocks that it covers.
    var blocks: Range<Int> {
        switch self {
        case .block(let block): block.number..<block.number + 1
        case .range(let range): range.blocks
        case .trials, .prefix: 0..<0
        }
    }

    fileprivate var firstBlock: Int { blocks.lowerBound }
}
