/// Builds a network operation by operation.
struct NetworkBuilder<Scalar: NetworkScalar> {
    private(set) var operations: [any Operation<Scalar>] = []
    private(set) var parameters: [ParameterDescription] = []
    private var valueWidth = 0
    private var keptWidths = KeptWidths()
    private var valueCount = 0
    private var parameterCount = 0
    let input: Value
    /// The matrices that depend on parameters: gradients of others are not wanted.
    private var trained: Set<Int> = []

    /// Begins a network whose input has so many numbers for each sample.
    init(inputWidth: Int) {
        input = Value(id: 0, offset: 0, column: 0, width: inputWidth, stride: inputWidth)
        valueWidth = inputWidth
        valueCount = 1
    }

    /// A new value.
    mutating func value(width: Int) -> Value {
        let value = Value(
            id: valueCount,
            offset: valueWidth,
            column: 0,
            width: width,
            stride: width
        )
        valueWidth += width
        valueCount += 1
        return value
    }

    /// Numbers that an operation keeps for itself.
    mutating func kept(width: Int, isForTraining: Bool = false) -> Kept {
        defer {
            if isForTraining {
                keptWidths.inTraining += width
            } else {
                keptWidths.always += width
            }
        }
        let offset = isForTraining ? keptWidths.inTraining : keptWidths.always
        return Kept(offset: offset, isForTraining: isForTraining)
    }

    /// Memory for an operation of its own, of so many numbers for however many samples, where a network is trained.
    mutating func fixedMemory(count: Int) -> FixedMemory {
        defer { keptWidths.fixed += (count + Rows.slack - 1) / Rows.slack * Rows.slack }
        return FixedMemory(offset: keptWidths.fixed)
    }

    /// Some columns of a value. All columns that matter must be read by parts that do not overlap.
    mutating func part(of value: Value, _ columns: Range<Int>) -> Value {
        precondition(columns.upperBound <= value.width)
        defer { valueCount += 1 }
        return Value(
            id: valueCount,
            offset: value.offset,
            column: value.column + columns.lowerBound,
            width: columns.count,
            stride: value.stride
        )
    }

    /// A new parameter.
    mutating func parameter(
        _ name: String,
        rows: Int,
        columns: Int,
        _ initialization: Initialization,
        decays: Bool
    ) -> Parameter {
        precondition(!parameters.contains { $0.name == name }, "two parameters are called \(name)")
        parameters.append(
            ParameterDescription(
                name: name,
                rows: rows,
                columns: columns,
                offset: parameterCount,
                initialization: initialization,
                decays: decays
            )
        )
        defer { parameterCount += rows * columns }
        return Parameter(offset: parameterCount, count: rows * columns)
    }

    /// Whether the gradient of a value is wanted.
    func isTrained(_ value: Value) -> Bool { trained.contains(value.offset) }

    /// Appends an operation.
    ///
    /// - Parameter hasParameters: Whether it has some of its own.
    mutating func append(
        _ operation: some Operation<Scalar>,
        hasParameters: Bool = false
    ) -> Value {
        operations.append(operation)
        if hasParameters || operation.inputs.contains(where: isTrained) {
            trained.insert(operation.output.offset)
        }
        return operation.output
    }

    /// The network whose output is a value.
    func network(output: Value) -> Network<Scalar> {
        Network(
            operations: operations,
            goesBack: operations.map { isTrained($0.output) },
            input: input,
            output: output,
            valueWidth: valueWidth,
            keptWidths: keptWidths,
            parameters: parameters
        )
    }
}
