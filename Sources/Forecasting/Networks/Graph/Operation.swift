/// One step of a network, forwards and backwards, for all samples of a micro-batch.
protocol Operation<Scalar>: Sendable {
    associatedtype Scalar: NetworkScalar
    /// What it reads.
    var inputs: [Value] { get }
    /// What it makes.
    var output: Value { get }

    /// Computes the output.
    func forward(_ pass: Pass<Scalar>)
    /// Computes the gradients of parameters and inputs, given that of the output, which it may
    /// overwrite.
    ///
    /// - Parameter adds: Whether the gradient of each input holds something already, of operations
    ///   that come later in the network.
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs)
}

/// A flag for each of an operation's inputs.
struct AddedInputs: OptionSet, Sendable {
    let rawValue: UInt8
    static let first = AddedInputs(rawValue: 1)
    static let second = AddedInputs(rawValue: 2)
}

/// What operations work on.
struct Pass<Scalar: NetworkScalar> {
    /// Samples.
    let rows: Int
    /// Samples that there is room for.
    let capacity: Int
    let values: UnsafeMutablePointer<Scalar>
    let gradients: UnsafeMutablePointer<Scalar>
    /// What operations keep always, and what they keep to go back; nil where nothing is trained.
    let kept: UnsafeMutablePointer<Scalar>
    let keptForTraining: UnsafeMutablePointer<Scalar>?
    /// What operations keep to go back, whatever the samples; nil where nothing is trained.
    let fixed: UnsafeMutablePointer<Scalar>?
    let parameters: UnsafePointer<Scalar>
    let parameterGradients: UnsafeMutablePointer<Scalar>
    /// What each sample was divided by.
    let scales: UnsafePointer<Scalar>
    /// The channel of each sample.
    let channels: UnsafePointer<Int32>
    let randomness: Randomness
    /// Who may help with an operation that is long by itself.
    let parallelism: Parallelism

    @inline(__always)
    func values(_ value: Value) -> UnsafeMutablePointer<Scalar> {
        values + (value.offset * capacity + value.column)
    }

    @inline(__always)
    func gradients(_ value: Value) -> UnsafeMutablePointer<Scalar> {
        gradients + (value.offset * capacity + value.column)
    }

    /// What an operation keeps; nil where it does not.
    @inline(__always)
    func kept(_ kept: Kept) -> UnsafeMutablePointer<Scalar>? {
        (kept.isForTraining ? keptForTraining : self.kept).map { $0 + kept.offset * capacity }
    }

    /// Memory of an operation; there where a network is trained.
    @inline(__always)
    func fixed(_ memory: FixedMemory) -> UnsafeMutablePointer<Scalar> { fixed! + memory.offset }

    @inline(__always)
    func parameters(_ parameter: Parameter) -> UnsafePointer<Scalar> {
        parameters + parameter.offset
    }

    @inline(__always)
    func gradients(_ parameter: Parameter) -> UnsafeMutablePointer<Scalar> {
        parameterGradients + parameter.offset
    }
}

/// What the random numbers of a pass are drawn for.
struct Randomness: Sendable {
    var seed: UInt64 = 0
    /// The number of the first sample; the others follow it.
    var firstSample: UInt64 = 0
    /// Whether units are dropped.
    var drops = false
}
