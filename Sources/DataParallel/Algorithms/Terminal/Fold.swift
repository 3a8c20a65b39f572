extension ParallelPipeline where Element: Sendable {
    /// Folds the elements: chunk by chunk in a fixed tree, or in any order if so asked.
    @inlinable @inline(__always)
    func fold<Value>(
        identity: () -> Value,
        leaf: (Reading<Stage>, Int, Int, inout Value) throws(Failure) -> Void,
        update: (inout Value, Element) throws(Failure) -> Void,
        combine: (inout Value, Value) throws(Failure) -> Void
    ) throws(Failure) -> Value {
        let (stage, options, count) = (stage, options, source.count)
        if count == 0 { return identity() }
        return try source.withAccess { (access) throws(Failure) -> Value in
            if options.isUnordered {
                return try adaptiveFold(
                    Reading(access, stage),
                    stolen: Reading(access, stage, isPlain: stage.isPlain),
                    count: count,
                    options: options,
                    identity: identity,
                    leaf: leaf,
                    combine: combine
                )
            }
            return try treeFold(
                Reading(access, stage),
                stolen: Reading(access, stage, isPlain: stage.isPlain),
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
                        stage,
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
func foldHeavy<Stage: ParallelStage, Value>(
    _ access: Stage.Access,
    from start: Int,
    count: Int,
    _ options: ParallelOptions<Stage.Failure>,
    _ value: inout Value,
    identity: () -> Value,
    _ stage: Stage,
    update: (inout Value, Stage.Element) throws(Stage.Failure) -> Void,
    combine: (inout Value, Value) throws(Stage.Failure) -> Void
) throws(Stage.Failure) -> Bool {
    // With errors the fold's own may come first; with a grain, the grain is the piece.
    guard Stage.Failure.self == Never.self, options.grain == nil, count > start else {
        return false
    }
    let workers = currentWorkerCount()
    let plan = ChunkPlan(positionCount: count, grain: nil)
    guard workers > 1, plan.chunkCount < 32 * workers else { return false }
    let buffer = try withOutput(count: count - start) {
        (output: Output<[Stage.Element]>) throws(Stage.Failure) in
        try adaptiveFold(
            Writing(input: access, output: output),
            stolen: Writing(input: access, output: output),
            count: count - start,
            options: options,
            identity: {},
            leaf: { (state, lower, upper, _: inout Void) throws(Stage.Failure) in
                for position in lower..<upper {
                    var elements: [Stage.Element] = []
                    _ = try stage.run(state.input, start + position, start + position + 1) {
                        elements.append($0)
                        return true
                    }
                    (state.output.elements + position).initialize(to: elements)
                }
            },
            combine: { (_, _) throws(Stage.Failure) in }
        )
    }
    func chunk(_ index: Int, _ value: inout Value) throws(Stage.Failure) {
        for position in max(start, plan.lower(index))..<plan.upper(index) {
            for element in buffer[position - start] { try update(&value, element) }
        }
    }
    try chunk(0, &value)
    var subtrees = Subtrees(first: value)
    for index in 1..<max(1, plan.chunkCount) {
        var next = identity()
        try chunk(index, &next)
        try subtrees.append(level: 0, index: index, next, combine)
    }
    value = try subtrees.combined(combine)
    return true
}
