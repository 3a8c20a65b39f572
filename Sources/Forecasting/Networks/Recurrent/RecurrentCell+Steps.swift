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
                step.slots,
                step.memory,
                step.newState,
                step.newMemory
            )
        case .gru: apus_gru_step(rows, units, step.slots, step.state, step.newState)
        }
    }

    static func stepBack(_ cell: RecurrentCell, _ step: RecurrentStepBack<Float>) {
        let (rows, units) = (Int64(step.rows), Int64(step.units))
        switch cell {
        case .lstm:
            apus_lstm_step_back(
                rows,
                units,
                step.slots,
                step.stateSlope,
                step.memorySlope,
                step.memory,
                step.oldMemory
            )
        case .gru: apus_gru_step_back(rows, units, step.slots, step.stateSlope, step.oldState)
        }
    }
}

// The formulas, number by number, to check gradients with.
extension Double {
    static func step(_ cell: RecurrentCell, _ step: RecurrentStep<Double>) {
        for place in 0..<(step.rows * step.units) {
            let slots = slots(step.slots, place, step.units)
            switch cell {
            case .lstm:
                let (enter, forget) = (sigmoid(slots[0].pointee), sigmoid(slots[1].pointee))
                let (candidate, leave) = (tanh(slots[2].pointee), sigmoid(slots[3].pointee))
                let memory = enter * candidate + forget * (step.memory?[place] ?? 0)
                (slots[0].pointee, slots[1].pointee) = (enter, forget)
                (slots[2].pointee, slots[3].pointee) = (candidate, leave)
                step.newMemory[place] = memory
                step.newState[place] = leave * tanh(memory)
            case .gru:
                let (reset, update) = (sigmoid(slots[1].pointee), sigmoid(slots[2].pointee))
                let candidate = tanh(slots[0].pointee + reset * slots[3].pointee)
                let state = (1 - update) * candidate + update * (step.state?[place] ?? 0)
                (slots[0].pointee, slots[1].pointee) = (candidate, reset)
                slots[2].pointee = update
                step.newState[place] = state
            }
        }
    }

    static func stepBack(_ cell: RecurrentCell, _ step: RecurrentStepBack<Double>) {
        for place in 0..<(step.rows * step.units) {
            let slots = slots(step.slots, place, step.units)
            let slope = step.stateSlope[place]
            switch cell {
            case .lstm:
                let (enter, forget) = (slots[0].pointee, slots[1].pointee)
                let (candidate, leave) = (slots[2].pointee, slots[3].pointee)
                let shown = tanh(step.memory[place])
                let memory = step.memorySlope[place] + slope * leave * (1 - shown * shown)
                let old = step.oldMemory?[place] ?? 0
                slots[0].pointee = memory * candidate * enter * (1 - enter)
                slots[1].pointee = memory * old * forget * (1 - forget)
                slots[2].pointee = memory * enter * (1 - candidate * candidate)
                slots[3].pointee = slope * shown * leave * (1 - leave)
                step.memorySlope[place] = memory * forget
            case .gru:
                let (candidate, reset) = (slots[0].pointee, slots[1].pointee)
                let (update, given) = (slots[2].pointee, slots[3].pointee)
                let old = step.oldState?[place] ?? 0
                let inside = slope * (1 - update) * (1 - candidate * candidate)
                slots[0].pointee = inside
                slots[1].pointee = inside * given * reset * (1 - reset)
                slots[2].pointee = slope * (old - candidate) * update * (1 - update)
                slots[3].pointee = inside * reset
                step.stateSlope[place] = slope * update
            }
        }
    }

    private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// The four slots of a unit of a row.
    private static func slots(
        _ slots: UnsafeMutablePointer<Double>,
        _ place: Int,
        _ units: Int
    ) -> [UnsafeMutablePointer<Double>] {
        let (row, unit) = place.quotientAndRemainder(dividingBy: units)
        return (0..<4).map { slots + (4 * row + $0) * units + unit }
    }
}
