/// What operations keep for themselves, in numbers for each sample.
struct KeptWidths: Sendable {
    var always = 0
    /// Besides, where a network is trained.
    var inTraining = 0
    /// Where a network is trained, however many samples there are.
    var fixed = 0
}

/// A network: operations on values in the order in which they run. It does not hold parameters.
///
/// All shapes are known when it is built, so a pass allocates nothing.
struct Network<Scalar: NetworkScalar>: Sendable {
    let operations: [any Operation<Scalar>]
    /// For each operation, see ``Operation/backward(_:adds:)``.
    private let adds: [AddedInputs]
    /// Whether anything that is trained comes before an operation's output.
    private let goesBack: [Bool]
    let input: Value
    let output: Value
    /// Numbers of all values for each sample.
    let valueWidth: Int
    let keptWidths: KeptWidths
    let parameters: [ParameterDescription]
    let parameterCount: Int

    init(
        operations: [any Operation<Scalar>],
        goesBack: [Bool],
        input: Value,
        output: Value,
        valueWidth: Int,
        keptWidths: KeptWidths,
        parameters: [ParameterDescription]
    ) {
        self.operations = operations
        self.goesBack = goesBack
        self.input = input
        self.output = output
        self.valueWidth = valueWidth
        self.keptWidths = keptWidths
        self.parameters = parameters
        parameterCount = parameters.reduce(0) { $0 + $1.count }
        var written: Set<Int> = []
        var adds = Array(repeating: AddedInputs(), count: operations.count)
        for index in operations.indices.reversed() where goesBack[index] {
            for (place, value) in operations[index].inputs.enumerated()
            where !written.insert(value.id).inserted {
                adds[index].insert(AddedInputs(rawValue: 1 << place))
            }
        }
        self.adds = adds
    }

    /// Computes the output from the input.
    func forward(_ pass: Pass<Scalar>) { forward(pass, operations.indices) }

    /// Runs some of the operations, whose inputs are there.
    func forward(_ pass: Pass<Scalar>, _ range: Range<Int>) {
        for operation in operations[range] { operation.forward(pass) }
    }

    /// The first operation that draws random numbers; nil if there is none.
    var firstRandom: Int? { operations.firstIndex { $0 is Dropout<Scalar> } }

    /// Computes the gradients of all parameters, given that of the output.
    func backward(_ pass: Pass<Scalar>) {
        for index in operations.indices.reversed() where goesBack[index] {
            operations[index].backward(pass, adds: adds[index])
        }
    }
}
