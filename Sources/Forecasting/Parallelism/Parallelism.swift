public import DataParallel

/// Who does the work of an operation, and from which size on it is shared.
///
/// Nested operations share one pool: work that is already running on it forks there. Results do not
/// depend on any of this.
public struct Parallelism: Sendable {
    /// Whose workers share the work; nil for the calling thread alone.
    public let pool: ThreadPool?
    /// Operations on fewer items than this run on the calling thread.
    public let minimumBatch: Int
    /// So many items at least are one piece of work; nil to find out by timing.
    public let grain: Int?

    /// On the pool of all processors.
    public static var shared: Parallelism { Parallelism(pool: .shared) }
    /// On the calling thread.
    public static var sequential: Parallelism { Parallelism(pool: nil) }

    /// - Precondition: `minimumBatch` and `grain` are at least 1.
    public init(pool: ThreadPool?, minimumBatch: Int = 2, grain: Int? = nil) {
        precondition(minimumBatch >= 1 && grain ?? 1 >= 1)
        self.pool = pool
        self.minimumBatch = minimumBatch
        self.grain = grain
    }

    /// The number of threads that work at a time.
    public var workerCount: Int { pool?.workerCount ?? 1 }

    /// Calls `body` with each index; in index order where it is not shared.
    ///
    /// - Throws: The error of the lowest index that fails.
    func forEach<Failure: Error>(
        _ count: Int,
        grain: Int? = nil,
        _ body: @escaping @Sendable (Int) throws(Failure) -> Void
    ) throws(Failure) {
        guard let pool, count >= minimumBatch, count > 1 else {
            for index in 0..<count { try body(index) }
            return
        }
        let chosen = self.grain ?? grain
        try pool.run { () throws(Failure) in
            let indices = (0..<count).parallel.throwing(Failure.self)
            if let chosen {
                try indices.grain(chosen).forEach(body)
            } else {
                try indices.forEach(body)
            }
        }
    }

    /// What `body` makes of each index, in index order.
    ///
    /// - Throws: The error of the lowest index that fails.
    func map<Element: Sendable, Failure: Error>(
        _ count: Int,
        grain: Int? = nil,
        _ body: @escaping @Sendable (Int) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        guard let pool, count >= minimumBatch, count > 1 else {
            var elements: [Element] = []
            elements.reserveCapacity(count)
            for index in 0..<count { elements.append(try body(index)) }
            return elements
        }
        let chosen = self.grain ?? grain
        return try pool.run { () throws(Failure) -> [Element] in
            let elements = (0..<count).parallel.throwing(Failure.self).map(body)
            if let chosen { return try elements.grain(chosen).collect() }
            return try elements.collect()
        }
    }
}
