/// What a pipeline does with a position: a source's element and the closures that follow, as one
/// value.
///
/// Stages are nested structures, like the lazy collections of the standard library: the compiler
/// sees the whole chain and makes one loop of it.
public protocol ParallelStage<Element, Failure>: Sendable {
    /// What a position is read through.
    associatedtype Access: Sendable
    /// What comes out.
    associatedtype Element
    /// What the closures throw.
    associatedtype Failure: Error

    /// Runs positions `lower..<upper` of a view in order and hands each element to the sink, until
    /// the sink returns false; returns false if it did.
    typealias Runner =
        @Sendable (
            _ access: Access, _ lower: Int, _ upper: Int,
            _ sink: (Element) throws(Failure) -> Bool
        ) throws(Failure) -> Bool

    /// Runs positions; see ``Runner``.
    func run(
        _ access: Access,
        _ lower: Int,
        _ upper: Int,
        _ sink: (Element) throws(Failure) -> Bool
    ) throws(Failure) -> Bool

    /// The same as ``run(_:_:_:_:)``, as one closure: what other workers run if ``isPlain``.
    var runner: Runner { get }

    /// Whether no closure of the chain captures anything.
    var isPlain: Bool { get }
}

/// A stage in which each position gives exactly one element.
public protocol IndexedParallelStage<Element, Failure>: ParallelStage {
    /// Computes the element at a position of a view.
    typealias Fetch =
        @Sendable (_ access: Access, _ position: Int) throws(Failure) -> Element

    /// The element at a position.
    func element(_ access: Access, _ position: Int) throws(Failure) -> Element

    /// The same as ``element(_:_:)``, as one closure; see ``ParallelStage/isPlain``.
    var fetch: Fetch { get }
}

/// What the loops over a pipeline read through.
///
/// Another worker runs a loop through a pointer, and the optimiser then knows a closure only if it
/// captures nothing: so a chain of such closures is run in its form as one closure, `fetch` or
/// `runner`, which then is a constant and is compiled into the loop. All others are run as a stage,
/// with one call for each closure that captures something.
@usableFromInline
struct Reading<Stage: ParallelStage> {
    @usableFromInline let access: Stage.Access
    @usableFromInline let stage: Stage
    /// Whether the form as one closure is to be used. Never where the loop is in the caller's own
    /// code, in which the optimiser sees all closures.
    @usableFromInline let isPlain: Bool

    @inlinable @inline(__always)
    init(_ access: Stage.Access, _ stage: Stage, isPlain: Bool = false) {
        self.access = access
        self.stage = stage
        self.isPlain = isPlain
    }

    /// Runs positions in order; `runner` is the stage's.
    @inlinable @inline(__always)
    func run(
        _ runner: @escaping Stage.Runner,
        _ lower: Int,
        _ upper: Int,
        _ sink: (Stage.Element) throws(Stage.Failure) -> Bool
    ) throws(Stage.Failure) {
        if isPlain {
            _ = try runner(access, lower, upper, sink)
        } else {
            _ = try stage.run(access, lower, upper, sink)
        }
    }
}

/// Whether a closure captures nothing: its second word then is null.
@inlinable @inline(__always)
func isPlainClosure<Closure>(_ closure: Closure) -> Bool {
    MemoryLayout<Closure>.size == MemoryLayout<(UInt, UInt)>.size
        && unsafeBitCast(closure, to: (UInt, UInt).self).1 == 0
}

