/// A study cut into shards: what each of them computes, and what it is computed from.
public struct ShardPlan: Codable, Equatable, Sendable {
    /// The version of the format.
    public let format: Int
    /// What the study is made of.
    public let specification: StudySpecification
    /// The number of blocks of the grid.
    public let blockCount: Int
    /// The number of shards.
    public let shardCount: Int
    /// Where the prices came from, to be named in results.
    public let source: Source
    /// The files that belong to the study, by what they are for: paths that were given, and the names under
    /// which copies lie beside the plan.
    public let files: [Copy]
    /// The SHA-256 of the prices' file.
    public let pricesDigest: String

    /// Where prices came from.
    public enum Source: Codable, Equatable, Sendable {
        /// A data set that comes with the program.
        case dataset(String)
        /// Files, by their paths from the root.
        case files([String])
    }

    /// A copy of a file that was named on the command line.
    public struct Copy: Codable, Equatable, Sendable {
        /// The path as it was given.
        public let given: String
        /// The same from the root.
        public let path: String
        /// The name of the copy.
        public let name: String
        /// The SHA-256 of its bytes.
        public let digest: String

        /// Describes a copy.
        public init(given: String, path: String, name: String, digest: String) {
            self.given = given
            self.path = path
            self.name = name
            self.digest = digest
        }
    }

    /// The version that is written, and read.
    public static let currentFormat = 1
    /// The most shards: what schedulers and directories bear.
    public static let mostShards = 100_000

    /// Creates a plan.
    public init(
        specification: StudySpecification,
        blockCount: Int,
        shardCount: Int,
        source: Source,
        files: [Copy],
        pricesDigest: String
    ) {
        format = Self.currentFormat
        self.specification = specification
        self.blockCount = blockCount
        self.shardCount = shardCount
        self.source = source
        self.files = files
        self.pricesDigest = pricesDigest
    }

    /// The blocks of a shard, from 0: equal parts, but for one block. There may be none, where there are more
    /// shards than blocks.
    public func blocks(ofShard shard: Int) -> Range<Int> {
        precondition(0..<shardCount ~= shard)
        func first(_ shard: Int) -> Int {
            let product = shard.multipliedFullWidth(by: blockCount)
            return shardCount.dividingFullWidth(product).quotient
        }
        return first(shard)..<first(shard + 1)
    }
}

/// A shard by its number, from 0, and how many there are: `3/16`.
public struct ShardNumber: Equatable, Sendable, CustomStringConvertible {
    /// The number, from 0.
    public let index: Int
    /// How many there are.
    public let count: Int

    /// Creates a number.
    public init(index: Int, count: Int) {
        precondition(0..<count ~= index)
        self.index = index
        self.count = count
    }

    /// A number as it is written; nil for any other text.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
            0..<max(count, 0) ~= index
        else { return nil }
        self.init(index: index, count: count)
    }

    /// The number as it is written.
    public var description: String { "\(index)/\(count)" }

    /// The name of its result file.
    public var fileName: String { "shard-\(padded)-of-\(count).apus" }

    /// The name of what it has finished so far.
    public var partName: String { "shard-\(padded)-of-\(count).part" }

    private var padded: String {
        let digits = "\(index)"
        return String(repeating: "0", count: max("\(count - 1)".count - digits.count, 0)) + digits
    }
}
