import DataParallel
import Testing

@testable import Forecasting

/// The steps of recurrent cells in single precision beside the formulas in double precision: whole vectors of units,
/// and what is left of them.
@Suite struct RecurrentCellTests {
    /// Memory of some rows of units.
    private struct Memory<Scalar: NetworkScalar> {
        let rows: Int
        let units: Int
        /// Sums, gates and their slopes, states, memories, biases, weights and numbers.
        var parts: [[Scalar]]

        enum Part: Int {
            case sums, gates, slopes, oldState, oldMemory, state, memory, bias, weights, numbers
        }

        init(rows: Int, units: Int, seed: UInt64) {
            (self.rows, self.units) = (rows, units)
            var stream = RandomStream(seed: seed, stream: 7)
            func random(_ count: Int, _ size: Double) -> [Scalar] {
                // As floats, so that both begin with the same numbers.
                (0..<count).map { _ in
                    Scalar(Float(size * (2 * stream.nextUniform() - 1)))
                }
            }
            parts = [random(4 * rows * units, 8)]
            parts += [parts[0], parts[0]]
            parts += [1, 2, 1, 1].map { random(rows * units, $0) }
            parts += [random(4 * units, 1), random(4 * units, 1), random(rows, 1)]
        }

        init(_ other: Memory<Float>) {
            (rows, units) = (other.rows, other.units)
            parts = other.parts.map { $0.map { Scalar($0) } }
        }

        subscript(_ part: Part) -> [Scalar] {
            get { parts[part.rawValue] }
            set { parts[part.rawValue] = newValue }
        }

        var all: [Double] { parts.flatMap { $0 }.map { Double($0) } }

        /// Calls `body` with where each part is.
        private mutating func withPointers(
            _ body: ((Part) -> UnsafeMutablePointer<Scalar>) -> Void
        ) {
            let pointers = parts.map { part in
                let copy = UnsafeMutablePointer<Scalar>.allocate(capacity: part.count)
                copy.initialize(from: part, count: part.count)
                return copy
            }
            body { pointers[$0.rawValue] }
            for place in parts.indices {
                parts[place] = Array(
                    UnsafeBufferPointer(start: pointers[place], count: parts[place].count)
                )
                pointers[place].deallocate()
            }
        }

        mutating func step(_ cell: RecurrentCell, isFirst: Bool, hasNumbers: Bool) {
            let (rows, units) = (rows, units)
            withPointers { part in
                Scalar.step(
                    cell,
                    RecurrentStep(
                        rows: rows,
                        units: units,
                        sums: UnsafePointer(part(.sums)),
                        bias: UnsafePointer(part(.bias)),
                        numbers: hasNumbers ? UnsafePointer(part(.numbers)) : nil,
                        weights: hasNumbers ? UnsafePointer(part(.weights)) : nil,
                        state: isFirst ? nil : UnsafePointer(part(.oldState)),
                        memory: isFirst ? nil : UnsafePointer(part(.oldMemory)),
                        gates: part(.gates),
                        newState: part(.state),
                        newMemory: part(.memory)
                    )
                )
            }
        }

        mutating func stepBack(_ cell: RecurrentCell, isFirst: Bool, hasNumbers: Bool) {
            let (rows, units) = (rows, units)
            withPointers { part in
                Scalar.stepBack(
                    cell,
                    RecurrentStepBack(
                        rows: rows,
                        units: units,
                        gates: UnsafePointer(part(.gates)),
                        stateSlope: part(.state),
                        memorySlope: part(.memory),
                        memory: UnsafePointer(part(.oldMemory)),
                        oldMemory: isFirst ? nil : UnsafePointer(part(.oldState)),
                        oldState: isFirst ? nil : UnsafePointer(part(.oldState)),
                        slopes: part(.slopes),
                        biasSlope: part(.bias),
                        numbers: hasNumbers ? UnsafePointer(part(.numbers)) : nil,
                        weightSlope: hasNumbers ? part(.weights) : nil
                    )
                )
            }
        }
    }

    @Test(arguments: [RecurrentCell.lstm, .gru], [1, 15, 16, 17, 32, 37, 128])
    func singlePrecisionIsNearTheFormulas(_ cell: RecurrentCell, units: Int) {
        for (isFirst, hasNumbers) in [(true, true), (true, false), (false, true), (false, false)] {
            var single = Memory<Float>(rows: 3, units: units, seed: UInt64(units))
            var double = Memory<Double>(single)
            let before = double.all
            single.step(cell, isFirst: isFirst, hasNumbers: hasNumbers)
            double.step(cell, isFirst: isFirst, hasNumbers: hasNumbers)
            #expect(double.all != before)
            for (found, expected) in zip(single.all, double.all) {
                #expect(abs(found - expected) < 2e-6)
            }
            // The way back from the gates, the same in both.
            double = Memory<Double>(single)
            single.stepBack(cell, isFirst: isFirst, hasNumbers: hasNumbers)
            double.stepBack(cell, isFirst: isFirst, hasNumbers: hasNumbers)
            for (found, expected) in zip(single.all, double.all) {
                #expect(abs(found - expected) < 1e-5 * max(1, abs(expected)))
            }
        }
    }

    /// What is no number must be seen by who trains, not become a gate.
    @Test(arguments: [RecurrentCell.lstm, .gru])
    func whatIsNoNumberStays(_ cell: RecurrentCell) {
        var memory = Memory<Float>(rows: 1, units: 20, seed: 3)
        for slot in 0..<4 {
            for unit in [3, 18] { memory[.sums][slot * 20 + unit] = .nan }
        }
        memory.step(cell, isFirst: false, hasNumbers: true)
        for unit in 0..<20 { #expect(memory[.state][unit].isNaN == [3, 18].contains(unit)) }
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
