/// A recurrent layer: step after step, from the inputs and the state that the step before left.
///
/// Input and output are time-major (see ``TimeMajor``). What inputs add to the sums is computed by one product for
/// as many steps as the cache holds (inputs of one number are left to the steps), and so are, on the way back, the
/// gradients of weights and inputs; only the state's products go step by step.
struct RecurrentLayer<Scalar: NetworkScalar>: Operation {
    let cell: RecurrentCell
    let input: Value
    /// All states, or the last one.
    let output: Value
    let steps: Int
    let units: Int
    /// inputs x slots that inputs are added to.
    let inputWeights: Parameter
    /// units x slots that the state is added to.
    let stateWeights: Parameter
    /// One for each slot.
    let bias: Parameter
    /// Whether the output has all states.
    let givesAll: Bool
    /// Whether the gradient of the input is wanted.
    let goesBack: Bool
    /// Step by step: the gates, the memories, and the states where the output has only the last.
    let gates: Kept
    let memories: Kept
    let states: Kept
    /// The gradients of state and memory on the way back.
    let slopes: Kept
    /// The gradients of the sums of some steps.
    let sumSlopes: Kept
    /// Sums of some steps, and where nothing is trained a memory and two states.
    let scratch: Kept
    /// The state's weights turned round, for the way back: products of turned factors take longer.
    let turnedWeights: FixedMemory

    var inputs: [Value] { [input] }
    private var inputCount: Int { input.width / steps }
    /// Products of one number are a waste.
    private var inputIsNumber: Bool { inputCount == 1 }
    private var inputColumns: Int { cell.inputSlots.count * units }
    private var stateColumns: Int { cell.stateSlots.count * units }
    /// Where the slots that the state is added to begin.
    private var stateColumn: Int { cell.stateSlots.lowerBound * units }

    /// Steps whose inputs are multiplied at once; those of one number are left to the steps.
    static func blockLength(_ steps: Int, inputCount: Int) -> Int {
        inputCount == 1 ? 1 : min(steps, 8)
    }

