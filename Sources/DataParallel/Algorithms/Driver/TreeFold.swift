/// The chunks of a deterministic fold: they follow from the number of positions and the grain.
@usableFromInline
struct ChunkPlan: Sendable {
    @usableFromInline let positionCount: Int
    @usableFromInline let chunkCount: Int
    @usableFromInline let chunkLength: Int

    /// Chunks of `grain`, else of at least 64 positions and about 4,096 of them.
    @inlinable
    init(positionCount: Int, grain: Int?) {
        self.positionCount = positionCount
        chunkLength = grain ?? max(64, positionCount.dividedUp(by: 4_096))
        chunkCount = positionCount.dividedUp(by: chunkLength)
    }

    @inlinable @inline(__always)
    func lower(_ chunk: Int) -> Int { chunk * chunkLength }

    @inlinable @inline(__always)
    func upper(_ chunk: Int) -> Int { min((chunk + 1) * chunkLength, positionCount) }
}

/// Folds chunks of positions from left to right and combines the chunks' folds in a binary tree
/// that splits at the middle. Same result at any schedule and number of workers.
///
/// - Parameters:
///   - count: At least 1.
///   - leaf: Folds some positions in order.
///   - finishHeavy: Folds the positions from the given one on, which take long each, and returns
///     true; or returns false.
@inlinable
func treeFold<State, Value, Failure: Error>(
    _ state: State,
    count: Int,
    options: ParallelOptions<Failure>,
    identity: () -> Value,
    leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    combine: (inout Value, Value) throws(Failure) -> Void,
    finishHeavy: (Int, inout Value) throws(Failure) -> Bool
) throws(Failure) -> Value {
    let plan = ChunkPlan(positionCount: count, grain: options.grain)
    var region = Region(state, options)
    return try withUnsafeMutablePointer(to: &region) { (region) throws(Failure) -> Value in
        let region = UnsafePointer(region)
        let start = timestampTicks()
        // One position first: it tells heavy ones from others.
        var value = identity()
        try region.pointee.run(0) { () throws(Failure) in
            try leaf(region.pointee.state, 0, 1, &value)
        }
        let firstTime = Timing.microseconds(timestampTicks() &- start)
        if firstTime >= Timing.block, try finishHeavy(1, &value) { return value }
        if plan.upper(0) > 1 {
            try region.pointee.run(0) { () throws(Failure) in
                try leaf(region.pointee.state, 1, plan.upper(0), &value)
            }
        }
        if plan.chunkCount == 1 { return value }

        // Then 1, 2, 4, ... chunks: the left edge of the tree, from the bottom up.
        var level = Int.bitWidth - 1 - plan.chunkCount.leadingZeroBitCount
        var done = 1
        while level > 0 {
            let ticks = timestampTicks() &- start
            let expected =
                Timing.microseconds(ticks) / Double(done) * Double(plan.chunkCount)
            if options.grain != nil || expected >= Timing.inline, currentWorkerCount() > 1 {
                region.pointee.noteSpeed(units: done, ticks: ticks)
                try growTree(
                    region,
                    plan,
                    &value,
                    from: done,
                    to: plan.chunkCount,
                    identity,
                    leaf,
                    combine
                )
                return value
            }
            let next = plan.chunkCount >> (level - 1)
            let right = try sequentialTree(region, plan, done, next, identity, leaf, combine)
            try combine(&value, right)
            done = next
            level -= 1
        }
        return value
    }
}

/// Grows the fold of the first `done` chunks to that of the first `end`, both on the left edge.
@inlinable
func growTree<State, Value, Failure: Error>(
    _ region: UnsafePointer<Region<State, Failure>>,
    _ plan: ChunkPlan,
    _ value: inout Value,
    from done: Int,
    to end: Int,
    _ identity: () -> Value,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    _ combine: (inout Value, Value) throws(Failure) -> Void
) throws(Failure) {
    if done == end { return }
    let middle = end / 2
    let (_, right) = try joinTellingStolen(
        { () throws(Failure) in
            try growTree(
                region,
                plan,
                &value,
                from: done,
                to: middle,
                identity,
                leaf,
                combine
            )
        },
        { (_: Bool) throws(Failure) -> Value in
            try parallelTree(region, plan, middle, end, identity, leaf, combine)
        }
    )
    try combine(&value, right)
}

/// The fold of chunks `lower..<upper`, forking where the cut-off says so.
@inlinable
func parallelTree<State, Value, Failure: Error>(
    _ region: UnsafePointer<Region<State, Failure>>,
    _ plan: ChunkPlan,
    _ lower: Int,
    _ upper: Int,
    _ identity: () -> Value,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    _ combine: (inout Value, Value) throws(Failure) -> Void
) throws(Failure) -> Value {
    let count = upper - lower
    let cutoff = region.pointee.cutoff
    guard count > 1 else {
        let start = timestampTicks()
        let value = try sequentialTree(region, plan, lower, upper, identity, leaf, combine)
        region.pointee.noteSpeed(units: 1, ticks: timestampTicks() &- start)
        return value
    }
    let middle = lower + count / 2
    if count > cutoff {
        var (left, right) = try joinTellingStolen(
            { () throws(Failure) -> Value in
                try parallelTree(region, plan, lower, middle, identity, leaf, combine)
            },
            { (_: Bool) throws(Failure) -> Value in
                try parallelTree(region, plan, middle, upper, identity, leaf, combine)
            }
        )
        try combine(&left, right)
        return left
    }
    let start = timestampTicks()
    var left = try sequentialTree(region, plan, lower, middle, identity, leaf, combine)
    region.pointee.noteSpeed(units: middle - lower, ticks: timestampTicks() &- start)
    // Slower than expected: the other half may be worth splitting.
    let isSlow = upper - middle > region.pointee.cutoff
    let right =
        isSlow
        ? try parallelTree(region, plan, middle, upper, identity, leaf, combine)
        : try sequentialTree(region, plan, middle, upper, identity, leaf, combine)
    try combine(&left, right)
    return left
}

/// The same fold on this thread.
@inlinable
func sequentialTree<State, Value, Failure: Error>(
    _ region: UnsafePointer<Region<State, Failure>>,
    _ plan: ChunkPlan,
    _ lower: Int,
    _ upper: Int,
    _ identity: () -> Value,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    _ combine: (inout Value, Value) throws(Failure) -> Void
) throws(Failure) -> Value {
    if upper - lower == 1 {
        var value = identity()
        let position = plan.lower(lower)
        if region.pointee.isMoot(position) { return value }
        try region.pointee.run(position) { () throws(Failure) in
            try leaf(region.pointee.state, position, plan.upper(lower), &value)
        }
        return value
    }
    let middle = lower + (upper - lower) / 2
    var left = try sequentialTree(region, plan, lower, middle, identity, leaf, combine)
    let right = try sequentialTree(region, plan, middle, upper, identity, leaf, combine)
    try combine(&left, right)
    return left
}
