public import _SystemShims

/// The chunks of a deterministic fold: they follow from the number of positions and the grain.
@usableFromInline
struct ChunkPlan: Sendable {
    @usableFromInline let positionCount: Int
    @usableFromInline let chunkCount: Int
    @usableFromInline let chunkLength: Int

    /// Chunks of `grain`, else of at least 256 positions and about 2,048 of them.
    @inlinable
    init(positionCount: Int, grain: Int?) {
        self.positionCount = positionCount
        chunkLength = grain ?? max(256, positionCount.dividedUp(by: 2_048))
        chunkCount = positionCount.dividedUp(by: chunkLength)
    }

    @inlinable @inline(__always)
    func lower(_ chunk: Int) -> Int { chunk * chunkLength }

    @inlinable @inline(__always)
    func upper(_ chunk: Int) -> Int { min((chunk + 1) * chunkLength, positionCount) }
}

/// The folds of neighbouring chunks, combined as far as the fixed tree allows.
///
/// The tree: chunks 0 and 1 are combined, 2 and 3, and so on; then these pairs, and so on. What has
/// no partner waits, and is combined from right to left at the end.
@usableFromInline
struct Subtrees<Value> {
    /// Chunks `index << level ..< (index + 1) << level`.
    @usableFromInline
    struct Node {
        @usableFromInline let level: Int
        @usableFromInline let index: Int
        @usableFromInline let value: Value

        @inlinable @inline(__always)
        init(level: Int, index: Int, value: consuming Value) {
            self.level = level
            self.index = index
            self.value = value
        }
    }

    /// All but the last one.
    @usableFromInline var nodes: [Node] = []
    @usableFromInline var last: Node?

    @inlinable @inline(__always)
    init() {}

    @inlinable @inline(__always)
    init(first value: consuming Value) {
        last = Node(level: 0, index: 0, value: value)
    }

    /// Adds the fold of the chunks that follow.
    @inlinable @inline(__always)
    mutating func append<Failure: Error>(
        level: Int,
        index: Int,
        _ value: consuming Value,
        _ combine: (inout Value, Value) throws(Failure) -> Void
    ) throws(Failure) {
        var (level, index, value) = (level, index, value)
        while let left = last, index & 1 == 1, left.level == level, left.index == index - 1 {
            last = nil
            var combined = left.value
            try combine(&combined, value)
            value = combined
            level += 1
            index >>= 1
            last = nodes.popLast()
        }
        if let last { nodes.append(last) }
        last = Node(level: level, index: index, value: value)
    }

    /// Adds the folds of the chunks that follow.
    @inlinable
    mutating func append<Failure: Error>(
        _ other: consuming Subtrees,
        _ combine: (inout Value, Value) throws(Failure) -> Void
    ) throws(Failure) {
        if last == nil {
            self = other
            return
        }
        for node in other.nodes {
            try append(level: node.level, index: node.index, node.value, combine)
        }
        if let node = other.last {
            try append(level: node.level, index: node.index, node.value, combine)
        }
    }

    /// The fold of all, of which there must be some.
    @inlinable @inline(__always)
    consuming func combined<Failure: Error>(
        _ combine: (inout Value, Value) throws(Failure) -> Void
    ) throws(Failure) -> Value {
        var value = last!.value
        while let node = nodes.popLast() {
            var left = node.value
            try combine(&left, value)
            value = left
        }
        return value
    }
}

/// Folds chunks of positions from left to right and combines the chunks' folds in the fixed tree of
/// ``Subtrees``. Same result at any schedule and number of workers.
///
/// - Parameters:
///   - count: At least 1.
///   - leaf: Folds some positions in order.
///   - finishHeavy: Folds the positions from the given one on, which take long each, and returns
///     true; or returns false.
@inlinable @inline(__always)
func treeFold<State, Value, Failure: Error>(
    _ state: State,
    stolen stolenState: State,
    count: Int,
    options: ParallelOptions<Failure>,
    identity: () -> Value,
    leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    combine: (inout Value, Value) throws(Failure) -> Void,
    finishHeavy: (Int, inout Value) throws(Failure) -> Bool
) throws(Failure) -> Value {
    let plan = ChunkPlan(positionCount: count, grain: options.grain)
    // The first chunk; of it one position first, which tells heavy ones from others.
    var first = identity()
    var (lower, upper) = (0, min(1, plan.upper(0)))
    while true {
        let start = count > 1 ? apus_ticks() : 0
        if let cancellation = options.cancellation, cancellation.token.isCancelled {
            throw cancellation.error
        }
        try leaf(state, lower, upper, &first)
        if upper == plan.upper(0) { break }
        if apus_ticks() &- start >= apus_timing().block, try finishHeavy(upper, &first) {
            return first
        }
        (lower, upper) = (upper, plan.upper(0))
    }
    if plan.chunkCount == 1 { return first }
    @inline(__always)
    func chunks(
        _ state: State,
        _ lower: Int,
        _ upper: Int,
        _ subtrees: inout Subtrees<Value>
    ) throws(Failure) {
        for chunk in lower + 1..<upper + 1 {
            var value = identity()
            try leaf(state, plan.lower(chunk), plan.upper(chunk), &value)
            try subtrees.append(level: 0, index: chunk, value, combine)
        }
    }
    var subtrees = Subtrees(first: first)
    try adaptiveFold(
        state,
        stolen: stolenState,
        count: plan.chunkCount - 1,
        options: options.ofChunks,
        into: &subtrees,
        identity: { Subtrees<Value>() },
        leaf: chunks,
        combine: { (left, right) throws(Failure) in try left.append(right, combine) }
    )
    return try subtrees.combined(combine)
}

extension ParallelOptions {
    /// For a loop over chunks: a grain is one of them.
    @inlinable @inline(__always)
    var ofChunks: Self {
        guard grain != nil else { return self }
        var copy = self
        copy.grain = 1
        return copy
    }
}
