extension RandomAccessCollection
where Self: SendableMetatype, SubSequence: SendableMetatype, Element: Sendable {
    /// The elements as a parallel pipeline, in index order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel:
        IndexedPipeline<CollectionSource<Self>, SourceStage<CollectionSource<Self>>>
    {
        IndexedPipeline(
            source: CollectionSource(self),
            stage: SourceStage(),
            options: ParallelOptions()
        )
    }

    /// Slices of the collection as a parallel pipeline, in order; the last one may be shorter.
    ///
    /// - Parameter count: The elements of a slice. At least 1.
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func parallelChunks(
        ofCount count: Int
    ) -> IndexedPipeline<ChunkSource<Self>, SourceStage<ChunkSource<Self>>> {
        IndexedPipeline(
            source: ChunkSource(self, ofCount: count),
            stage: SourceStage(),
            options: ParallelOptions()
        )
    }
}

extension Range where Bound == Int {
    /// The integers as a parallel pipeline, in order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel: IndexedPipeline<RangeSource, SourceStage<RangeSource>> {
        IndexedPipeline(source: RangeSource(self), stage: SourceStage(), options: ParallelOptions())
    }
}

extension Array where Element: Sendable {
    /// The elements as a parallel pipeline, in index order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel:
        IndexedPipeline<ContiguousSource<Self>, SourceStage<ContiguousSource<Self>>>
    {
        IndexedPipeline(
            source: ContiguousSource(self),
            stage: SourceStage(),
            options: ParallelOptions()
        )
    }
}

extension ArraySlice where Element: Sendable {
    /// The elements as a parallel pipeline, in index order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel:
        IndexedPipeline<ContiguousSource<Self>, SourceStage<ContiguousSource<Self>>>
    {
        IndexedPipeline(
            source: ContiguousSource(self),
            stage: SourceStage(),
            options: ParallelOptions()
        )
    }
}

extension ContiguousArray where Element: Sendable {
    /// The elements as a parallel pipeline, in index order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel:
        IndexedPipeline<ContiguousSource<Self>, SourceStage<ContiguousSource<Self>>>
    {
        IndexedPipeline(
            source: ContiguousSource(self),
            stage: SourceStage(),
            options: ParallelOptions()
        )
    }
}

extension UnsafeBufferPointer where Element: Sendable {
    /// The elements as a parallel pipeline, in index order; the memory must outlive
    /// the pipeline.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel:
        IndexedPipeline<ContiguousSource<Self>, SourceStage<ContiguousSource<Self>>>
    {
        IndexedPipeline(
            source: ContiguousSource(self),
            stage: SourceStage(),
            options: ParallelOptions()
        )
    }
}
