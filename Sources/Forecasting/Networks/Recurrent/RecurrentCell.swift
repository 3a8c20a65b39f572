/// What a recurrent layer does in a step, for one sample: sixteen units at a time.
///
/// A unit has four numbers in a step, its slots, each `units` long:
///
/// | cell | slot 0 | slot 1 | slot 2 | slot 3 |
/// |---|---|---|---|---|
/// | LSTM | input gate | forget gate | candidate | output gate |
/// | GRU | candidate | reset gate | update gate | what the state gives to the candidate |
///
/// Before the step they hold the sums of inputs, states and biases, after it what became of them, on the way back
/// the gradients of the sums.
enum RecurrentCell: Sendable {
    /// S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 1997; with the forget gate of F. A.
    /// Gers et al., 2000.
    case lstm
    /// K. Cho et al., "Learning phrase representations using RNN encoder-decoder", EMNLP 2014; the state is reset
    /// after its product, as PyTorch and cuDNN have it.
    case gru

    /// The slots that inputs are added to, and those that the state is.
    var inputSlots: Range<Int> { self == .lstm ? 0..<4 : 0..<3 }
    var stateSlots: Range<Int> { self == .lstm ? 0..<4 : 1..<4 }
    /// Whether there is a memory besides the state.
    var hasMemory: Bool { self == .lstm }
}

extension RecurrentCell {
    /// A step forwards.
    ///
    /// - Parameters:
    ///   - slots: The sums; becomes the gates.
    ///   - state: The state before; not looked at in the first step.
    ///   - memory: The memory before.
    ///   - newState: Takes the state.
    ///   - newMemory: Takes the memory; may be `memory`.
    @inline(__always)
    func step<Scalar: NetworkScalar>(
        _ units: Int,
        _ slots: UnsafeMutablePointer<Scalar>,
        state: UnsafePointer<Scalar>?,
        memory: UnsafePointer<Scalar>?,
        newState: UnsafeMutablePointer<Scalar>,
        newMemory: UnsafeMutablePointer<Scalar>
    ) {
        let (first, second, third) = (slots + units, slots + 2 &* units, slots + 3 &* units)
        switch self {
        case .lstm:
            Rows.forEach(units) { place, lanes in
                let enter = slots.load(place).sigmoid
                let forget = first.load(place).sigmoid
                let candidate = second.load(place).hyperbolicTangent
                let leave = third.load(place).sigmoid
                var cell = enter * candidate
                if let memory { cell += forget * memory.load(place) }
                slots.store(enter, place, lanes)
                first.store(forget, place, lanes)
                second.store(candidate, place, lanes)
                third.store(leave, place, lanes)
                newMemory.store(cell, place, lanes)
                newState.store(leave * cell.hyperbolicTangent, place, lanes)
            }
        case .gru:
            Rows.forEach(units) { place, lanes in
                let given = third.load(place)
                let reset = first.load(place).sigmoid
                let update = second.load(place).sigmoid
                let candidate = (slots.load(place) + reset * given).hyperbolicTangent
                var result = (1 - update) * candidate
                if let state { result += update * state.load(place) }
                slots.store(candidate, place, lanes)
                first.store(reset, place, lanes)
                second.store(update, place, lanes)
                newState.store(result, place, lanes)
            }
        }
    }

    /// A step backwards.
    ///
    /// - Parameters:
    ///   - slots: The gates; becomes the gradients of the sums.
    ///   - stateSlope: The gradient of the state; becomes, with a GRU, what goes to the state before past the gates.
    ///   - memorySlope: The gradient of the memory; becomes that of the memory before.
    ///   - memory: The memory after the step.
    ///   - oldMemory: The memory before; nil in the first step.
    ///   - oldState: The state before; nil in the first step.
    @inline(__always)
    func stepBack<Scalar: NetworkScalar>(
        _ units: Int,
        _ slots: UnsafeMutablePointer<Scalar>,
        stateSlope: UnsafeMutablePointer<Scalar>,
        memorySlope: UnsafeMutablePointer<Scalar>,
        memory: UnsafePointer<Scalar>,
        oldMemory: UnsafePointer<Scalar>?,
        oldState: UnsafePointer<Scalar>?
    ) {
        let (first, second, third) = (slots + units, slots + 2 &* units, slots + 3 &* units)
        switch self {
        case .lstm:
            Rows.forEach(units) { place, lanes in
                let (enter, forget) = (slots.load(place), first.load(place))
                let (candidate, leave) = (second.load(place), third.load(place))
                let shown = memory.load(place).hyperbolicTangent
                let slope = stateSlope.load(place)
                let cell = memorySlope.load(place) + slope * leave * (1 - shown * shown)
                let old = oldMemory?.load(place) ?? .zero
                slots.store(cell * candidate * enter * (1 - enter), place, lanes)
                first.store(cell * old * forget * (1 - forget), place, lanes)
                second.store(cell * enter * (1 - candidate * candidate), place, lanes)
                third.store(slope * shown * leave * (1 - leave), place, lanes)
                memorySlope.store(cell * forget, place, lanes)
            }
        case .gru:
            Rows.forEach(units) { place, lanes in
                let (candidate, reset) = (slots.load(place), first.load(place))
                let (update, given) = (second.load(place), third.load(place))
                let slope = stateSlope.load(place)
                let old = oldState?.load(place) ?? .zero
                let inside = slope * (1 - update) * (1 - candidate * candidate)
                slots.store(inside, place, lanes)
                first.store(inside * given * reset * (1 - reset), place, lanes)
                second.store(slope * (old - candidate) * update * (1 - update), place, lanes)
                third.store(inside * reset, place, lanes)
                stateSlope.store(slope * update, place, lanes)
            }
        }
    }
}
