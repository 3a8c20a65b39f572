/// Where the positions of a parallel pipeline come from: it owns the data, and lends the workers a
/// view of it for the length of one call.
///
/// This is plumbing; use `parallel` on a range or a collection.
public protocol ParallelSource: Sendable {
    /// What workers read through: small and trivial to copy, so that no split counts references.
    associatedtype Access: Sendable
    /// The number of positions.
    var count: Int { get }
    /// Calls `body` with a view that is valid during the call.
    func withAccess<R, E: Error>(_ body: (Access) throws(E) -> R) throws(E) -> R
}

/// A source that has an element at each position.
public protocol ParallelElementSource: ParallelSource {
    /// What is at a position.
    associatedtype Element
    /// Reads the element at a position.
    static func element(_ access: Access, _ position: Int) -> Element
}

/// The integers of a range.
public struct RangeSource: ParallelElementSource {
    @usableFromInline let range: Range<Int>

    @inlinable @inline(__always)
    init(_ range: Range<Int>) { self.range = range }

    /// The number of integers.
    @inlinable @inline(__always)
    public var count: Int { range.count }

    /// Lends the first integer.
    @inlinable @inline(__always)
    public func withAccess<R, E: Error>(_ body: (Int) throws(E) -> R) throws(E) -> R {
        try body(range.lowerBound)
    }

    /// The integer at a position.
    @inlinable @inline(__always)
    public static func element(_ first: Int, _ position: Int) -> Int { first &+ position }
}

/// Elements that lie one after another in memory.
///
/// Only made of collections whose `withContiguousStorageIfAvailable` never gives nil. Sendable: the
/// elements are, and the memory is only read.
public struct ContiguousSource<Base: RandomAccessCollection>: ParallelElementSource,
    @unchecked Sendable
where Base.Element: Sendable {
    /// The address of the first element.
    ///
    /// Sendable: the memory is only read, and lives until the call that lent it returns.
    public struct Access: @unchecked Sendable {
        @usableFromInline let first: UnsafePointer<Base.Element>

        @inlinable @inline(__always)
        init(_ first: UnsafePointer<Base.Element>) { self.first = first }
    }

    @usableFromInline let base: Base

    @inlinable @inline(__always)
    init(_ base: Base) { self.base = base }

    /// The number of elements.
    @inlinable @inline(__always)
    public var count: Int { base.count }

    /// Lends the memory of the elements.
    @inlinable @inline(__always)
    public func withAccess<R, E: Error>(_ body: (Access) throws(E) -> R) throws(E) -> R {
        var result: Result<R, E>?
        _ = base.withContiguousStorageIfAvailable { elements in
            // Without elements there may be no address; any will do.
            let first =
                elements.baseAddress
                ?? UnsafePointer(bitPattern: MemoryLayout<Base.Element>.alignment)!
            do throws(E) {
                result = .success(try body(Access(first)))
            } catch {
                result = .failure(error)
            }
        }
        guard let result else { preconditionFailure("a collection without contiguous storage") }
        return try result.get()
    }

    /// Reads an element from memory.
    @inlinable @inline(__always)
    public static func element(_ access: Access, _ position: Int) -> Base.Element {
        access.first[position]
    }
}

/// Elements of a collection that are reached through its indices.
///
/// Sendable: the elements are, and the collection is only read.
public struct CollectionSource<Base: RandomAccessCollection>: ParallelElementSource,
    @unchecked Sendable
where Base.Element: Sendable {
    /// The address of the collection.
    ///
    /// Sendable: the collection is only read, and lives until the call that lent it returns.
    public struct Access: @unchecked Sendable {
        @usableFromInline let base: UnsafePointer<Base>

        @inlinable @inline(__always)
        init(_ base: UnsafePointer<Base>) { self.base = base }

        @inlinable @inline(__always)
        subscript(position: Int) -> Base.Element {
            base.pointee[base.pointee.index(base.pointee.startIndex, offsetBy: position)]
        }
    }

    @usableFromInline let base: Base

    @inlinable @inline(__always)
    init(_ base: Base) { self.base = base }

    /// The number of elements.
    @inlinable @inline(__always)
    public var count: Int { base.count }

    /// Lends the collection.
    @inlinable @inline(__always)
    public func withAccess<R, E: Error>(_ body: (Access) throws(E) -> R) throws(E) -> R {
        try withUnsafePointer(to: base) { (base) throws(E) -> R in try body(Access(base)) }
    }

    /// Reads an element through its index.
    @inlinable @inline(__always)
    public static func element(_ access: Access, _ position: Int) -> Base.Element {
        access[position]
    }
}

