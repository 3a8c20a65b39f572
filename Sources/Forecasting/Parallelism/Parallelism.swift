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
    /// What gives up work that has not begun; nil if nothing does.
    ///
    /// Operations that throw ``ForecastingError`` look at it before they begin, long ones before each piece
    /// of their work, and throw ``ForecastingError/cancelled``; what pieces gave is dropped then, unless an
    /// operation says that it keeps those that ended. Operations that do not throw run to their end.
    public let cancellation: CancellationToken?

    /// On the pool of all processors.
    public static var shared: Parallelism { Parallelism(pool: .shared) }
    /// On the calling thread.
    public static var sequential: Parallelism { Parallelism(pool: nil) }

    /// - Precondition: `minimumBatch` and `grain` are at least 1.
    public init(
        pool: ThreadPool?,
        minimumBatch: Int = 2,
        grain: Int? = nil,
        cancellation: CancellationToken? = nil
    ) {
        precondition(minimumBatch >= 1 && grain ?? 1 >= 1)
        self.pool = pool
        self.minimumBatch = minimumBatch
        self.grain = grain
        self.cancellation = cancellation
    }

    /// The same, to be given up when a token is cancelled.
    public func cancelled(by token: CancellationToken) -> Parallelism {
        Parallelism(pool: pool, minimumBatch: minimumBatch, grain: grain, cancellation: token)
    }

    /// Whether work that has not begun is to be given up.
    public var isCancelled: Bool { cancellation?.isCancelled ?? false }

    /// Throws ``ForecastingError/cancelled`` if work that has not begun is to be given up.
    public func checkCancellation() throws(ForecastingError) {
        if isCancelled { throw .cancelled }
    }

    /// The number of threads that work at a time.
    public var workerCount: Int { pool?.workerCount ?? 1 }

    /// Runs `body`, which shares work many times in a row, as to forecast batch after batch: workers wait
    /// for the next call awake. See DataParallel's `ThreadPool.stayingAwake(_:)`.
    public func stayingAwake<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let pool else { return try body() }
        return try pool.stayingAwake(body)
    }

    /// Calls `body` with each index; in index order where it is not shared.
    ///
    /// - Throws: The error of the lowest index that fails; ``ForecastingError/cancelled`` for one that is
    ///   not begun, where the errors are of that type or of any.
    func forEach<Failure: Error>(
        _ count: Int,
        grain: Int? = nil,
        _ body: @escaping @Sendable (Int) throws(Failure) -> Void
    ) throws(Failure) {
        let body = cancellable(body)
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
    /// - Throws: As ``forEach(_:grain:_:)``.
    func map<Element: Sendable, Failure: Error>(
        _ count: Int,
        grain: Int? = nil,
        _ body: @escaping @Sendable (Int) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        let body = cancellable(body)
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

    /// What throws ``ForecastingError/cancelled`` instead of beginning when that is wanted, where errors
    /// can be that one.
    private func cancellable<Element, Failure: Error>(
        _ body: @escaping @Sendable (Int) throws(Failure) -> Element
    ) -> @Sendable (Int) throws(Failure) -> Element {
        guard let cancellation, let error = ForecastingError.cancelled as? Failure else {
            return body
        }
        return { (index) throws(Failure) in
            if cancellation.isCancelled { throw error }
            return try body(index)
        }
    }
}
