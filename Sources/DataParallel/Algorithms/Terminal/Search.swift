extension ParallelPipeline {
    /// The number of elements that satisfy a predicate.
    ///
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p*) on *p* workers.
    @inlinable @inline(__always)
    public func count(
        where predicate: @Sendable (Element) throws(Failure) -> Bool
    ) throws(Failure) -> Int {
        let (stage, runner, options, count) = (stage, stage.runner, options, source.count)
        return try source.withAccess { (access) throws(Failure) -> Int in
            try adaptiveFold(
                Reading(access, stage),
                stolen: Reading(access, stage, isPlain: stage.isPlain),
                count: count,
                options: options,
                identity: { 0 },
                leaf: { (reading, lower, upper, total: inout Int) throws(Failure) in
                    var matches = 0
                    try reading.run(runner, lower, upper) { (element) throws(Failure) in
                        matches &+= try predicate(element) ? 1 : 0
                        return true
                    }
                    total += matches
                },
                combine: { (left, right) throws(Failure) in left += right }
            )
        }
    }

    /// Whether an element satisfies a predicate.
    ///
    /// Stops early: pieces after one with a match are skipped.
    ///
    /// - Throws: The error of the lowest index that fails, if there is no match below it.
    /// - Complexity: O(*n* / *p*) on *p* workers.
    @inlinable @inline(__always)
    public func contains(
        where predicate: @Sendable (Element) throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        try firstResult { (element) throws(Failure) -> Void? in
            try predicate(element) ? () : nil
        } != nil
    }

    /// Whether all elements satisfy a predicate.
    ///
    /// Stops early: pieces after one with a counterexample are skipped.
    ///
    /// - Throws: The error of the lowest index that fails, if there is no counterexample below it.
    /// - Complexity: O(*n* / *p*) on *p* workers.
    @inlinable @inline(__always)
    public func allSatisfy(
        _ predicate: @Sendable (Element) throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        try firstResult { (element) throws(Failure) -> Void? in
            try predicate(element) ? nil : ()
        } == nil
    }

    /// The first result that is not nil.
    @inlinable @inline(__always)
    func firstResult<Found: Sendable>(
        _ transform: (Element) throws(Failure) -> Found?
    ) throws(Failure) -> Found? {
        let (stage, runner, count) = (stage, stage.runner, source.count)
        let options = ParallelOptions<EarlyExit<Found, Failure>>(stopping: options)
        do throws(EarlyExit<Found, Failure>) {
            try source.withAccess { (access) throws(EarlyExit<Found, Failure>) in
                try adaptiveFold(
                    Reading(access, stage),
                    stolen: Reading(access, stage, isPlain: stage.isPlain),
                    count: count,
                    options: options,
                    identity: {},
                    leaf: {
                        (reading, lower, upper, _: inout Void) throws(EarlyExit<Found, Failure>) in
                        var found: Found?
                        do throws(Failure) {
                            try reading.run(runner, lower, upper) { (element) throws(Failure) in
                                found = try transform(element)
                                return found == nil
                            }
                        } catch {
                            throw .failed(error)
                        }
                        if let found { throw .found(found) }
                    },
                    combine: { (_, _) throws(EarlyExit<Found, Failure>) in }
                )
            }
            return nil
        } catch {
            switch error {
            case .found(let found): return found
            case .failed(let error): throw error
            }
        }
    }
}

extension ParallelPipeline where Element: Sendable {
    /// The first element that satisfies a predicate: the one of the lowest index at any schedule.
    ///
    /// Stops early: pieces after one with a match are skipped.
    ///
    /// - Throws: The error of the lowest index that fails, if there is no match below it.
    /// - Complexity: O(*n* / *p*) on *p* workers.
    @inlinable @inline(__always)
    public func first(
        where predicate: @Sendable (Element) throws(Failure) -> Bool
    ) throws(Failure) -> Element? {
        try firstResult { (element) throws(Failure) -> Element? in
            try predicate(element) ? element : nil
        }
    }
}

/// Why a search stopped. A match is thrown like an error: the lowest one wins.
@usableFromInline
enum EarlyExit<Found: Sendable, Failure: Error>: Error {
    case found(Found)
    case failed(Failure)
}

extension ParallelOptions {
    @inlinable @inline(__always)
    init<Found, Base>(stopping options: ParallelOptions<Base>)
    where Failure == EarlyExit<Found, Base> {
        self.init(
            grain: options.grain,
            isUnordered: false,
            cancellation: options.cancellation.map {
                Cancellation(token: $0.token, error: .failed($0.error))
            }
        )
    }
}
