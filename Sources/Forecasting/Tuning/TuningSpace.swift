import DataParallel

/// What a search looks for the best of: one block of combinations after the other.
///
/// Nothing is listed: a point is decoded from its number.
public struct TuningSpace: Sendable, Equatable {
    /// The blocks in order.
    public let blocks: [TuningBlock]

    /// Makes a space.
    ///
    /// - Throws: ``ForecastingError/empty(what:)`` for a space without points.
    public init(_ blocks: [TuningBlock]) throws(ForecastingError) {
        guard !blocks.isEmpty else { throw .empty(what: "model to tune") }
        for block in blocks {
            guard !block.inputs.isEmpty else { throw .empty(what: "input of \(block.model)") }
            for (name, values) in block.settings where values.count == 0 {
                throw .empty(what: "value of \(block.model)'s \(name)")
            }
        }
        self.blocks = blocks
    }

    /// The number of points; nil if a range has no steps, or for more than can be counted.
    public var count: Int? {
        var sum = 0
        for block in blocks {
            guard let count = block.count else { return nil }
            let (total, overflows) = sum.addingReportingOverflow(count)
            if overflows { return nil }
            sum = total
        }
        return sum
    }

    /// The point of a number, from 0: block after block, the last setting fastest.
    ///
    /// - Precondition: The space can be counted and has more points than that.
    public func point(at index: Int) -> TuningPoint {
        var rest = index
        for block in blocks {
            let count = block.count ?? 0
            if rest < count { return block.point(at: rest) }
            rest -= count
        }
        preconditionFailure("a space of \(count ?? 0) points has none with the number \(index)")
    }

    /// What tells the numbers of a search from others of the same seed.
    private static let stream: UInt64 = 0x74_75_6E_69_6E_67

    /// The point that a trial draws: a model, and of it each setting on its own.
    public func point(drawnBy trial: Int, seed: UInt64) -> TuningPoint {
        var random = RandomStream(seed: seed, stream: Self.stream, index: UInt64(trial))
        func place(_ count: Int) -> Int {
            min(count - 1, Int(random.nextUniform() * Double(count)))
        }
        let block = blocks[place(blocks.count)]
        let input = block.inputs[place(block.inputs.count)]
        return TuningPoint(
            model: block.model,
            inputLength: input,
            settings: block.settings.map { ($0.name, $0.values.value(drawn: random.nextUniform())) }
        )
    }
}