extension IndexedParallelStage {
    /// Hands the elements of the positions to the sink, one by one.
    @inlinable @inline(__always)
    public func run(
        _ access: Access,
        _ lower: Int,
        _ upper: Int,
        _ sink: (Element) throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        var position = lower
        while position < upper {
            guard try sink(try element(access, position)) else { return false }
            position &+= 1
        }
        return true
    }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var runner: Runner {
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

/// The elements of a source.
public struct SourceStage<Source: ParallelElementSource>: IndexedParallelStage {
    /// What a position is read through.
    public typealias Access = Source.Access
    /// What the closures throw.
    public typealias Failure = Never
    /// What comes out.
    public typealias Element = Source.Element

    @inlinable @inline(__always)
    init() {}

    /// Reads the source.
    @inlinable @inline(__always)
    public func element(_ access: Source.Access, _ position: Int) -> Source.Element {
        Source.element(access, position)
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { true }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var fetch: Fetch {
        { (access, position) in
            Source.element(access, position)
        }
    }
}

/// Elements transformed one by one.
public struct MapStage<Base: IndexedParallelStage, Element>: IndexedParallelStage {
    /// What a position is read through.
    public typealias Access = Base.Access
    /// What the closures throw.
    public typealias Failure = Base.Failure

    @usableFromInline let base: Base
    @usableFromInline let transform: @Sendable (Base.Element) throws(Base.Failure) -> Element

    @inlinable @inline(__always)
    init(
        base: Base,
        transform: @escaping @Sendable (Base.Element) throws(Base.Failure) -> Element
    ) {
        self.base = base
        self.transform = transform
    }

    /// Transforms the element of the stage before.
    @inlinable @inline(__always)
    public func element(
        _ access: Base.Access,
        _ position: Int
    ) throws(Base.Failure) -> Element {
        try transform(try base.element(access, position))
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { base.isPlain && isPlainClosure(transform) }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var fetch: Fetch {
        let (fetch, transform) = (base.fetch, transform)
        return { (access, position) throws(Failure) in
            try transform(try fetch(access, position))
        }
    }
}

/// Elements with their positions.
public struct EnumeratedStage<Base: IndexedParallelStage>: IndexedParallelStage {
    /// What a position is read through.
    public typealias Access = Base.Access
    /// What the closures throw.
    public typealias Failure = Base.Failure
    /// What comes out.
    public typealias Element = (offset: Int, element: Base.Element)

    @usableFromInline let base: Base

    @inlinable @inline(__always)
    init(base: Base) { self.base = base }

    /// Pairs the position with the element.
    @inlinable @inline(__always)
    public func element(
        _ access: Base.Access,
        _ position: Int
    ) throws(Base.Failure) -> (offset: Int, element: Base.Element) {
        (offset: position, element: try base.element(access, position))
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { base.isPlain }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var fetch: Fetch {
        let fetch = base.fetch
        return { (access, position) throws(Failure) in
            (offset: position, element: try fetch(access, position))
        }
    }
}

/// The elements of two stages side by side. If both throw, the error is the first one's.
public struct ZipStage<First: IndexedParallelStage, Second: IndexedParallelStage>:
    IndexedParallelStage
where First.Failure == Second.Failure {
    /// What a position is read through.
    public typealias Access = PairAccess<First.Access, Second.Access>
    /// What the closures throw.
    public typealias Failure = First.Failure
    /// What comes out.
    public typealias Element = (First.Element, Second.Element)

    @usableFromInline let first: First
    @usableFromInline let second: Second

    @inlinable @inline(__always)
    init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }

    /// Pairs the elements of both.
    @inlinable @inline(__always)
    public func element(
        _ access: Access,
        _ position: Int
    ) throws(First.Failure) -> (First.Element, Second.Element) {
        (
            try first.element(access.first, position),
            try second.element(access.second, position)
        )
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { first.isPlain && second.isPlain }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var fetch: Fetch {
        let (first, second) = (first.fetch, second.fetch)
        return { (access, position) throws(Failure) in
            (try first(access.first, position), try second(access.second, position))
        }
    }
}

/// Elements taken several at a time.
public struct GroupStage<Base: IndexedParallelStage>: IndexedParallelStage {
    /// What a position is read through.
    public typealias Access = GroupAccess<Base.Access>
    /// What the closures throw.
    public typealias Failure = Base.Failure
    /// What comes out.
    public typealias Element = [Base.Element]

    @usableFromInline let base: Base

    @inlinable @inline(__always)
    init(base: Base) { self.base = base }

    /// The elements of a group.
    @inlinable @inline(__always)
    public func element(
        _ access: GroupAccess<Base.Access>,
        _ position: Int
    ) throws(Base.Failure) -> [Base.Element] {
        try access.group(position) { (position) throws(Base.Failure) in
            try base.element(access.base, position)
        }
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { base.isPlain }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var fetch: Fetch {
        let fetch = base.fetch
        return { (access, position) throws(Failure) in
            try access.group(position) { (position) throws(Failure) in
                try fetch(access.base, position)
            }
        }
    }
}

/// A stage that cannot fail, as one that may.
public struct WidenedStage<Base: IndexedParallelStage, Failure: Error>: IndexedParallelStage
where Base.Failure == Never {
    /// What a position is read through.
    public typealias Access = Base.Access
    /// What comes out.
    public typealias Element = Base.Element

    @usableFromInline let base: Base

    @inlinable @inline(__always)
    init(base: Base) { self.base = base }

    /// The same element.
    @inlinable @inline(__always)
    public func element(_ access: Base.Access, _ position: Int) throws(Failure) -> Base.Element {
        base.element(access, position)
    }

    /// Always false: the form as one closure has no advantage here.
    @inlinable @inline(__always)
    public var isPlain: Bool { false }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var fetch: @Sendable (Base.Access, Int) throws(Failure) -> Base.Element {
        let base = base
        return { (access, position) throws(Failure) in base.element(access, position) }
    }
}
