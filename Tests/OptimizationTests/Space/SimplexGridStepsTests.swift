import DataParallel
import Testing

@testable import Optimization

@Suite struct SimplexGridStepsTests {
    @Test(arguments: 1...5, 1...8) func numbersStepsAndPoints(size: Int, parts: Int) throws {
        for least in 0...2 where size * least <= parts {
            let grid = try SimplexGrid(size: size, parts: parts, least: least)
            for index in 0..<grid.count {
                let steps = grid.steps(of: index)
                #expect(steps.reduce(0, +) == parts)
                #expect(steps.allSatisfy { $0 >= least })
                #expect(grid.index(of: steps) == index)
                #expect(grid.steps(at: grid.point(of: steps)) == steps)
            }
        }
    }

    @Test func numbersBillions() throws {
        let grid = try SimplexGrid(size: 8, parts: 100)
        var random = RandomStream(seed: 1, stream: 2)
        for _ in 0..<500 {
            let index = Int.random(in: 0..<grid.count, using: &random)
            let steps = grid.steps(of: index)
            #expect(grid.index(of: steps) == index)
            #expect(grid.steps(at: grid.point(of: steps)) == steps)
            #expect(grid[index] == steps.map { Double($0) / 100 })
        }
        #expect(grid.steps(at: Array(repeating: 0, count: 7)) == [1, 1, 1, 1, 1, 1, 1, 93])
        #expect(grid.steps(at: Array(repeating: 1, count: 7)) == [93, 1, 1, 1, 1, 1, 1, 1])
    }

    /// A uniform point of the cube is a uniform weighting.
    @Test func samplesEvenly() throws {
        let grid = try SimplexGrid(size: 3, parts: 6, least: 1)
        var counts = Array(repeating: 0, count: grid.count)
        let side = 60
        for a in 0..<side {
            for b in 0..<side {
                let point = [(Double(a) + 0.5) / Double(side), (Double(b) + 0.5) / Double(side)]
                counts[grid.index(of: grid.steps(at: point))] += 1
            }
        }
        // 10 weightings in 3,600 points; cells end between points.
        #expect(counts.allSatisfy { abs($0 - 360) <= 90 })
        #expect(counts.reduce(0, +) == 3_600)
    }

    /// Neighbours in the cube are neighbours in weights: a little more of a coordinate moves weight from
    /// later symbols to its own.
    @Test func movesLittleByLittle() throws {
        let grid = try SimplexGrid(size: 4, parts: 40, least: 0)
        var random = RandomStream(seed: 3, stream: 4)
        for _ in 0..<200 {
            let point = (0..<3).map { _ in random.nextUniform() * 0.9 }
            for place in 0..<3 {
                var moved = point
                moved[place] += 0.02
                let (one, other) = (grid.steps(at: point), grid.steps(at: moved))
                #expect(one[..<place] == other[..<place])
                #expect((0...5).contains(other[place] - one[place]))
            }
        }
    }
}
