/// A pipeline in which each position gives exactly one element.
public struct IndexedPipeline<Source: ParallelSource, Stage: IndexedParallelStage>: ParallelPipeline
where Stage.Access == Source.Access {
    /// What comes out of the last stage.
    public typealias Element = Stage.Element
    /// What the stages throw.
    public typealias Failure = Stage.Failure

    /// Where the positions come from.
    public let source: Source
    /// What is done with them.
    public let stage: Stage
    /// How to run.
    public var options: ParallelOptions<Failure>

    @inlinable @inline(__always)
    init(source: Source, stage: Stage, options: ParallelOptions<Failure>) {
        self.source = source
        self.stage = stage
        self.options = options
    }

    /// The number of elements.
    @inlinable @inline(__always)
    public var count: Int { source.count }
}

extension IndexedPipeline {
    /// Transforms each element.
    ///
    /// - Parameter transform: May run on any thread. To let it throw, see ``throwing(_:)``.
    /// - Complexity: O(1); the terminal operation calls `transform` once for each element.
    @inlinable @inline(__always)
    public func map<T>(
        _ transform: @escaping @Sendable (Element) throws(Failure) -> T
    ) -> IndexedPipeline<Source, MapStage<Stage, T>> {
        IndexedPipeline<Source, MapStage<Stage, T>>(
            source: source,
            stage: MapStage(base: stage, transform: transform),
            options: options
        )
    }

    /// Pairs each element with its index, counted from 0.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func enumerated() -> IndexedPipeline<Source, EnumeratedStage<Stage>> {
        IndexedPipeline<Source, EnumeratedStage<Stage>>(
            source: source,
            stage: EnumeratedStage(base: stage),
            options: options
        )
    }

    /// Pairs the elements of two pipelines by index; as long as the shorter one.
    ///
    /// Grain, cancellation and order are those of this pipeline. If both stages throw at one index
    /// the error is this pipeline's.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func zip<OtherSource, OtherStage: IndexedParallelStage>(
        with other: IndexedPipeline<OtherSource, OtherStage>
    ) -> IndexedPipeline<ZipSource<Source, OtherSource>, ZipStage<Stage, OtherStage>>
    where OtherStage.Failure == Failure {
        IndexedPipeline<ZipSource<Source, OtherSource>, ZipStage<Stage, OtherStage>>(
            source: ZipSource(source, other.source),
            stage: ZipStage(stage, other.stage),
            options: options
        )
    }

    /// Pairs the elements with those of a collection by index; as long as the shorter one.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func zip<Other>(
        with other: [Other]
    ) -> IndexedPipeline<
        ZipSource<Source, ContiguousSource<[Other]>>,
        ZipStage<Stage, WidenedStage<SourceStage<ContiguousSource<[Other]>>, Failure>>
    > {
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
    ) -> IndexedPipeline<GroupSource<Source>, GroupStage<Stage>> {
        IndexedPipeline<GroupSource<Source>, GroupStage<Stage>>(
            source: GroupSource(source, ofCount: count),
            stage: GroupStage(base: stage),
            options: options
        )
    }
}

extension IndexedPipeline where Stage.Failure == Never {
    @inlinable @inline(__always)
    func widened<NewFailure: Error>() -> IndexedPipeline<Source, WidenedStage<Stage, NewFailure>> {
        IndexedPipeline<Source, WidenedStage<Stage, NewFailure>>(
            source: source,
            stage: WidenedStage(base: stage),
            options: ParallelOptions(widening: options)
        )
    }

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
    ) -> IndexedPipeline<Source, WidenedStage<Stage, NewFailure>> {
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
    ) -> IndexedPipeline<Source, WidenedStage<Stage, ParallelCancellation>> {
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
