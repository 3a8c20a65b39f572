/// Folds the positions `0..<count` from left to right in pieces that follow from timing.
///
/// Where the pieces are cut depends on the schedule: the result does not if `combine` is
/// associative and `identity` is neutral. Elements are combined in index order.
///
/// - Parameters:
///   - state: What the leaf reads through.
///   - stolenState: The same for the leaf in pieces that another worker takes.
///   - leaf: Folds some positions in order. It throws the error of the lowest one that fails.
///   - combine: Appends a fold of higher positions.
/// - Throws: The error of the lowest position that fails.
@inlinable @inline(__always)
func adaptiveFold<State, Value, Failure: Error>(
    _ state: State,
    stolen stolenState: State,
    count: Int,
    options: ParallelOptions<Failure>,
    identity: () -> Value,
    leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    combine: (inout Value, Value) throws(Failure) -> Void
) throws(Failure) -> Value {
    var value = identity()
    try adaptiveFold(
        state,
        stolen: stolenState,
        count: count,
        options: options,
        into: &value,
        identity: identity,
        leaf: leaf,
        combine: combine
    )
    return value
}

/// The same, added to a value.
@inlinable @inline(__always)
func adaptiveFold<State, Value, Failure: Error>(
    _ state: State,
    stolen stolenState: State,
    count: Int,
    options: ParallelOptions<Failure>,
    into value: inout Value,
    identity: () -> Value,
    leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    combine: (inout Value, Value) throws(Failure) -> Void
) throws(Failure) {
    guard count > 0 else { return }
    let cancellation = options.cancellation
    try foldLoop(
        LoopCursor(count: count, grain: options.grain, mustPause: cancellation != nil),
        &value,
        state,
        cancellation,
        leaf,
        combine,
        stolen: { piece in foldStolen(piece, stolenState, cancellation, identity, leaf, combine) }
    )
}

/// - Parameter stolen: What thieves call. Its words are captured and its context lives until
///   ``keepAlive(_:)``, after the last moment at which a thief can have it: so it must be one value,
///   a parameter.
@inlinable @inline(__always)
func foldLoop<State, Value, Failure: Error>(
    _ cursor: consuming LoopCursor,
    _ value: inout Value,
    _ state: State,
    _ cancellation: ParallelOptions<Failure>.Cancellation?,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    _ combine: (inout Value, Value) throws(Failure) -> Void,
    stolen: (UnsafeMutableRawPointer) -> Void
) throws(Failure) {
    defer { if cursor.region != nil { keepAlive(stolen) } }
    try foldBlocks(&cursor, &value, state, cancellation, leaf, combine) { region in
        capture(stolen, &region.pointee.stolen)
    }
}

/// The loop itself: compiled into the function that calls it, with all stages in one body.
@inlinable @inline(__always)
func foldBlocks<State, Value, Failure: Error>(
    _ cursor: inout LoopCursor,
    _ value: inout Value,
    _ state: State,
    _ cancellation: ParallelOptions<Failure>.Cancellation?,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    _ combine: (inout Value, Value) throws(Failure) -> Void,
    start: (UnsafeMutablePointer<LoopRegion>) -> Void
) throws(Failure) {
    do throws(Failure) {
        while true {
            if cursor.lower < cursor.upper {
                if let cancellation, cancellation.token.isCancelled { throw cancellation.error }
                try leaf(state, cursor.lower, cursor.upper, &value)
            }
            var step = cursor.next()
            while step == .stolen {
                if let outcome = takeOutcome(of: cursor.taken, Value.self, Failure.self) {
                    try combine(&value, outcome.get())
                }
                step = cursor.next()
            }
            if step == .end { return }
            if step == .start, let region = cursor.region {
                start(region)
                cursor.begin()
            }
        }
    } catch {
        cursor.stop()
        while cursor.drain() {
            _ = takeOutcome(of: cursor.taken, Value.self, Failure.self)
        }
        throw error
    }
}

/// What a thief runs.
@inlinable @inline(__always)
func foldStolen<State, Value, Failure: Error>(
    _ piece: UnsafeMutableRawPointer,
    _ state: State,
    _ cancellation: ParallelOptions<Failure>.Cancellation?,
    _ identity: () -> Value,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    _ combine: (inout Value, Value) throws(Failure) -> Void
) {
    let piece = piece.assumingMemoryBound(to: LoopPiece.self)
    var cursor = LoopCursor(piece)
    var value = identity()
    let outcome: Result<Value, Failure>
    do throws(Failure) {
        if !cursor.isMoot {
            try foldBlocks(&cursor, &value, state, cancellation, leaf, combine) { _ in }
        }
        if MemoryLayout<Value>.size == 0 { return }
        outcome = .success(value)
    } catch {
        outcome = .failure(error)
    }
    let memory =
        if LoopPiece.hasRoom(for: Result<Value, Failure>.self) {
            withUnsafeMutablePointer(to: &piece.pointee.room) { UnsafeMutableRawPointer($0) }
        } else {
            UnsafeMutableRawPointer(
                UnsafeMutablePointer<Result<Value, Failure>>.allocate(capacity: 1)
            )
        }
    memory.assumingMemoryBound(to: Result<Value, Failure>.self).initialize(to: outcome)
    piece.pointee.result = memory
}

/// The result that a thief has left; nil where there is nothing to tell.
@inlinable
func takeOutcome<Value, Failure: Error>(
    of piece: UnsafeMutablePointer<LoopPiece>?,
    _: Value.Type,
    _: Failure.Type
) -> Result<Value, Failure>? {
    guard let memory = piece?.pointee.result else { return nil }
    let result = memory.assumingMemoryBound(to: Result<Value, Failure>.self)
    let outcome = result.move()
    if !LoopPiece.hasRoom(for: Result<Value, Failure>.self) { result.deallocate() }
    return outcome
}
