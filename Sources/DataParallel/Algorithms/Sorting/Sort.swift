extension MutableSpan where Element: Sendable {
    /// Sorts the elements; equal ones keep their order.
    ///
    /// - Parameter areInIncreasingOrder: A strict weak ordering.
    /// - Throws: What `areInIncreasingOrder` throws; all elements are then still there, in an
    ///   unspecified order.
    /// - Complexity: O(*n* log *n*) comparisons, O(*n* log *n* / *p*) time on *p* workers; memory
    ///   for *n* more elements.
    @inlinable
    public mutating func parallelSort<Failure: Error>(
        by areInIncreasingOrder: @Sendable (Element, Element) throws(Failure) -> Bool
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try mergeSort(buffer, areInIncreasingOrder)
        }
    }

    /// Sorts the elements without memory of its own; equal ones may change their order.
    ///
    /// - Parameter areInIncreasingOrder: A strict weak ordering.
    /// - Throws: What `areInIncreasingOrder` throws; all elements are then still there, in an
    ///   unspecified order.
    /// - Complexity: O(*n* log *n*) comparisons, O(*n* log *n* / *p* + *n*) time on *p* workers.
    @inlinable
    public mutating func parallelSortUnstable<Failure: Error>(
        by areInIncreasingOrder: @Sendable (Element, Element) throws(Failure) -> Bool
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            guard let elements = buffer.baseAddress else { return }
            try quickSort(
                elements,
                0,
                buffer.count,
                depth: 2 * (Int.bitWidth - buffer.count.leadingZeroBitCount),
                mayFork: buffer.count > SortSizes.fork && currentWorkerCount() > 1,
                areInIncreasingOrder
            )
        }
    }
}

extension MutableSpan where Element: Comparable & Sendable {
    /// Sorts the elements in increasing order; equal ones keep their order.
    @inlinable
    public mutating func parallelSort() {
        parallelSort { $0 < $1 }
    }

    /// Sorts the elements in increasing order without memory of its own; equal ones may change
    /// their order.
    @inlinable
    public mutating func parallelSortUnstable() {
        parallelSortUnstable { $0 < $1 }
    }
}

extension Array where Element: Sendable {
    /// Sorts the elements; equal ones keep their order. See ``MutableSpan/parallelSort(by:)``.
    @inlinable
    public mutating func parallelSort<Failure: Error>(
        by areInIncreasingOrder: @Sendable (Element, Element) throws(Failure) -> Bool
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            var span = buffer.mutableSpan
            try span.parallelSort(by: areInIncreasingOrder)
        }
    }

    /// Sorts the elements; equal ones may change their order. See
    /// ``MutableSpan/parallelSortUnstable(by:)``.
    @inlinable
    public mutating func parallelSortUnstable<Failure: Error>(
        by areInIncreasingOrder: @Sendable (Element, Element) throws(Failure) -> Bool
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            var span = buffer.mutableSpan
            try span.parallelSortUnstable(by: areInIncreasingOrder)
        }
    }
}

extension Array where Element: Comparable & Sendable {
    /// Sorts the elements in increasing order; equal ones keep their order.
    @inlinable
    public mutating func parallelSort() {
        parallelSort { $0 < $1 }
    }

    /// Sorts the elements in increasing order; equal ones may change their order.
    @inlinable
    public mutating func parallelSortUnstable() {
        parallelSortUnstable { $0 < $1 }
    }
}

/// From which lengths on sorting uses which way.
@usableFromInline
enum SortSizes {
    /// Up to here, insertion sort.
    @inlinable static var insertion: Int { 20 }
    /// Up to here, one worker.
    @inlinable static var fork: Int { 2_048 }
}

/// Sorts `lower..<upper` by insertion; stable. All elements are in place when it throws.
@inlinable
func insertionSort<Element, Failure: Error>(
    _ elements: UnsafeMutablePointer<Element>,
    _ lower: Int,
    _ upper: Int,
    _ isLess: (Element, Element) throws(Failure) -> Bool
) throws(Failure) {
    guard upper - lower > 1 else { return }
    for next in (lower + 1)..<upper {
        guard try isLess(elements[next], elements[next - 1]) else { continue }
        let element = (elements + next).move()
        var hole = next
        do throws(Failure) {
            repeat {
                (elements + hole).moveInitialize(from: elements + (hole - 1), count: 1)
                hole -= 1
                if hole == lower { break }
            } while try isLess(element, elements[hole - 1])
        } catch {
            (elements + hole).initialize(to: element)
            throw error
        }
        (elements + hole).initialize(to: element)
    }
}