/// Chunks of a collection: slices of equal length, the last one perhaps shorter.
///
/// Sendable: the elements are, and the collection is only read.
public struct ChunkSource<Base: RandomAccessCollection>: ParallelElementSource, @unchecked Sendable
where Base.Element: Sendable {
    /// The address of the collection, and the chunks' length.
    ///
    /// Sendable: the collection is only read, and lives until the call that lent it returns.
    public struct Access: @unchecked Sendable {
        @usableFromInline let base: UnsafePointer<Base>
        @usableFromInline let chunkCount: Int

        @inlinable @inline(__always)
        init(_ base: UnsafePointer<Base>, _ chunkCount: Int) {
            self.base = base
            self.chunkCount = chunkCount
        }

        @inlinable
        subscript(position: Int) -> Base.SubSequence {
            let base = base.pointee
            let start = base.index(base.startIndex, offsetBy: position * chunkCount)
            let end = base.index(start, offsetBy: chunkCount, limitedBy: base.endIndex)
            return base[start..<(end ?? base.endIndex)]
        }
    }

    @usableFromInline let base: Base
    @usableFromInline let chunkCount: Int

    @inlinable
    init(_ base: Base, ofCount chunkCount: Int) {
        precondition(chunkCount >= 1, "a chunk holds at least one element")
        self.base = base
        self.chunkCount = chunkCount
    }

    /// The number of chunks.
    @inlinable
    public var count: Int { base.count.dividedUp(by: chunkCount) }

    /// Lends the collection.
    @inlinable @inline(__always)
    public func withAccess<R, E: Error>(_ body: (Access) throws(E) -> R) throws(E) -> R {
        try withUnsafePointer(to: base) { (base) throws(E) -> R in
            try body(Access(base, chunkCount))
        }
    }

    /// Cuts out a chunk.
    @inlinable @inline(__always)
    public static func element(_ access: Access, _ position: Int) -> Base.SubSequence {
        access[position]
    }
}

/// The view of a source, its length, and that of the groups its positions are taken in.
public struct GroupAccess<Base: Sendable>: Sendable {
    @usableFromInline let base: Base
    @usableFromInline let count: Int
    @usableFromInline let groupCount: Int

    @inlinable @inline(__always)
    init(_ base: Base, _ count: Int, _ groupCount: Int) {
        self.base = base
        self.count = count
        self.groupCount = groupCount
    }

    /// The elements of a group.
    @inlinable @inline(__always)
    func group<Element, Failure: Error>(
        _ position: Int,
        _ element: (Int) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        let lower = position * groupCount
        let upper = Swift.min(lower + groupCount, count)
        var elements: [Element] = []
        elements.reserveCapacity(upper - lower)
        for position in lower..<upper { elements.append(try element(position)) }
        return elements
    }
}

/// Another source whose positions are taken several at a time.
public struct GroupSource<Base: ParallelSource>: ParallelSource {
    @usableFromInline let base: Base
    @usableFromInline let groupCount: Int

    @inlinable
    init(_ base: Base, ofCount groupCount: Int) {
        precondition(groupCount >= 1, "a chunk holds at least one element")
        self.base = base
        self.groupCount = groupCount
    }

    /// The number of groups.
    @inlinable
    public var count: Int { base.count.dividedUp(by: groupCount) }

    /// Lends the base's view.
    @inlinable @inline(__always)
    public func withAccess<R, E: Error>(
        _ body: (GroupAccess<Base.Access>) throws(E) -> R
    ) throws(E) -> R {
        let (count, groupCount) = (base.count, groupCount)
        return try base.withAccess { (base) throws(E) -> R in
            try body(GroupAccess(base, count, groupCount))
        }
    }
}

/// The views of two sources.
public struct PairAccess<First: Sendable, Second: Sendable>: Sendable {
    @usableFromInline let first: First
    @usableFromInline let second: Second

    @inlinable @inline(__always)
    init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }
}

/// Two sources side by side; as long as the shorter one.
public struct ZipSource<First: ParallelSource, Second: ParallelSource>: ParallelSource {
    @usableFromInline let first: First
    @usableFromInline let second: Second

    @inlinable @inline(__always)
    init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }

    /// The number of pairs.
    @inlinable @inline(__always)
    public var count: Int { min(first.count, second.count) }

    /// Lends both.
    @inlinable @inline(__always)
    public func withAccess<R, E: Error>(
        _ body: (PairAccess<First.Access, Second.Access>) throws(E) -> R
    ) throws(E) -> R {
        try first.withAccess { (first) throws(E) -> R in
            try second.withAccess { (second) throws(E) -> R in try body(PairAccess(first, second)) }
        }
    }
}

extension Int {
    /// The quotient of two positive integers, rounded up.
    @inlinable @inline(__always)
    func dividedUp(by divisor: Int) -> Int {
        self == 0 ? 0 : (self - 1) / divisor + 1
    }
}
