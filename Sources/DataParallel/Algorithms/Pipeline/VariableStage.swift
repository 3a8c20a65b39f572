/// Transformed results, in which a position gives any number of elements.
public struct VariableMapStage<Base: ParallelStage, Element>: ParallelStage {
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

    /// Hands the transformed elements to the sink.
    @inlinable @inline(__always)
    public func run(
        _ access: Base.Access,
        _ lower: Int,
        _ upper: Int,
        _ sink: (Element) throws(Base.Failure) -> Bool
    ) throws(Base.Failure) -> Bool {
        try base.run(access, lower, upper) { (element) throws(Base.Failure) in
            try sink(try transform(element))
        }
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { base.isPlain && isPlainClosure(transform) }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var runner: Runner {
        let (run, transform) = (base.runner, transform)
        return { (access, lower, upper, sink) throws(Failure) in
            try run(access, lower, upper) { (element) throws(Failure) in
                try sink(try transform(element))
            }
        }
    }
}

/// The elements that satisfy a predicate.
public struct FilterStage<Base: ParallelStage>: ParallelStage {
    /// What a position is read through.
    public typealias Access = Base.Access
    /// What the closures throw.
    public typealias Failure = Base.Failure
    /// What comes out.
    public typealias Element = Base.Element

    @usableFromInline let base: Base
    @usableFromInline let isIncluded: @Sendable (Base.Element) throws(Base.Failure) -> Bool

    @inlinable @inline(__always)
    init(
        base: Base,
        isIncluded: @escaping @Sendable (Base.Element) throws(Base.Failure) -> Bool
    ) {
        self.base = base
        self.isIncluded = isIncluded
    }

    /// Hands the included elements to the sink.
    @inlinable @inline(__always)
    public func run(
        _ access: Base.Access,
        _ lower: Int,
        _ upper: Int,
        _ sink: (Base.Element) throws(Base.Failure) -> Bool
    ) throws(Base.Failure) -> Bool {
        try base.run(access, lower, upper) { (element) throws(Base.Failure) in
            guard try isIncluded(element) else { return true }
            return try sink(element)
        }
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { base.isPlain && isPlainClosure(isIncluded) }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var runner: Runner {
        let (run, isIncluded) = (base.runner, isIncluded)
        return { (access, lower, upper, sink) throws(Failure) in
            try run(access, lower, upper) { (element) throws(Failure) in
                guard try isIncluded(element) else { return true }
                return try sink(element)
            }
        }
    }
}

/// The transformed elements that are not nil.
public struct CompactMapStage<Base: ParallelStage, Element>: ParallelStage {
    /// What a position is read through.
    public typealias Access = Base.Access
    /// What the closures throw.
    public typealias Failure = Base.Failure

    @usableFromInline let base: Base
    @usableFromInline let transform: @Sendable (Base.Element) throws(Base.Failure) -> Element?

    @inlinable @inline(__always)
    init(
        base: Base,
        transform: @escaping @Sendable (Base.Element) throws(Base.Failure) -> Element?
    ) {
        self.base = base
        self.transform = transform
    }

    /// Hands the results that are not nil to the sink.
    @inlinable @inline(__always)
    public func run(
        _ access: Base.Access,
        _ lower: Int,
        _ upper: Int,
        _ sink: (Element) throws(Base.Failure) -> Bool
    ) throws(Base.Failure) -> Bool {
        try base.run(access, lower, upper) { (element) throws(Base.Failure) in
            guard let result = try transform(element) else { return true }
            return try sink(result)
        }
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { base.isPlain && isPlainClosure(transform) }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var runner: Runner {
        let (run, transform) = (base.runner, transform)
        return { (access, lower, upper, sink) throws(Failure) in
            try run(access, lower, upper) { (element) throws(Failure) in
                guard let result = try transform(element) else { return true }
                return try sink(result)
            }
        }
    }
}

/// The elements of the sequences that elements are transformed into.
public struct FlatMapStage<Base: ParallelStage, Segment: Sequence>: ParallelStage {
    /// What a position is read through.
    public typealias Access = Base.Access
    /// What the closures throw.
    public typealias Failure = Base.Failure
    /// What comes out.
    public typealias Element = Segment.Element

    @usableFromInline let base: Base
    @usableFromInline let transform: @Sendable (Base.Element) throws(Base.Failure) -> Segment

    @inlinable @inline(__always)
    init(
        base: Base,
        transform: @escaping @Sendable (Base.Element) throws(Base.Failure) -> Segment
    ) {
        self.base = base
        self.transform = transform
    }

    /// Hands the elements of each sequence to the sink.
    @inlinable @inline(__always)
    public func run(
        _ access: Base.Access,
        _ lower: Int,
        _ upper: Int,
        _ sink: (Segment.Element) throws(Base.Failure) -> Bool
    ) throws(Base.Failure) -> Bool {
        try base.run(access, lower, upper) { (element) throws(Base.Failure) in
            for result in try transform(element) {
                guard try sink(result) else { return false }
            }
            return true
        }
    }

    /// Whether no closure of the chain captures anything.
    @inlinable @inline(__always)
    public var isPlain: Bool { base.isPlain && isPlainClosure(transform) }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var runner: Runner {
        let (run, transform) = (base.runner, transform)
        return { (access, lower, upper, sink) throws(Failure) in
            try run(access, lower, upper) { (element) throws(Failure) in
                for result in try transform(element) {
                    guard try sink(result) else { return false }
                }
                return true
            }
        }
    }
}

/// A stage that cannot fail, as one that may.
public struct WidenedVariableStage<Base: ParallelStage, Failure: Error>: ParallelStage
where Base.Failure == Never {
    /// What a position is read through.
    public typealias Access = Base.Access
    /// What comes out.
    public typealias Element = Base.Element

    @usableFromInline let base: Base

    @inlinable @inline(__always)
    init(base: Base) { self.base = base }

    /// Hands the same elements to the sink.
    @inlinable @inline(__always)
    public func run(
        _ access: Base.Access,
        _ lower: Int,
        _ upper: Int,
        _ sink: (Base.Element) throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        var failure: Failure?
        let isComplete = base.run(access, lower, upper) { element in
            do throws(Failure) {
                return try sink(element)
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        return isComplete
    }

    /// Always false: the form as one closure has no advantage here.
    @inlinable @inline(__always)
    public var isPlain: Bool { false }

    /// The same as a closure.
    @inlinable @inline(__always)
    public var runner:
        @Sendable (
            _ access: Base.Access, _ lower: Int, _ upper: Int,
            _ sink: (Base.Element) throws(Failure) -> Bool
        ) throws(Failure) -> Bool
    {
        let stage = self
        return { (access, lower, upper, sink) throws(Failure) in
            try stage.run(access, lower, upper, sink)
        }
    }
}
