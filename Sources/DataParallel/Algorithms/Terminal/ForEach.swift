extension ParallelPipeline {
    /// Calls `body` with each element.
    ///
    /// - Parameter body: Runs on any thread, in no given order and at the same time.
    /// - Throws: The error of the lowest index that fails; elements above it may be skipped, those
    ///   below are all visited.
    /// - Complexity: O(*n* / *p*) calls on *p* workers.
    @inlinable @inline(__always)
    public func forEach(
        _ body: @Sendable (Element) throws(Failure) -> Void
    ) throws(Failure) {
        let (stage, runner, options, count) = (stage, stage.runner, options, source.count)
        try source.withAccess { (access) throws(Failure) in
            try adaptiveFold(
                Reading(access, stage),
                stolen: Reading(access, stage, isPlain: stage.isPlain),
                count: count,
                options: options,
                identity: {},
                leaf: { (reading, lower, upper, _: inout Void) throws(Failure) in
                    try reading.run(runner, lower, upper) { (element) throws(Failure) in
                        try body(element)
                        return true
                    }
                },
                combine: { (_, _) throws(Failure) in }
            )
        }
    }
}
