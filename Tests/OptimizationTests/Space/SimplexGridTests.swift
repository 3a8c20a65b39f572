import Testing

@testable import Optimization

@Suite struct SimplexGridTests {
    /// Against every tuple of steps, filtered.
    @Test(arguments: 1...4, 1...7) func listsEveryComposition(size: Int, parts: Int) throws {
        for least in 0...2 where size * least <= parts {
            let grid = try SimplexGrid(size: size, parts: parts, least: least)
            var expected: [[Int]] = [[]]
            for _ in 0..<size {
                expected = expected.flatMap { start in (0...parts).map { start + [$0] } }
            }
            expected = expected.filter {
                $0.reduce(0, +) == parts && $0.allSatisfy { $0 >= least }
            }
            #expect(grid.count == expected.count)
            #expect(
                (0..<grid.count).map { grid[$0] }
                    == expected.map { $0.map { Double($0) / Double(parts) } }
            )
        }
    }

    /// C(99, 7) weightings are numbered and decoded without being listed.
    @Test func decodesFromTheMiddleOfBillions() throws {
        let grid = try SimplexGrid(size: 8, parts: 100)
        #expect(grid.count == 14_887_031_544)
        #expect(grid[0] == [0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.93])
        #expect(grid[grid.count - 1] == [0.93, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01])
        let middle = grid[grid.count / 2]
        #expect(abs(middle.reduce(0, +) - 1) < 1e-12)
        #expect(middle.allSatisfy { $0 >= 0.01 })
    }

    @Test func refusesWhatCannotBe() {
        #expect(throws: OptimizationError.self) { try SimplexGrid(size: 3, parts: 2) }
        #expect(throws: OptimizationError.self) { try SimplexGrid(size: 0, parts: 2) }
        #expect(throws: OptimizationError.self) { try SimplexGrid(size: 2, parts: 0) }
        #expect(throws: OptimizationError.self) { try SimplexGrid(size: 2, parts: 5, least: -1) }
        #expect(throws: OptimizationError.self) { try SimplexGrid(size: 60, parts: 100_000) }
        #expect(throws: OptimizationError.self) {
            try AssetSets(
                sets: [["A", "B"]],
                weightings: [2: .simplex(SimplexGrid(size: 3, parts: 5))]
            )
        }
    }
}
