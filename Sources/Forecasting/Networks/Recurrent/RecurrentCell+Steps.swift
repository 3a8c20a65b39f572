import Foundation
import _MatrixProducts

extension Float {
    static func step(_ cell: RecurrentCell, _ step: RecurrentStep<Float>) {
        let (rows, units) = (Int64(step.rows), Int64(step.units))
        switch cell {
        case .lstm:
            apus_lstm_step(
                rows,
                units,
                step.sums,
                step.bias,
                step.numbers,
                step.weights,
                step.memory,
                step.gates,
                step.newState,
                step.newMemory
            )
        case .gru:
            apus_gru_step(
                rows,
                units,
                step.sums,
                step.bias,
                step.numbers,
                step.weights,
                step.state,
                step.gates,
                step.newState
            )
        }
    }

    static func stepBack(_ cell: RecurrentCell, _ step: RecurrentStepBack<Float>) {
        let (rows, units) = (Int64(step.rows), Int64(step.units))
        switch cell {
        case .lstm:
            apus_lstm_step_back(
                rows,
                units,
                step.gates,
                step.stateSlope,
                step.memorySlope,
                step.memory,
                step.oldMemory,
                step.slopes,
                step.biasSlope,
                step.numbers,
                step.weightSlope
            )
        case .gru:
            apus_gru_step_back(
                rows,
                units,
                step.gates,
                step.stateSlope,
                step.oldState,
                step.slopes,
                step.biasSlope,
                step.numbers,
                step.weightSlope
            )
        }
    }
}

// The formulas, number by number, to check gradients with.
extension Double {
    static func step(_ cell: RecurrentCell, _ step: RecurrentStep<Double>) {
        for place in 0..<(step.rows * step.units) {
            let (row, unit) = place.quotientAndRemainder(dividingBy: step.units)
            let first = 4 * row * step.units + unit
            let sums = (0..<4).map { slot in
                let column = slot * step.units + unit
                var sum = step.bias[column]
                if let numbers = step.numbers, let weights = step.weights {
                    if cell.inputSlots.contains(slot) { sum += numbers[row] * weights[column] }
                    // No product is there that was to add to it.
                    if !cell.stateSlots.contains(slot) { return sum }
                }
                return sum + step.sums[first + slot * step.units]
            }
            let gates: [Double]
            switch cell {
            case .lstm:
                let (enter, forget) = (sigmoid(sums[0]), sigmoid(sums[1]))
                let (candidate, leave) = (tanh(sums[2]), sigmoid(sums[3]))
                gates = [enter, forget, candidate, leave]
                let memory = enter * candidate + forget * (step.memory?[place] ?? 0)
                step.newMemory[place] = memory
                step.newState[place] = leave * tanh(memory)
            case .gru:
                let (reset, update) = (sigmoid(sums[1]), sigmoid(sums[2]))
                let candidate = tanh(sums[0] + reset * sums[3])
                gates = [candidate, reset, update, sums[3]]
                step.newState[place] =
                    (1 - update) * candidate + update * (step.state?[place] ?? 0)
            }
            guard let kept = step.gates else { continue }
            for slot in 0..<4 { kept[first + slot * step.units] = gates[slot] }
        }
    }

    static func stepBack(_ cell: RecurrentCell, _ step: RecurrentStepBack<Double>) {
        for place in 0..<(step.rows * step.units) {
            let (row, unit) = place.quotientAndRemainder(dividingBy: step.units)
            let first = 4 * row * step.units + unit
            let gates = (0..<4).map { step.gates[first + $0 * step.units] }
            let slope = step.stateSlope[place]
            let slopes: [Double]
            switch cell {
            case .lstm:
                let (enter, forget, candidate, leave) = (gates[0], gates[1], gates[2], gates[3])
                let shown = tanh(step.memory[place])
                let memory = step.memorySlope[place] + slope * leave * (1 - shown * shown)
                let old = step.oldMemory?[place] ?? 0
                slopes = [
                    memory * candidate * enter * (1 - enter),
                    memory * old * forget * (1 - forget),
                    memory * enter * (1 - candidate * candidate),
                    slope * shown * leave * (1 - leave),
                ]
                step.memorySlope[place] = memory * forget
            case .gru:
                let (candidate, reset, update, given) = (gates[0], gates[1], gates[2], gates[3])
                let old = step.oldState?[place] ?? 0
                let inside = slope * (1 - update) * (1 - candidate * candidate)
                slopes = [
                    inside,
                    inside * given * reset * (1 - reset),
                    slope * (old - candidate) * update * (1 - update),
                    inside * reset,
                ]
                step.stateSlope[place] = slope * update
            }
            for slot in 0..<4 {
                let column = slot * step.units + unit
                step.slopes[first + slot * step.units] = slopes[slot]
                step.biasSlope[column] += slopes[slot]
                if let numbers = step.numbers, let weightSlope = step.weightSlope,
                    cell.inputSlots.contains(slot)
                {
                    weightSlope[column] += numbers[row] * slopes[slot]
                }
            }
        }
    }

    private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
