extension ParallelPipeline where Element: Sendable {
    /// The elements as an array, in index order.
    ///
    /// - Throws: The error of the lowest index that fails; elements computed by then are destroyed.
    /// - Complexity: O(*n* / *p*) on *p* workers, then O(*m*) moves for *m* results.
    @inlinable @inline(__always)
    public func collect() throws(Failure) -> [Element] {
        let (stage, runner, options, count) = (stage, stage.runner, options, source.count)
        let segments = try source.withAccess { (access) throws(Failure) -> Segments<Element> in
            try adaptiveFold(
                Reading(access, stage),
                stolen: Reading(access, stage, isPlain: stage.isPlain),
                count: count,
                options: options,
                identity: { Segments<Element>() },
                leaf: { (reading, lower, upper, segments) throws(Failure) in
                    try reading.run(runner, lower, upper) { (element) throws(Failure) in
                        segments.last.append(element)
                        return true
                    }
                },
                combine: { (left, right) throws(Failure) in left.append(right) }
            )
        }
        return segments.joined()
    }
}

/// Results of neighbouring pieces, in order.
@usableFromInline
struct Segments<Element> {
    @usableFromInline var full: [[Element]] = []
    @usableFromInline var last: [Element] = []

    @inlinable
    init() {}

    @inlinable
    mutating func append(_ other: consuming Segments) {
        if other.full.isEmpty && other.last.isEmpty { return }
        if !last.isEmpty { full.append(last) }
        full.append(contentsOf: other.full)
        last = other.last
    }

    @inlinable
    consuming func joined() -> [Element] {
        if full.isEmpty { return last }
        var result: [Element] = []
        result.reserveCapacity(full.reduce(last.count) { $0 + $1.count })
        for segment in full { result.append(contentsOf: segment) }
        result.append(contentsOf: last)
        return result
    }
}

extension IndexedPipeline where Element: Sendable {
    /// The elements as an array, in index order.
    ///
    /// Each element is written to its place; nothing is moved afterwards.
    ///
    /// - Throws: The error of the lowest index that fails; elements computed by then are destroyed.
    /// - Complexity: O(*n* / *p*) on *p* workers; one allocation, two if closures throw.
    @inlinable @inline(__always)
    public func collect() throws(Failure) -> [Element] {
        let (stage, fetch, options, count) = (stage, stage.fetch, options, source.count)
        if count == 0 { return [] }
        return try source.withAccess { (access) throws(Failure) -> [Element] in
            try withOutput(count: count) { (output) throws(Failure) in
                try adaptiveFold(
                    Writing(input: Reading(access, stage), output: output),
                    stolen: Writing(
                        input: Reading(access, stage, isPlain: stage.isPlain),
                        output: output
                    ),
                    count: count,
                    options: options,
                    identity: {},
                    leaf: { (state, lower, upper, _: inout Void) throws(Failure) in
                        let (input, output) = (state.input, state.output)
                        if input.isPlain {
                            try output.fill(lower, upper) { (position) throws(Failure) in
                                try fetch(input.access, position)
                            }
                        } else {
                            try output.fill(lower, upper) { (position) throws(Failure) in
                                try input.stage.element(input.access, position)
                            }
                        }
                    },
                    combine: { (_, _) throws(Failure) in }
                )
            }
        }
    }
}

/// A view of the input and the place for the results.
@usableFromInline
struct Writing<Input, Element> {
    @usableFromInline let input: Input
    @usableFromInline let output: Output<Element>

    @inlinable @inline(__always)
    init(input: Input, output: Output<Element>) {
        self.input = input
        self.output = output
    }
}

/// Uninitialized memory that pieces fill, and which parts of it they have filled.
@usableFromInline
struct Output<Element> {
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    /// A flag for each element; nil when nothing needs to be destroyed after an error.
    @usableFromInline let isInitialized: UnsafeMutablePointer<Bool>?

    @inlinable @inline(__always)
    init(elements: UnsafeMutablePointer<Element>, isInitialized: UnsafeMutablePointer<Bool>?) {
        self.elements = elements
        self.isInitialized = isInitialized
    }

    /// Initializes the elements `lower..<upper`.
    @inlinable @inline(__always)
    func fill<Failure: Error>(
        _ lower: Int,
        _ upper: Int,
        _ element: (Int) throws(Failure) -> Element
    ) throws(Failure) {
        var position = lower
        do throws(Failure) {
            while position < upper {
                (elements + position).initialize(to: try element(position))
                position &+= 1
            }
        } catch {
            mark(lower, position)
            throw error
        }
        if Failure.self != Never.self { mark(lower, upper) }
    }

    /// Notes that the elements `lower..<upper` have been initialized.
    @inlinable @inline(__always)
    func mark(_ lower: Int, _ upper: Int) {
        guard let isInitialized else { return }
        (isInitialized + lower).update(repeating: true, count: upper - lower)
    }
}

/// Makes an array whose elements `body` initializes, all of them unless it throws.
@inlinable @inline(__always)
func withOutput<Element, Failure: Error>(
    count: Int,
    _ body: (Output<Element>) throws(Failure) -> Void
) throws(Failure) -> [Element] {
    let needsFlags = Failure.self != Never.self && !_isPOD(Element.self)
    let flags = needsFlags ? UnsafeMutablePointer<Bool>.allocate(capacity: count) : nil
    flags?.initialize(repeating: false, count: count)
    defer { flags?.deallocate() }
    var failure: Failure?
    let result = [Element](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        let elements = buffer.baseAddress!
        do throws(Failure) {
            try body(Output(elements: elements, isInitialized: flags))
            initializedCount = count
        } catch {
            failure = error
            guard let flags else { return }
            for position in 0..<count where flags[position] {
                (elements + position).deinitialize(count: 1)
            }
        }
    }
    if let failure { throw failure }
    return result
}

extension Array where Element: Sendable {
    /// The elements of a parallel pipeline, in index order; the same as its `collect()`.
    @inlinable @inline(__always)
    public init<P: ParallelPipeline>(_ pipeline: P) throws(P.Failure) where P.Element == Element {
        self = try pipeline.collect()
    }

    /// The elements of a parallel pipeline, in index order; the same as its `collect()`.
    @inlinable @inline(__always)
    public init<Source, Stage: IndexedParallelStage>(
        _ pipeline: IndexedPipeline<Source, Stage>
    ) throws(Stage.Failure) where Stage.Element == Element {
        self = try pipeline.collect()
    }
}