    /// Steps whose weights' gradients are.
    static var gradientBlockLength: Int { 8 }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (rows, units) = (pass.rows, units)
        let (stateSize, slotSize) = (rows &* units, rows &* 4 &* units)
        let x = pass.values(input)
        let result = pass.values(output)
        let allGates = pass.kept(gates)
        let allMemories = pass.kept(memories)
        let allStates = givesAll ? result : pass.kept(states)
        let block = Self.blockLength(steps, inputCount: inputCount)
        let scratch = pass.kept(self.scratch)!
        let bias = UnsafePointer(pass.parameters(self.bias))
        let weights = inputIsNumber ? UnsafePointer(pass.parameters(inputWeights)) : nil
        let spareMemory = scratch + block &* slotSize
        let spareStates = spareMemory + stateSize
        func state(_ step: Int) -> UnsafeMutablePointer<Scalar> {
            if let allStates { return allStates + step &* stateSize }
            return spareStates + (step & 1) &* stateSize
        }
        func memory(_ step: Int) -> UnsafeMutablePointer<Scalar> {
            guard cell.hasMemory, let allMemories else { return spareMemory }
            return allMemories + step &* stateSize
        }
        for first in stride(from: 0, to: steps, by: block) {
            let count = min(block, steps &- first)
            if inputIsNumber {
                if first == 0 { scratch.update(repeating: 0, count: slotSize) }
            } else {
                multiplyInputs(
                    pass,
                    x + first &* rows &* inputCount,
                    to: scratch,
                    rows: count &* rows
                )
            }
            for step in first..<(first &+ count) {
                let sums = scratch + (step &- first) &* slotSize
                if step > 0 { addState(pass, state(step &- 1), to: sums) }
                let old = max(0, step &- 1)
                let (memory, newMemory) = (memory(old), memory(step))
                let (state, newState) = (state(old), state(step))
                Scalar.step(
                    cell,
                    RecurrentStep(
                        rows: rows,
                        units: units,
                        sums: UnsafePointer(sums),
                        bias: bias,
                        numbers: inputIsNumber ? UnsafePointer(x + step &* rows) : nil,
                        weights: weights,
                        state: step > 0 ? UnsafePointer(state) : nil,
                        memory: step > 0 ? UnsafePointer(memory) : nil,
                        gates: allGates.map { $0 + step &* slotSize },
                        newState: newState,
                        newMemory: newMemory
                    )
                )
            }
        }
        if !givesAll { result.update(from: state(steps &- 1), count: stateSize) }
    }

    /// What inputs of several numbers add, and nothing where the state alone adds.
    private func multiplyInputs(
        _ pass: Pass<Scalar>,
        _ x: UnsafeMutablePointer<Scalar>,
        to sums: UnsafeMutablePointer<Scalar>,
        rows: Int
    ) {
        let width = 4 &* units
        if inputColumns < width {
            for row in 0..<rows {
                let rest = sums + row &* width + inputColumns
                rest.update(repeating: 0, count: width &- inputColumns)
            }
        }
        Scalar.product(
            Factor(values: x, stride: inputCount),
            Factor(values: pass.parameters(inputWeights), stride: inputColumns),
            0,
            sums,
            stride: width,
            m: rows,
            n: inputColumns,
            k: inputCount
        )
    }

    /// Adds what the state gives to the products of a step; they are the first ones where inputs are numbers.
    private func addState(
        _ pass: Pass<Scalar>,
        _ state: UnsafeMutablePointer<Scalar>,
        to sums: UnsafeMutablePointer<Scalar>
    ) {
        Scalar.product(
            Factor(values: state, stride: units),
            Factor(values: pass.parameters(stateWeights), stride: stateColumns),
            inputIsNumber ? 0 : 1,
            sums + stateColumn,
            stride: 4 &* units,
            m: pass.rows,
            n: stateColumns,
            k: units
        )
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let (rows, units) = (pass.rows, units)
        let (stateSize, slotSize) = (rows &* units, rows &* 4 &* units)
        let given = pass.gradients(output)
        let allGates = pass.kept(gates)!
        let sumSlopes = pass.kept(self.sumSlopes)!
        let memories = pass.kept(self.memories)!
        let states = givesAll ? pass.values(output) : pass.kept(self.states)!
        let stateSlopes = pass.kept(slopes)!
        let memorySlopes = stateSlopes + stateSize
        let x = pass.values(input)
        let turned = pass.fixed(turnedWeights)
        turnWeights(pass, to: turned)
        pass.gradients(inputWeights).update(repeating: 0, count: inputWeights.count)
        pass.gradients(stateWeights).update(repeating: 0, count: stateWeights.count)
        pass.gradients(bias).update(repeating: 0, count: bias.count)
        memorySlopes.update(repeating: 0, count: stateSize)
        stateSlopes.update(
            from: givesAll ? given + (steps &- 1) &* stateSize : given,
            count: stateSize
        )
        let block = Self.gradientBlockLength
        for first in stride(from: (steps &- 1) / block &* block, through: 0, by: -block) {
            let end = min(first &+ block, steps)
            for step in stride(from: end &- 1, through: first, by: -1) {
                let slopes = sumSlopes + (step &- first) &* slotSize
                let (old, hasOld) = (step &- 1, step > 0)
                let memory = memories + (cell.hasMemory ? step &* stateSize : 0)
                Scalar.stepBack(
                    cell,
                    RecurrentStepBack(
                        rows: rows,
                        units: units,
                        gates: UnsafePointer(allGates + step &* slotSize),
                        stateSlope: stateSlopes,
                        memorySlope: memorySlopes,
                        memory: memory,
                        oldMemory: hasOld && cell.hasMemory
                            ? UnsafePointer(memory - stateSize) : nil,
                        oldState: hasOld ? UnsafePointer(states + old &* stateSize) : nil,
                        slopes: slopes,
                        biasSlope: pass.gradients(bias),
                        numbers: inputIsNumber ? UnsafePointer(x + step &* rows) : nil,
                        weightSlope: inputIsNumber ? pass.gradients(inputWeights) : nil
                    )
                )
                if step > 0 {
                    goBack(
                        pass,
                        slopes,
                        turned,
                        to: stateSlopes,
                        givesAll ? given + old &* stateSize : nil
                    )
                }
            }
            addGradients(pass, first..<end, sumSlopes, states, adds: adds)
        }
    }

    private func turnWeights(_ pass: Pass<Scalar>, to turned: UnsafeMutablePointer<Scalar>) {
        let weights = pass.parameters(stateWeights)
        for column in 0..<stateColumns {
            for unit in 0..<units {
                turned[column &* units &+ unit] = weights[unit &* stateColumns &+ column]
            }
        }
    }

    /// The gradient of the state before a step.
    private func goBack(
        _ pass: Pass<Scalar>,
        _ sumSlopes: UnsafeMutablePointer<Scalar>,
        _ turned: UnsafeMutablePointer<Scalar>,
        to slopes: UnsafeMutablePointer<Scalar>,
        _ given: UnsafeMutablePointer<Scalar>?
    ) {
        let size = pass.rows &* units
        var isThere = !cell.hasMemory
        if let given {
            if isThere {
                Rows.forEach(size) { place, lanes in
                    slopes.store(slopes.load(place) + given.load(place), place, lanes)
                }
            } else {
                slopes.update(from: given, count: size)
                isThere = true
            }
        }
        Scalar.product(
            Factor(values: sumSlopes + stateColumn, stride: 4 &* units),
            Factor(values: turned, stride: units),
            isThere ? 1 : 0,
            slopes,
            stride: units,
            m: pass.rows,
            n: units,
            k: stateColumns
        )
    }

    /// Adds what some steps give to the gradients of parameters, and computes those of their inputs.
    private func addGradients(
        _ pass: Pass<Scalar>,
        _ steps: Range<Int>,
        _ slopes: UnsafeMutablePointer<Scalar>,
        _ states: UnsafeMutablePointer<Scalar>,
        adds: AddedInputs
    ) {
        let (rows, width) = (pass.rows, 4 &* units)
        let count = steps.count &* rows
        let place = steps.lowerBound &* rows &* inputCount
        if !inputIsNumber {
            Scalar.product(
                Factor(values: pass.values(input) + place, stride: inputCount, isTransposed: true),
                Factor(values: slopes, stride: width),
                1,
                pass.gradients(inputWeights),
                stride: inputColumns,
                m: inputCount,
                n: inputColumns,
                k: count
            )
        }
        // The first step has no state before it.
        let first = max(steps.lowerBound, 1)
        if first < steps.upperBound {
            Scalar.product(
                Factor(
                    values: states + (first &- 1) &* rows &* units,
                    stride: units,
                    isTransposed: true
                ),
                Factor(
                    values: slopes + (first &- steps.lowerBound) &* rows &* width + stateColumn,
                    stride: width
                ),
                1,
                pass.gradients(stateWeights),
                stride: stateColumns,
                m: units,
                n: stateColumns,
                k: (steps.upperBound &- first) &* rows
            )
        }
        guard goesBack else { return }
        Scalar.product(
            Factor(values: slopes, stride: width),
            Factor(
                values: pass.parameters(inputWeights),
                stride: inputColumns,
                isTransposed: true
            ),
            adds.contains(.first) ? 1 : 0,
            pass.gradients(input) + place,
            stride: inputCount,
            m: count,
            n: inputCount,
            k: inputColumns
        )
    }
}

