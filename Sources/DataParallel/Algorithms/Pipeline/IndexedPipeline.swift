/// A pipeline in which each position gives exactly one element.
public struct IndexedPipeline<Source: ParallelSource, Element, Failure: Error>: ParallelPipeline {
    /// Computes the element at a position.
    public typealias Fetch =
        @Sendable (_ access: Source.Access, _ position: Int) throws(Failure) -> Element

    /// Runs positions in order; see ``ParallelPipeline/Run``.
    public typealias Run =
        @Sendable (
            _ access: Source.Access, _ lower: Int, _ upper: Int,
            _ sink: (Element) throws(Failure) -> Bool
        ) throws(Failure) -> Bool

    /// Where the positions come from.
    public let source: Source
    /// How to run.
    public var options: ParallelOptions<Failure>
    @usableFromInline let fetch: Fetch

    @inlinable @inline(__always)
    init(source: Source, options: ParallelOptions<Failure>, fetch: @escaping Fetch) {
        self.source = source
        self.options = options
        self.fetch = fetch
    }

    /// The number of elements.
    @inlinable @inline(__always)
    public var count: Int { source.count }

    /// The fused stages.
    @inlinable @inline(__always)
    public var run: Run {
        let fetch = fetch
        return { (access, lower, upper, sink) throws(Failure) in
            var position = lower
            while position < upper {
                guard try sink(try fetch(access, position)) else { return false }
                position &+= 1
            }
            return true
        }
    }
}

extension IndexedPipeline {
    /// Transforms each element.
    ///
    /// - Parameter transform: May run on any thread. To let it throw, see ``throwing(_:)``.
    /// - Complexity: O(1); the terminal operation calls `transform` once for each element.
    @inlinable @inline(__always)
    public func map<T>(
        _ transform: @escaping @Sendable (Element) throws(Failure) -> T
    ) -> IndexedPipeline<Source, T, Failure> {
        let fetch = fetch
        return IndexedPipeline<Source, T, Failure>(source: source, options: options) {
            (access, position) throws(Failure) in
            try transform(try fetch(access, position))
        }
    }

    /// Pairs each element with its index, counted from 0.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func enumerated() -> IndexedPipeline<Source, (offset: Int, element: Element), Failure> {
        let fetch = fetch
        return IndexedPipeline<Source, (offset: Int, element: Element), Failure>(
            source: source,
            options: options
        ) { (access, position) throws(Failure) in
            (offset: position, element: try fetch(access, position))
        }
    }

    /// Pairs the elements of two pipelines by index; as long as the shorter one.
    ///
    /// Grain, cancellation and order are those of this pipeline. If both stages throw at one index
    /// the error is this pipeline's.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func zip<OtherSource, Other>(
        with other: IndexedPipeline<OtherSource, Other, Failure>
    ) -> IndexedPipeline<ZipSource<Source, OtherSource>, (Element, Other), Failure> {
        let (first, second) = (fetch, other.fetch)
        return IndexedPipeline<ZipSource<Source, OtherSource>, (Element, Other), Failure>(
            source: ZipSource(source, other.source),
            options: options
        ) { (access, position) throws(Failure) in
            (try first(access.first, position), try second(access.second, position))
        }
    }

    /// Pairs the elements with those of a collection by index; as long as the shorter one.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func zip<Other>(
        with other: [Other]
    ) -> IndexedPipeline<ZipSource<Source, ContiguousSource<[Other]>>, (Element, Other), Failure> {
        zip(with: other.parallel.widened())
    }

    /// Takes the elements several at a time, as arrays; the last one may be shorter.
    ///
    /// To read slices of a collection without copying, use `parallelChunks(ofCount:)` on it.
    ///
    /// - Parameter count: The elements of an array. At least 1.
    /// - Complexity: O(1); one allocation for each array at the end.
    @inlinable @inline(__always)
    public func chunks(
        ofCount count: Int
    ) -> IndexedPipeline<GroupSource<Source>, [Element], Failure> {
        let fetch = fetch
        return IndexedPipeline<GroupSource<Source>, [Element], Failure>(
            source: GroupSource(source, ofCount: count),
            options: options
        ) { (access, position) throws(Failure) in
            let lower = position * access.groupCount
            let upper = Swift.min(lower + access.groupCount, access.count)
            var elements: [Element] = []
            elements.reserveCapacity(upper - lower)
            for position in lower..<upper {
                elements.append(try fetch(access.base, position))
            }
            return elements
        }
    }

    @inlinable @inline(__always)
    func widened<NewFailure: Error>() -> IndexedPipeline<Source, Element, NewFailure> {
        let fetch = fetch
        return IndexedPipeline<Source, Element, NewFailure>(
            source: source,
            options: ParallelOptions(widening: options)
        ) { (access, position) throws(NewFailure) in
            do {
                return try fetch(access, position)
            } catch {
                // Only pipelines that do not throw are widened.
                fatalError("unexpected error: \(error)")
            }
        }
    }
}

extension IndexedPipeline where Failure == Never {
    /// Lets the closures of later stages throw errors of one type.
    ///
    ///     try paths.parallel.throwing(ReadError.self).map { (path) throws(ReadError) in
    ///         try read(path)
    ///     }
    ///
    /// - Parameter type: For closures that throw anything, `(any Error).self`.
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func throwing<NewFailure: Error>(
        _ type: NewFailure.Type
    ) -> IndexedPipeline<Source, Element, NewFailure> {
        widened()
    }

    /// Stops with ``ParallelCancellation`` once the token is cancelled.
    ///
    /// The token is looked at before each piece of work: the run stops within one grain.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func cancellable(
        by token: CancellationToken
    ) -> IndexedPipeline<Source, Element, ParallelCancellation> {
        throwing(ParallelCancellation.self).cancellable(by: token, throwing: ParallelCancellation())
    }
}

extension IndexedPipeline {
    /// Stops with an error once the token is cancelled.
    ///
    /// The token is looked at before each piece of work: the run stops within one grain.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func cancellable(by token: CancellationToken, throwing error: Failure) -> Self {
        var copy = self
        copy.options.cancellation = .init(token: token, error: error)
        return copy
    }

    /// Fixes how many positions a piece of work has.
    ///
    /// Reductions use it as the length of their chunks: their result depends on it, and on nothing
    /// else but the input.
    ///
    /// - Parameter count: At least 1.
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func grain(_ count: Int) -> Self {
        precondition(count >= 1, "a grain has at least one position")
        var copy = self
        copy.options.grain = count
        return copy
    }

    /// Lets reductions combine in any order, which saves a little: for operations that are
    /// associative and commutative. Floating-point results then depend on the schedule.
    ///
    /// Results that are collected stay in index order.
    @inlinable @inline(__always)
    public var unordered: Self {
        var copy = self
        copy.options.isUnordered = true
        return copy
    }
}
