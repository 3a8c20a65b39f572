/// A pipeline in which a position gives any number of elements: what `filter`, `compactMap` and
/// `flatMap` make.
public struct VariablePipeline<Source: ParallelSource, Stage: ParallelStage>: ParallelPipeline
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
}

extension VariablePipeline {
    /// Transforms each element.
    ///
    /// - Complexity: O(1); the terminal operation calls `transform` once for each element.
    @inlinable @inline(__always)
    public func map<T>(
        _ transform: @escaping @Sendable (Element) throws(Failure) -> T
    ) -> VariablePipeline<Source, VariableMapStage<Stage, T>> {
        VariablePipeline<Source, VariableMapStage<Stage, T>>(
            source: source,
            stage: VariableMapStage(base: stage, transform: transform),
            options: options
        )
    }

    /// Stops with an error once the token is cancelled; see
    /// ``IndexedPipeline/cancellable(by:throwing:)``.
    @inlinable @inline(__always)
    public func cancellable(by token: CancellationToken, throwing error: Failure) -> Self {
        var copy = self
        copy.options.cancellation = .init(token: token, error: error)
        return copy
    }

    /// Fixes how many positions a piece of work has; see ``IndexedPipeline/grain(_:)``.
    @inlinable @inline(__always)
    public func grain(_ count: Int) -> Self {
        precondition(count >= 1, "a grain has at least one position")
        var copy = self
        copy.options.grain = count
        return copy
    }

    /// Lets reductions combine in any order; see ``IndexedPipeline/unordered``.
    @inlinable @inline(__always)
    public var unordered: Self {
        var copy = self
        copy.options.isUnordered = true
        return copy
    }
}

extension VariablePipeline where Stage.Failure == Never {
    @inlinable @inline(__always)
    func widened<NewFailure: Error>() -> VariablePipeline<
        Source, WidenedVariableStage<Stage, NewFailure>
    > {
        VariablePipeline<Source, WidenedVariableStage<Stage, NewFailure>>(
            source: source,
            stage: WidenedVariableStage(base: stage),
            options: ParallelOptions(widening: options)
        )
    }

    /// Lets the closures of later stages throw errors of one type; see
    /// ``IndexedPipeline/throwing(_:)``.
    @inlinable @inline(__always)
    public func throwing<NewFailure: Error>(
        _ type: NewFailure.Type
    ) -> VariablePipeline<Source, WidenedVariableStage<Stage, NewFailure>> {
        widened()
    }

    /// Stops with ``ParallelCancellation`` once the token is cancelled; see
    /// ``IndexedPipeline/cancellable(by:)``.
    @inlinable @inline(__always)
    public func cancellable(
        by token: CancellationToken
    ) -> VariablePipeline<Source, WidenedVariableStage<Stage, ParallelCancellation>> {
        throwing(ParallelCancellation.self).cancellable(by: token, throwing: ParallelCancellation())
    }
}

extension ParallelPipeline {
    /// Keeps the elements that satisfy a predicate, in order.
    ///
    /// - Complexity: O(1); the terminal operation calls `isIncluded` once for each element.
    @inlinable @inline(__always)
    public func filter(
        _ isIncluded: @escaping @Sendable (Element) throws(Failure) -> Bool
    ) -> VariablePipeline<Source, FilterStage<Stage>> {
        VariablePipeline(
            source: source,
            stage: FilterStage(base: stage, isIncluded: isIncluded),
            options: options
        )
    }

    /// Transforms the elements and keeps the results that are not nil, in order.
    ///
    /// - Complexity: O(1); the terminal operation calls `transform` once for each element.
    @inlinable @inline(__always)
    public func compactMap<T>(
        _ transform: @escaping @Sendable (Element) throws(Failure) -> T?
    ) -> VariablePipeline<Source, CompactMapStage<Stage, T>> {
        VariablePipeline(
            source: source,
            stage: CompactMapStage(base: stage, transform: transform),
            options: options
        )
    }

    /// Transforms each element into a sequence and concatenates these in order.
    ///
    /// - Complexity: O(1); the terminal operation calls `transform` once for each element.
    @inlinable @inline(__always)
    public func flatMap<Segment: Sequence>(
        _ transform: @escaping @Sendable (Element) throws(Failure) -> Segment
    ) -> VariablePipeline<Source, FlatMapStage<Stage, Segment>> {
        VariablePipeline(
            source: source,
            stage: FlatMapStage(base: stage, transform: transform),
            options: options
        )
    }
}
