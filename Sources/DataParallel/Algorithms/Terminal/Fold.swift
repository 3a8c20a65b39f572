extension ParallelPipeline where Element: Sendable {
    /// Folds the elements: chunk by chunk in a fixed tree, or in any order if so asked.
    @inlinable @inline(__always)
    func fold<Value>(
        identity: () -> Value,
        leaf: (Source.Access, Int, Int, inout Value) throws(Failure) -> Void,
        update: (inout Value, Element) throws(Failure) -> Void,
        combine: (inout Value, Value) throws(Failure) -> Void
    ) throws(Failure) -> Value {
        let (run, options, count) = (run, options, source.count)
        if count == 0 { return identity() }
        return try source.withAccess { (access) throws(Failure) -> Value in
            if options.isUnordered {
                return try adaptiveFold(
                    access,
                    count: count,
                    options: options,
                    identity: identity,
                    leaf: leaf,
                    combine: combine
                )
            }
            return try treeFold(
                access,
                count: count,
                options: options,
                identity: identity,
                leaf: leaf,
                combine: combine,
                finishHeavy: { (position, value) throws(Failure) in
                    try foldHeavy(
                        access,
                        from: position,
                        count: count,
                        options,
                        &value,
                        identity: identity,
                        run: run,
                        update: update,
                        combine: combine
                    )
                }
            )
        }
    }
}

/// Elements that take long each: computes them in parallel into a buffer and folds that, so that a
/// chunk of them is not one worker's. Returns false if it is not worth it.
@inlinable
func foldHeavy<Access, Element: Sendable, Value, Failure: Error>(
    _ access: Access,
    from start: Int,
    count: Int,
    _ options: ParallelOptions<Failure>,
    _ value: inout Value,
    identity: () -> Value,
    run: (Access, Int, Int, (Element) throws(Failure) -> Bool) throws(Failure) -> Bool,
    update: (inout Value, Element) throws(Failure) -> Void,
    combine: (inout Value, Value) throws(Failure) -> Void
) throws(Failure) -> Bool {
    // With errors the fold's own may come first; with a grain, the grain is the piece.
    guard Failure.self == Never.self, options.grain == nil, count > start else { return false }
    let workers = currentWorkerCount()
    let plan = ChunkPlan(positionCount: count, grain: nil)
    guard workers > 1, plan.chunkCount < 32 * workers else { return false }
    let buffer = try withOutput(count: count - start) {
        (output: Output<[Element]>) throws(Failure) in
        try adaptiveFold(
            Writing(access: access, output: output),
            count: count - start,
            options: options,
            identity: {},
            leaf: { (state, lower, upper, _: inout Void) throws(Failure) in
                for position in lower..<upper {
                    var elements: [Element] = []
                    _ = try run(state.access, start + position, start + position + 1) {
                        elements.append($0)
                        return true
                    }
                    (state.output.elements + position).initialize(to: elements)
                }
            },
            combine: { (_, _) throws(Failure) in }
        )
    }
    func chunk(_ index: Int, _ value: inout Value) throws(Failure) {
        for position in max(start, plan.lower(index))..<plan.upper(index) {
            for element in buffer[position - start] { try update(&value, element) }
        }
    }
    func tree(_ lower: Int, _ upper: Int, _ value: inout Value) throws(Failure) {
        if upper - lower == 1 { return try chunk(lower, &value) }
        let middle = lower + (upper - lower) / 2
        try tree(lower, middle, &value)
        var right = identity()
        try tree(middle, upper, &right)
        try combine(&value, right)
    }
    try tree(0, plan.chunkCount, &value)
    return true
}
