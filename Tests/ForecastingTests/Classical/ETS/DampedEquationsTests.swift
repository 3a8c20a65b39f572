import DataParallel
import Testing

@testable import Forecasting

@Suite struct DampedEquationsTests {
    /// The step solves the equations of the free parameters, and leaves the others where they are.
    @Test(arguments: [0.0, 0.5])
    func solvesForWhatIsFree(damping: Double) {
        let count = 6
        var random = RandomStream(seed: 1, stream: 2)
        let rows = (0..<20).map { _ in (0..<count).map { _ in random.nextUniform() - 0.5 } }
        let solver = DampedEquations(capacity: 8)
        solver.count = count
        func product(_ i: Int, _ j: Int) -> Double { rows.reduce(0) { $0 + $1[i] * $1[j] } }
        for i in 0..<count {
            solver.slope[i] = random.nextUniform()
            solver.isFree[i] = i != 1 && i != 4
            for j in 0...i { solver.curvature[i * 8 + j] = product(i, j) }
        }
        #expect(solver.solve(damping: damping))
        for i in 0..<count {
            guard solver.isFree[i] else {
                #expect(solver.step[i] == 0)
                continue
            }
            var sum = solver.slope[i] + damping * product(i, i) * solver.step[i]
            for j in 0..<count { sum += product(i, j) * solver.step[j] }
            #expect(abs(sum) < 1e-12)
        }
    }

    @Test func saysWhereThereIsNoStep() {
        let solver = DampedEquations(capacity: 2)
        solver.count = 2
        // Two parameters of which one follows from the other.
        for (place, value) in [(0, 1.0), (2, 2), (3, 4)] { solver.curvature[place] = value }
        #expect(!solver.solve(damping: 0))
        #expect(solver.solve(damping: 0.1))
    }

    /// Of a quadratic function whose curvature is known in part, the rest is learnt from a step.
    @Test func learnsTheMissingCurvature() {
        let solver = DampedEquations(capacity: 2)
        solver.count = 2
        // f = 2 x^2 + y^2 / 2 with the curvature of x taken for 1: the slope at (1, 1) is (4, 1).
        func set(_ x: Double, _ y: Double) {
            solver.slope[0] = 4 * x
            solver.slope[1] = y
            for (place, value) in [(0, 1.0), (2, 0), (3, 1)] { solver.curvature[place] = value }
        }
        set(1, 1)
        solver.learn(step: nil)
        solver.keepSlope()
        set(0.5, 1)
        solver.learn(step: [-0.5, 0])
        #expect(solver.solve(damping: 0))
        #expect(abs(solver.step[0] + 0.5) < 1e-12)
        #expect(abs(solver.step[1] + 1) < 1e-12)
        // Forgotten, the step is too long again.
        solver.forget()
        set(0.5, 1)
        solver.learn(step: nil)
        #expect(solver.solve(damping: 0))
        #expect(abs(solver.step[0] + 2) < 1e-12)
    }
}
