/// The parameters of a network while it is trained, and what the optimiser remembers of each.
///
/// `@unchecked Sendable`: the trainer alone holds it; while its steps run in parallel, each range is
/// touched by one piece of work.
final class ParameterState: @unchecked Sendable {
    let count: Int
    let values: UnsafeMutablePointer<Float>
    /// The aggregated gradient, where it is needed as a whole.
    let gradient: UnsafeMutablePointer<Float>
    private let first: UnsafeMutablePointer<Float>
    private let second: UnsafeMutablePointer<Float>
    /// Where weight decay begins and ends to apply: parameter by parameter.
    private let descriptions: [ParameterDescription]
    private let ranges: [Range<Int>]

    init(_ descriptions: [ParameterDescription], initial: [Float]) {
        count = initial.count
        self.descriptions = descriptions
        // Ranges do not cross from one parameter into the next: what decays differs.
        ranges = descriptions.flatMap { description in
            GradientAggregation.ranges(of: description.count).map {
                ($0.lowerBound + description.offset)..<($0.upperBound + description.offset)
            }
        }
        func memory() -> UnsafeMutablePointer<Float> {
            let memory = UnsafeMutablePointer<Float>.allocate(capacity: initial.count + Rows.slack)
            memory.initialize(repeating: 0, count: initial.count + Rows.slack)
            return memory
        }
        (values, gradient, first, second) = (memory(), memory(), memory(), memory())
        for (index, value) in initial.enumerated() { values[index] = value }
    }

    deinit {
        for memory in [values, gradient, first, second] { memory.deallocate() }
    }

    var array: [Float] { Array(UnsafeBufferPointer(start: values, count: count)) }

    /// Takes up what was stored.
    func restore(_ stored: TrainingState) {
        for (memory, array) in [
            (values, stored.parameters), (first, stored.first), (second, stored.second),
        ] {
            for (index, value) in array.enumerated() { memory[index] = value }
        }
    }

    /// What is to be stored.
    func stored(
        finished: Int,
        isOver: Bool,
        losses: [Double],
        stopping: EarlyStopping.State
    ) -> TrainingState {
        func copy(_ memory: UnsafeMutablePointer<Float>) -> [Float] {
            Array(UnsafeBufferPointer(start: memory, count: count))
        }
        return TrainingState(
            finished: finished,
            isOver: isOver,
            parameters: copy(values),
            first: copy(first),
            second: copy(second),
            losses: losses,
            stopping: stopping
        )
    }

    /// Adds micro-batches' gradients up into ``gradient`` and returns the sum of its squares.
    func aggregate(_ sources: [UnsafePointer<Float>], on parallelism: Parallelism) -> Double {
        // Nobody writes to the gradients meanwhile.
        nonisolated(unsafe) let sources = sources
        let sums = parallelism.map(ranges.count) { index in
            var squares = SIMD8<Double>.zero
            let range = self.ranges[index]
            Rows.forEach(range.count) { place, lanes in
                let place = range.lowerBound &+ place
                let sum = GradientTree.total(sources, place, lanes)
                self.gradient.store(sum, place, lanes)
                for half in [sum.lanes.lowHalf, sum.lanes.highHalf] {
                    let wide = SIMD8<Double>(half)
                    squares += wide * wide
                }
            }
            return squares.sum()
        }
        return sums.reduce(0, +)
    }

    /// Moves all parameters along the sum of micro-batches' gradients.
    func move(
        _ step: OptimizerStep,
        along sources: [UnsafePointer<Float>],
        on parallelism: Parallelism
    ) {
        let decaying = descriptions.filter(\.decays).map { $0.offset..<($0.offset + $0.count) }
        // Nobody writes to the gradients meanwhile.
        nonisolated(unsafe) let sources = sources
        parallelism.forEach(ranges.count) { index in
            let range = self.ranges[index]
            let decays =
                step.weightDecay > 0 && decaying.contains { $0.contains(range.lowerBound) }
            Rows.forEach(range.count) { place, lanes in
                let place = range.lowerBound &+ place
                let gradient = GradientTree.total(sources, place, lanes)
                // What lies behind the range's last number may be written by another piece of work.
                var first = GradientTree.load(self.first, place, lanes)
                var second = GradientTree.load(self.second, place, lanes)
                let moved = step.move(
                    GradientTree.load(self.values, place, lanes),
                    gradient,
                    &first,
                    &second,
                    decays: decays
                )
                self.first.store(first, place, lanes)
                self.second.store(second, place, lanes)
                self.values.store(moved, place, lanes)
            }
        }
    }
}
