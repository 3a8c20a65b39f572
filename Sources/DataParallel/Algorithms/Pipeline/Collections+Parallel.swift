extension RandomAccessCollection
where Self: SendableMetatype, SubSequence: SendableMetatype, Element: Sendable {
    /// The elements as a parallel pipeline, in index order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel: IndexedPipeline<CollectionSource<Self>, Element, Never> {
        IndexedPipeline(source: CollectionSource(self), options: ParallelOptions()) {
            access,
            position in access[position]
        }
    }

    /// Slices of the collection as a parallel pipeline, in order; the last one may be shorter.
    ///
    /// - Parameter count: The elements of a slice. At least 1.
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public func parallelChunks(
        ofCount count: Int
    ) -> IndexedPipeline<ChunkSource<Self>, SubSequence, Never> {
        IndexedPipeline(source: ChunkSource(self, ofCount: count), options: ParallelOptions()) {
            access,
            position in access[position]
        }
    }
}

extension Range where Bound == Int {
    /// The integers as a parallel pipeline, in order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel: IndexedPipeline<RangeSource, Int, Never> {
        IndexedPipeline(source: RangeSource(self), options: ParallelOptions()) {
            first,
            position in first &+ position
        }
    }
}

extension Array where Element: Sendable {
    /// The elements as a parallel pipeline, in index order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel: IndexedPipeline<ContiguousSource<Self>, Element, Never> {
        IndexedPipeline(source: ContiguousSource(self), options: ParallelOptions()) {
            access,
            position in access.first[position]
        }
    }
}

extension ArraySlice where Element: Sendable {
    /// The elements as a parallel pipeline, in index order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel: IndexedPipeline<ContiguousSource<Self>, Element, Never> {
        IndexedPipeline(source: ContiguousSource(self), options: ParallelOptions()) {
            access,
            position in access.first[position]
        }
    }
}

extension ContiguousArray where Element: Sendable {
    /// The elements as a parallel pipeline, in index order.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel: IndexedPipeline<ContiguousSource<Self>, Element, Never> {
        IndexedPipeline(source: ContiguousSource(self), options: ParallelOptions()) {
            access,
            position in access.first[position]
        }
    }
}

extension UnsafeBufferPointer where Element: Sendable {
    /// The elements as a parallel pipeline, in index order; the memory must outlive
    /// the pipeline.
    ///
    /// - Complexity: O(1).
    @inlinable @inline(__always)
    public var parallel: IndexedPipeline<ContiguousSource<Self>, Element, Never> {
        IndexedPipeline(source: ContiguousSource(self), options: ParallelOptions()) {
            access,
            position in access.first[position]
        }
    }
}
