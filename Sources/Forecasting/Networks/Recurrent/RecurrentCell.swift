/// What a recurrent layer does in a step, for one sample: sixteen units at a time.
///
/// A unit has four numbers in a step, its slots, each `units` long:
///
/// | cell | slot 0 | slot 1 | slot 2 | slot 3 |
/// |---|---|---|---|---|
/// | LSTM | input gate | forget gate | candidate | output gate |
/// | GRU | candidate | reset gate | update gate | what the state gives to the candidate |
///
/// Before the step they hold what products added, of states and inputs; the step adds the biases, and inputs of one
/// number. What becomes of the sums is the gates; on the way back there are the gradients of the sums, the slopes.
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

/// What a step forwards works on: some rows, each of one sample.
struct RecurrentStep<Scalar> {
    let rows: Int
    let units: Int
    /// What products added.
    let sums: UnsafePointer<Scalar>
    /// One for each slot.
    let bias: UnsafePointer<Scalar>
    /// Where the layer's input is one number: those of the rows, and what they are multiplied by for each slot that
    /// inputs are added to.
    let numbers: UnsafePointer<Scalar>?
    let weights: UnsafePointer<Scalar>?
    /// The state before; nil in the first step.
    let state: UnsafePointer<Scalar>?
    /// The memory before; nil in the first step.
    let memory: UnsafePointer<Scalar>?
    /// Take what became of the sums; nil where nobody asks.
    let gates: UnsafeMutablePointer<Scalar>?
    /// Takes the state.
    let newState: UnsafeMutablePointer<Scalar>
    /// Takes the memory; may be `memory`.
    let newMemory: UnsafeMutablePointer<Scalar>
}

/// What a step backwards works on.
struct RecurrentStepBack<Scalar> {
    let rows: Int
    let units: Int
    /// What became of the sums.
    let gates: UnsafePointer<Scalar>
    /// The gradient of the state; becomes, with a GRU, what goes to the state before past the gates.
    let stateSlope: UnsafeMutablePointer<Scalar>
    /// The gradient of the memory; becomes that of the memory before.
    let memorySlope: UnsafeMutablePointer<Scalar>
    /// The memory after the step.
    let memory: UnsafePointer<Scalar>
    /// The memory before; nil in the first step.
    let oldMemory: UnsafePointer<Scalar>?
    /// The state before; nil in the first step.
    let oldState: UnsafePointer<Scalar>?
    /// Take the gradients of the sums.
    let slopes: UnsafeMutablePointer<Scalar>
    /// The gradient of the biases, added to.
    let biasSlope: UnsafeMutablePointer<Scalar>
    /// Where the layer's input is one number: those of the rows, and the gradient of their weights, added to.
    let numbers: UnsafePointer<Scalar>?
    let weightSlope: UnsafeMutablePointer<Scalar>?
}
