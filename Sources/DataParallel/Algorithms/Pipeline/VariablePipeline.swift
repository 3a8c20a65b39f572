/// A pipeline in which a position gives any number of elements: what `filter`, `compactMap` and
/// `flatMap` make.
public struct VariablePipeline<Source: ParallelSource, Element, Failure: Error>: ParallelPipeline {
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
    /// The fused stages.
    public let run: Run

    @inlinable @inline(__always)
    init(source: Source, options: ParallelOptions<Failure>, run: @escaping Run) {
        self.source = source
        self.options = options
        self.run = run
    }
}

extension VariablePipeline {
    /// Transforms each element.
    ///
    /// - Complexity: O(1); the terminal operation calls `transform` once for each element.
    @inlinable @inline(__always)
    public func map<T>(
        _ transform: @escaping @Sendable (Element) throws(Failure) -> T
    ) -> VariablePipeline<Source, T, Failure> {
        let run = run
        return VariablePipeline<Source, T, Failure>(source: source, options: options) {
            (access, lower, upper, sink) throws(Failure) in
            try run(access, lower, upper) { (element) throws(Failure) in
                try sink(try transform(element))
            }
        }
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

    @inlinable @inline(__always)
    func widened<NewFailure: Error>() -> VariablePipeline<Source, Element, NewFailure> {
        let run = run
        return VariablePipeline<Source, Element, NewFailure>(
            source: source,
            options: ParallelOptions(widening: options)
        ) { (access, lower, upper, sink) throws(NewFailure) in
            var failure: NewFailure?
            let isComplete: Bool
            do {
                isComplete = try run(access, lower, upper) { element in
                    do throws(NewFailure) {
                        return try sink(element)
                    } catch {
                        failure = error
                        return false
                    }
                }
            } catch {
                // Only pipelines that do not throw are widened.
                fatalError("unexpected error: \(error)")
            }
            if let failure { throw failure }
            return isComplete
        }
    }
}

extension VariablePipeline where Failure == Never {
    /// Lets the closures of later stages throw errors of one type; see
    /// ``IndexedPipeline/throwing(_:)``.
    @inlinable @inline(__always)
    public func throwing<NewFailure: Error>(
        _ type: NewFailure.Type
    ) -> VariablePipeline<Source, Element, NewFailure> {
        widened()
    }

    /// Stops with ``ParallelCancellation`` once the token is cancelled; see
    /// ``IndexedPipeline/cancellable(by:)``.
    @inlinable @inline(__always)
    public func cancellable(
        by token: CancellationToken
    ) -> VariablePipeline<Source, Element, ParallelCancellation> {
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
    ) -> VariablePipeline<Source, Element, Failure> {
        let run = run
        return VariablePipeline(source: source, options: options) {
            (access, lower, upper, sink) throws(Failure) in
            try run(access, lower, upper) { (element) throws(Failure) in
                guard try isIncluded(element) else { return true }
                return try sink(element)
            }
        }
    }

    /// Transforms the elements and keeps the results that are not nil, in order.
    ///
    /// - Complexity: O(1); the terminal operation calls `transform` once for each element.
    @inlinable @inline(__always)
    public func compactMap<T>(
        _ transform: @escaping @Sendable (Element) throws(Failure) -> T?
    ) -> VariablePipeline<Source, T, Failure> {
        let run = run
        return VariablePipeline<Source, T, Failure>(source: source, options: options) {
            (access, lower, upper, sink) throws(Failure) in
            try run(access, lower, upper) { (element) throws(Failure) in
                guard let result = try transform(element) else { return true }
                return try sink(result)
            }
        }
    }

    /// Transforms each element into a sequence and concatenates these in order.
    ///
    /// - Complexity: O(1); the terminal operation calls `transform` once for each element.
    @inlinable @inline(__always)
    public func flatMap<Segment: Sequence>(
        _ transform: @escaping @Sendable (Element) throws(Failure) -> Segment
    ) -> VariablePipeline<Source, Segment.Element, Failure> {
        let run = run
        return VariablePipeline<Source, Segment.Element, Failure>(
            source: source,
            options: options
        ) { (access, lower, upper, sink) throws(Failure) in
            try run(access, lower, upper) { (element) throws(Failure) in
                for result in try transform(element) {
                    guard try sink(result) else { return false }
                }
                return true
            }
        }
    }
}
