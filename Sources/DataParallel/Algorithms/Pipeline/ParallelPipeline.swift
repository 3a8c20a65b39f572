/// A lazy chain of work over indexed positions, started by a terminal operation.
///
/// A pipeline starts with `parallel` on a range or a collection. Adaptors (`map`, `filter`, ...)
/// describe work and run nothing; a terminal operation (`forEach`, `collect`, `sum`, ...) runs all
/// stages in one pass over the positions, on the current ``ThreadPool``.
///
/// - Results are in index order and do not depend on the number of workers or the schedule:
///   reductions fold chunks whose length follows from the number of positions alone and combine
///   them in a fixed tree, so that floating-point results have the same bits everywhere.
/// - Small inputs run on the calling thread: whether to fork is decided by timing the first
///   positions.
/// - When closures throw, the error of the lowest index is thrown, at any schedule. Work above it
///   that has not started is skipped, and all work has ended when the call returns.
///
/// On the calling thread the closures are compiled into the loop. Another worker calls a closure
/// that captures something through a pointer, for each element: see <doc:LifeOfAParallelCall>.
public protocol ParallelPipeline<Element, Failure>: Sendable {
    /// Where the positions come from.
    associatedtype Source: ParallelSource
    /// What is done with them.
    associatedtype Stage: ParallelStage<Element, Failure> where Stage.Access == Source.Access
    /// What comes out of the last stage.
    associatedtype Element
    /// What the stages throw.
    associatedtype Failure: Error

    /// Where the positions come from.
    var source: Source { get }
    /// What is done with them.
    var stage: Stage { get }
    /// How to run.
    var options: ParallelOptions<Failure> { get }
}

/// How a pipeline runs.
///
/// One word, and nothing to count while it is empty: the optimiser takes pipelines apart only if
/// they have few fields, and must do so to compile their stages into one loop.
public struct ParallelOptions<Failure: Error>: Sendable {
    @usableFromInline
    final class Storage: Sendable {
        @usableFromInline let grain: Int?
        @usableFromInline let isUnordered: Bool
        @usableFromInline let cancellation: Cancellation?

        @usableFromInline
        init(grain: Int?, isUnordered: Bool, cancellation: Cancellation?) {
            self.grain = grain
            self.isUnordered = isUnordered
            self.cancellation = cancellation
        }
    }

    /// A token, and what to throw when it is cancelled.
    @usableFromInline
    struct Cancellation: Sendable {
        @usableFromInline let token: CancellationToken
        @usableFromInline let error: Failure

        @inlinable
        init(token: CancellationToken, error: Failure) {
            self.token = token
            self.error = error
        }
    }

    @usableFromInline var storage: Storage?

    @inlinable @inline(__always)
    init() {}

    @inlinable
    init(grain: Int?, isUnordered: Bool, cancellation: Cancellation?) {
        guard grain != nil || isUnordered || cancellation != nil else { return }
        storage = Storage(grain: grain, isUnordered: isUnordered, cancellation: cancellation)
    }

    /// The options of a pipeline that could not fail and now may.
    @inlinable @inline(__always)
    init<Other: Error>(widening options: ParallelOptions<Other>) {
        self.init(grain: options.grain, isUnordered: options.isUnordered, cancellation: nil)
    }

    /// The positions of a piece of work; nil lets timing decide.
    @inlinable
    var grain: Int? {
        get { storage?.grain }
        set { self = Self(grain: newValue, isUnordered: isUnordered, cancellation: cancellation) }
    }

    /// Whether reductions may combine in any order.
    @inlinable
    var isUnordered: Bool {
        get { storage?.isUnordered ?? false }
        set { self = Self(grain: grain, isUnordered: newValue, cancellation: cancellation) }
    }

    /// What stops the run.
    @inlinable
    var cancellation: Cancellation? {
        get { storage?.cancellation }
        set { self = Self(grain: grain, isUnordered: isUnordered, cancellation: newValue) }
    }
}

/// Thrown by a pipeline whose token was cancelled.
public struct ParallelCancellation: Error, Equatable, CustomStringConvertible {
    /// Creates the error.
    public init() {}

    /// What happened.
    public var description: String { "the parallel work was cancelled" }
}
