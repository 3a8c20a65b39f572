import DataParallel
import Testing

@testable import Forecasting

/// The steps of recurrent cells in single precision beside the formulas in double precision: whole vectors of units,
/// and what is left of them.
@Suite struct RecurrentCellTests {
    /// Memory of some rows of units.
    private struct Memory<Scalar: NetworkScalar> {
        var slots: [Scalar]
        var first: [Scalar]
        var second: [Scalar]
        var third: [Scalar]
        var fourth: [Scalar]

        init(rows: Int, units: Int, seed: UInt64) {
            var stream = RandomStream(seed: seed, stream: 7)
            func random(_ count: Int, _ size: Double) -> [Scalar] {
                // As floats, so that both begin with the same numbers.
                (0..<count).map { _ in
                    Scalar(Float(size * (2 * stream.nextUniform() - 1)))
                }
            }
            slots = random(4 * rows * units, 9)
            (first, second) = (random(rows * units, 1), random(rows * units, 2))
            (third, fourth) = (random(rows * units, 1), random(rows * units, 1))
        }

        var all: [Double] { (slots + first + second + third + fourth).map { Double($0) } }

        mutating func step(_ cell: RecurrentCell, _ rows: Int, _ units: Int, isFirst: Bool) {
            slots.withUnsafeMutableBufferPointer { slots in
                third.withUnsafeMutableBufferPointer { state in
                    fourth.withUnsafeMutableBufferPointer { memory in
                        first.withUnsafeBufferPointer { oldState in
                            second.withUnsafeBufferPointer { oldMemory in
                                Scalar.step(
                                    cell,
                                    RecurrentStep(
                                        rows: rows,
                                        units: units,
                                        slots: slots.baseAddress!,
                                        state: isFirst ? nil : oldState.baseAddress,
                                        memory: isFirst ? nil : oldMemory.baseAddress,
                                        newState: state.baseAddress!,
                                        newMemory: memory.baseAddress!
                                    )
                                )
                            }
                        }
                    }
                }
            }
        }

        mutating func stepBack(_ cell: RecurrentCell, _ rows: Int, _ units: Int, isFirst: Bool) {
            slots.withUnsafeMutableBufferPointer { slots in
                third.withUnsafeMutableBufferPointer { state in
                    fourth.withUnsafeMutableBufferPointer { memory in
                        first.withUnsafeBufferPointer { old in
                            second.withUnsafeBufferPointer { shown in
                                Scalar.stepBack(
                                    cell,
                                    RecurrentStepBack(
                                        rows: rows,
                                        units: units,
                                        slots: slots.baseAddress!,
                                        stateSlope: state.baseAddress!,
                                        memorySlope: memory.baseAddress!,
                                        memory: shown.baseAddress!,
                                        oldMemory: isFirst ? nil : old.baseAddress,
                                        oldState: isFirst ? nil : old.baseAddress
                                    )
                                )
                            }
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: [RecurrentCell.lstm, .gru], [1, 15, 16, 17, 32, 37, 128])
    func singlePrecisionIsNearTheFormulas(_ cell: RecurrentCell, units: Int) {
        for isFirst in [true, false] {
            var single = Memory<Float>(rows: 3, units: units, seed: UInt64(units))
            var double = Memory<Double>(rows: 3, units: units, seed: UInt64(units))
            let before = double.all
            single.step(cell, 3, units, isFirst: isFirst)
            double.step(cell, 3, units, isFirst: isFirst)
            #expect(double.all != before)
            for (found, expected) in zip(single.all, double.all) {
                #expect(abs(found - expected) < 2e-6)
            }
            // The way back from the gates, the same in both.
            for place in single.slots.indices { double.slots[place] = Double(single.slots[place]) }
            for place in single.third.indices {
                double.third[place] = Double(single.third[place])
                double.fourth[place] = Double(single.fourth[place])
            }
            single.stepBack(cell, 3, units, isFirst: isFirst)
            double.stepBack(cell, 3, units, isFirst: isFirst)
            for (found, expected) in zip(single.all, double.all) {
                #expect(abs(found - expected) < 1e-5 * max(1, abs(expected)))
            }
        }
    }

    /// What is no number must be seen by who trains, not become a gate.
    @Test(arguments: [RecurrentCell.lstm, .gru])
    func whatIsNoNumberStays(_ cell: RecurrentCell) {
        var memory = Memory<Float>(rows: 1, units: 20, seed: 3)
        for slot in 0..<4 { memory.slots[slot * 20 + 3] = .nan }
        for slot in 0..<4 { memory.slots[slot * 20 + 18] = .nan }
        memory.step(cell, 1, 20, isFirst: false)
        for unit in 0..<20 { #expect(memory.third[unit].isNaN == [3, 18].contains(unit)) }
    }

    /// The hyperbolic tangent over all it is asked for.
    @Test func theTangentIsAccurate() {
        var worst = 0.0
        for index in -12_000...12_000 {
            let x = Float(index) / 1_000
            let found = Double(FloatVector(repeating: x).hyperbolicTangent[5])
            let expected = DoubleVector(repeating: Double(x)).hyperbolicTangent[0]
            if index == 0 {
                #expect(found == 0)
            } else {
                worst = max(worst, abs(found / expected - 1))
            }
            #expect(abs(found) <= 1)
        }
        #expect(worst < 4e-7)
        #expect(FloatVector(repeating: .nan).hyperbolicTangent[0].isNaN)
        #expect(FloatVector(repeating: .infinity).hyperbolicTangent[0] == 1)
    }
}