extension NetworkBuilder {
    /// Appends a recurrent layer.
    ///
    /// - Parameters:
    ///   - input: Time-major.
    ///   - givesAll: Whether all its states are wanted, time-major, or the last alone.
    mutating func recurrent(
        _ cell: RecurrentCell,
        _ input: Value,
        steps: Int,
        units: Int,
        givesAll: Bool,
        _ name: String
    ) -> Value {
        precondition(input.isContiguous && input.width % steps == 0)
        // As PyTorch's: all depend on the number of units alone.
        let bound = Initialization.uniform(1 / Double(units).squareRoot())
        let inputWeights = parameter(
            "\(name).input",
            rows: input.width / steps,
            columns: cell.inputSlots.count * units,
            bound,
            decays: true
        )
        let stateWeights = parameter(
            "\(name).state",
            rows: units,
            columns: cell.stateSlots.count * units,
            bound,
            decays: true
        )
        let bias = parameter("\(name).bias", rows: 1, columns: 4 * units, bound, decays: false)
        let block = RecurrentLayer<Scalar>.blockLength(
            steps,
            inputCount: input.width / steps
        )
        return append(
            RecurrentLayer(
                cell: cell,
                input: input,
                output: value(width: givesAll ? steps * units : units),
                steps: steps,
                units: units,
                inputWeights: inputWeights,
                stateWeights: stateWeights,
                bias: bias,
                givesAll: givesAll,
                goesBack: isTrained(input),
                gates: kept(width: 4 * steps * units, isForTraining: true),
                memories: kept(
                    width: cell.hasMemory ? steps * units : 0,
                    isForTraining: true
                ),
                states: kept(width: givesAll ? 0 : steps * units, isForTraining: true),
                slopes: kept(width: 2 * units, isForTraining: true),
                sumSlopes: kept(
                    width: 4 * RecurrentLayer<Scalar>.gradientBlockLength * units,
                    isForTraining: true
                ),
                scratch: kept(width: (4 * block + 3) * units),
                turnedWeights: fixedMemory(count: stateWeights.count)
            ),
            hasParameters: true
        )
    }
}
