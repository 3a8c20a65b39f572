/// Folds the positions `0..<count` from left to right in pieces that follow from timing.
///
/// Where the pieces are cut depends on the schedule: the result does not if `combine` is
/// associative and `identity` is neutral. Elements are combined in index order.
///
/// - Parameters:
///   - leaf: Folds some positions in order. It throws the error of the lowest one that fails.
///   - combine: Appends a fold of higher positions.
/// - Throws: The error of the lowest position that fails.
@inlinable
func adaptiveFold<State, Value, Failure: Error>(
    _ state: State,
    count: Int,
    options: ParallelOptions<Failure>,
    identity: () -> Value,
    leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    combine: (inout Value, Value) throws(Failure) -> Void
) throws(Failure) -> Value {
    var value = identity()
    guard count > 0 else { return value }
    var region = Region(state, options)
    try withUnsafeMutablePointer(to: &region) { (region) throws(Failure) in
        var position = 0
        if let grain = options.grain {
            region.pointee.cutoff = grain
        } else {
            position = try probe(UnsafePointer(region), count, &value, leaf)
            if position == count { return }
        }
        if currentWorkerCount() == 1 {
            try sequentialPieces(UnsafePointer(region), position, count, &value, leaf)
        } else {
            try adaptivePiece(
                UnsafePointer(region),
                position,
                count,
                &value,
                identity,
                leaf,
                combine
            )
        }
    }
    return value
}

/// Runs the first positions in blocks of 1, then up to 8 times as many, while all of them are
/// expected to be done in a few microseconds. Returns where it stopped and sets the cut-off.
@inlinable
func probe<State, Value, Failure: Error>(
    _ region: UnsafePointer<Region<State, Failure>>,
    _ count: Int,
    _ value: inout Value,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void
) throws(Failure) -> Int {
    let start = timestampTicks()
    var blockStart = start
    var position = 0
    var block = 1
    while true {
        try region.pointee.run(position) { () throws(Failure) in
            try leaf(region.pointee.state, position, position + block, &value)
        }
        position += block
        if position == count { return position }
        let now = timestampTicks()
        let spent = Timing.microseconds(now &- start)
        let blockTime = Timing.microseconds(now &- blockStart)
        let expected = spent + blockTime / Double(block) * Double(count - position)
        // The very first positions wait for memory; believe them only if they are slow.
        let isTelling = position > 8 || blockTime >= Timing.block
        if spent >= Timing.inline || isTelling && expected >= Timing.inline {
            let cutoff = Timing.units(in: Timing.piece, at: block, per: now &- blockStart)
            region.pointee.cutoff = cutoff
            return position
        }
        let fitting = Timing.units(in: Timing.block, at: block, per: now &- blockStart)
        block = min(min(block * 8, fitting), count - position)
        blockStart = now
    }
}

/// Runs positions in order, looking at the token now and then.
@inlinable
func sequentialPieces<State, Value, Failure: Error>(
    _ region: UnsafePointer<Region<State, Failure>>,
    _ lower: Int,
    _ upper: Int,
    _ value: inout Value,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void
) throws(Failure) {
    var position = lower
    while position < upper {
        let cutoff = region.pointee.cutoff
        let isDivided = region.pointee.hasFixedCutoff || region.pointee.cancellation != nil
        let end = isDivided ? min(position + cutoff, upper) : upper
        let start = timestampTicks()
        try region.pointee.run(position) { () throws(Failure) in
            try leaf(region.pointee.state, position, end, &value)
        }
        region.pointee.noteSpeed(units: end - position, ticks: timestampTicks() &- start)
        position = end
    }
}

@inlinable
func adaptivePiece<State, Value, Failure: Error>(
    _ region: UnsafePointer<Region<State, Failure>>,
    _ lower: Int,
    _ upper: Int,
    _ value: inout Value,
    _ identity: () -> Value,
    _ leaf: (State, Int, Int, inout Value) throws(Failure) -> Void,
    _ combine: (inout Value, Value) throws(Failure) -> Void
) throws(Failure) {
    if region.pointee.isMoot(lower) { return }
    let cutoff = region.pointee.cutoff
    if upper - lower > cutoff {
        let middle = lower + (upper - lower) / 2
        let (_, right) = try joinTellingStolen(
            { () throws(Failure) in
                try adaptivePiece(region, lower, middle, &value, identity, leaf, combine)
            },
            { (_: Bool) throws(Failure) -> Value in
                var right = identity()
                try adaptivePiece(region, middle, upper, &right, identity, leaf, combine)
                return right
            }
        )
        try combine(&value, right)
        return
    }
    if region.pointee.hasFixedCutoff {
        return try region.pointee.run(lower) { () throws(Failure) in
            try leaf(region.pointee.state, lower, upper, &value)
        }
    }
    // Two blocks, so that a piece that turns out slow can still be split.
    var position = lower
    var blockStart = timestampTicks()
    while position < upper {
        let end = min(position + max(1, cutoff / 2), upper)
        try region.pointee.run(position) { () throws(Failure) in
            try leaf(region.pointee.state, position, end, &value)
        }
        let now = timestampTicks()
        region.pointee.noteSpeed(units: end - position, ticks: now &- blockStart)
        position = end
        blockStart = now
        if upper - position > region.pointee.cutoff {
            return try adaptivePiece(
                region,
                position,
                upper,
                &value,
                identity,
                leaf,
                combine
            )
        }
    }
}
