/// A recurrent layer: step after step, from the inputs and the state that the step before left.
///
/// Input and output are time-major (see ``TimeMajor``). What inputs add to the sums is computed by one product for
/// as many steps as the cache holds, and so are, on the way back, the gradients of weights and inputs; only the
/// state's products go step by step.
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
    let slots: Kept
    let memories: Kept
    let states: Kept
    /// The gradients of state and memory on the way back.
    let slopes: Kept
    /// Where nothing is trained: gates of some steps, a memory, two states.
    let scratch: Kept

    var inputs: [Value] { [input] }
    private var inputCount: Int { input.width / steps }
    private var inputColumns: Int { cell.inputSlots.count * units }
    private var stateColumns: Int { cell.stateSlots.count * units }
    /// Where the slots that the state is added to begin.
    private var stateColumn: Int { cell.stateSlots.lowerBound * units }

    /// Steps whose inputs are multiplied at once.
    static func blockLength(_ steps: Int) -> Int { min(steps, 8) }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (rows, units) = (pass.rows, units)
        let (stateSize, slotSize) = (rows &* units, rows &* 4 &* units)
        let x = pass.values(input)
        let result = pass.values(output)
        let allSlots = pass.kept(slots)
        let allMemories = pass.kept(memories)
        let allStates = givesAll ? result : pass.kept(states)
        let block = Self.blockLength(steps)
        let scratch = pass.kept(self.scratch)!
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
            let slots = allSlots.map { $0 + first &* slotSize } ?? scratch
            addInputs(
                pass,
                x + first &* rows &* inputCount,
                to: slots,
                rows: count &* rows
            )
            for step in first..<(first &+ count) {
                let slots = slots + (step &- first) &* slotSize
                if step > 0 { addState(pass, state(step &- 1), to: slots) }
                let old = max(0, step &- 1)
                let (memory, newMemory) = (memory(old), memory(step))
                let (state, newState) = (state(old), state(step))
                Scalar.step(
                    cell,
                    RecurrentStep(
                        rows: rows,
                        units: units,
                        slots: slots,
                        state: step > 0 ? UnsafePointer(state) : nil,
                        memory: step > 0 ? UnsafePointer(memory) : nil,
                        newState: newState,
                        newMemory: newMemory
                    )
                )
            }
        }
        if !givesAll { result.update(from: state(steps &- 1), count: stateSize) }
    }

    /// Sums of biases and inputs.
    private func addInputs(
        _ pass: Pass<Scalar>,
        _ x: UnsafeMutablePointer<Scalar>,
        to slots: UnsafeMutablePointer<Scalar>,
        rows: Int
    ) {
        let (bias, weights) = (pass.parameters(bias), pass.parameters(inputWeights))
        let width = 4 &* units
        // A product of one number is a waste.
        let isNumber = inputCount == 1
        for row in 0..<rows {
            let slots = slots + row &* width
            let number = isNumber ? x[row] : 0
            let added = isNumber ? inputColumns : 0
            Rows.forEach(added) { place, lanes in
                slots.store(bias.load(place) + weights.load(place) * number, place, lanes)
            }
            Rows.forEach(width &- added) { place, lanes in
                slots.store(bias.load(added &+ place), added &+ place, lanes)
            }
        }
        if isNumber { return }
        Scalar.product(
            Factor(values: x, stride: inputCount),
            Factor(values: weights, stride: inputColumns),
            1,
            slots,
            stride: width,
            m: rows,
            n: inputColumns,
            k: inputCount
        )
    }

    /// Adds what the state gives to the sums of a step.
    private func addState(
        _ pass: Pass<Scalar>,
        _ state: UnsafeMutablePointer<Scalar>,
        to slots: UnsafeMutablePointer<Scalar>
    ) {
        Scalar.product(
            Factor(values: state, stride: units),
            Factor(values: pass.parameters(stateWeights), stride: stateColumns),
            1,
            slots + stateColumn,
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
        let allSlots = pass.kept(slots)!
        let memories = pass.kept(self.memories)!
        let states = givesAll ? pass.values(output) : pass.kept(self.states)!
        let stateSlopes = pass.kept(slopes)!
        let memorySlopes = stateSlopes + stateSize
        pass.gradients(inputWeights).update(repeating: 0, count: inputWeights.count)
        pass.gradients(stateWeights).update(repeating: 0, count: stateWeights.count)
        pass.gradients(bias).update(repeating: 0, count: bias.count)
        memorySlopes.update(repeating: 0, count: stateSize)
        stateSlopes.update(
            from: givesAll ? given + (steps &- 1) &* stateSize : given,
            count: stateSize
        )
        let block = Self.blockLength(steps)
        for first in stride(from: (steps &- 1) / block &* block, through: 0, by: -block) {
            let end = min(first &+ block, steps)
            for step in stride(from: end &- 1, through: first, by: -1) {
                let slots = allSlots + step &* slotSize
                let (old, hasOld) = (step &- 1, step > 0)
                let memory = memories + (cell.hasMemory ? step &* stateSize : 0)
                Scalar.stepBack(
                    cell,
                    RecurrentStepBack(
                        rows: rows,
                        units: units,
                        slots: slots,
                        stateSlope: stateSlopes,
                        memorySlope: memorySlopes,
                        memory: memory,
                        oldMemory: hasOld && cell.hasMemory
                            ? UnsafePointer(memory - stateSize) : nil,
                        oldState: hasOld ? UnsafePointer(states + old &* stateSize) : nil
                    )
                )
                if step > 0 {
                    goBack(
                        pass,
                        slots,
                        to: stateSlopes,
                        givesAll ? given + old &* stateSize : nil
                    )
                }
            }
            addGradients(pass, first..<end, allSlots, states, adds: adds)
        }
    }

    /// The gradient of the state before a step.
    private func goBack(
        _ pass: Pass<Scalar>,
        _ slots: UnsafeMutablePointer<Scalar>,
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
            Factor(values: slots + stateColumn, stride: 4 &* units),
            Factor(
                values: pass.parameters(stateWeights),
                stride: stateColumns,
                isTransposed: true
            ),
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
        _ allSlots: UnsafeMutablePointer<Scalar>,
        _ states: UnsafeMutablePointer<Scalar>,
        adds: AddedInputs
    ) {
        let (rows, width) = (pass.rows, 4 &* units)
        let count = steps.count &* rows
        let slots = allSlots + steps.lowerBound &* rows &* width
        let place = steps.lowerBound &* rows &* inputCount
        let biasSlope = pass.gradients(bias)
        for row in 0..<count {
            let slots = slots + row &* width
            Rows.forEach(width) { place, lanes in
                biasSlope.store(biasSlope.load(place) + slots.load(place), place, lanes)
            }
        }
        Scalar.product(
            Factor(values: pass.values(input) + place, stride: inputCount, isTransposed: true),
            Factor(values: slots, stride: width),
            1,
            pass.gradients(inputWeights),
            stride: inputColumns,
            m: inputCount,
            n: inputColumns,
            k: count
        )
        // The first step has no state before it.
        let first = max(steps.lowerBound, 1)
        if first < steps.upperBound {
            Scalar.product(
                Factor(
                    values: states + (first &- 1) &* rows &* units,
                    stride: units,
                    isTransposed: true
                ),
                Factor(values: allSlots + first &* rows &* width + stateColumn, stride: width),
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
            Factor(values: slots, stride: width),
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
        let block = RecurrentLayer<Scalar>.blockLength(steps)
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
                slots: kept(width: 4 * steps * units, isForTraining: true),
                memories: kept(
                    width: cell.hasMemory ? steps * units : 0,
                    isForTraining: true
                ),
                states: kept(width: givesAll ? 0 : steps * units, isForTraining: true),
                slopes: kept(width: 2 * units, isForTraining: true),
                scratch: kept(width: (4 * block + 3) * units)
            ),
            hasParameters: true
        )
    }
}
