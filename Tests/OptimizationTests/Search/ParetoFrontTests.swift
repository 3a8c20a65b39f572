import DataParallel
import Testing

@testable import Optimization

@Suite struct ParetoFrontTests {
    @Test func keepsWhatNothingDominates() {
        let front = ParetoFront(of: [[1, 1], [2, 0], [0, 2], [1, 0], [2, 0], [.nan, 9], []])
        #expect(front.indices == [0, 1, 2, 4])
        #expect(ParetoFront(of: []).indices == [])
        #expect(ParetoFront(of: [[3], [5], [.nan], [5]]).indices == [1, 3])
    }

    @Test func dominanceNeedsAGainAndNoLoss() {
        #expect(ParetoFront.dominates([1, 2], [1, 1]))
        #expect(!ParetoFront.dominates([1, 2], [1, 2]))
        #expect(!ParetoFront.dominates([2, 0], [1, 1]))
        #expect(!ParetoFront.dominates([2, .nan], [1, 1]))
        #expect(!ParetoFront.dominates([2, 2], [1, .nan]))
    }

    /// Few different values, so that ties and equal vectors are common; some fail.
    private func vectors(_ count: Int, objectives: Int, seed: UInt64) -> [[Double]] {
        var random = RandomStream(seed: seed, stream: 1)
        return (0..<count).map { _ in
            (0..<objectives).map { _ in
                let value = random.nextIndex(below: 12)
                return random.nextUniform() < 0.02 ? .nan : Double(value)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4]) func agreesWithBruteForce(objectives: Int) {
        for seed in UInt64(1)...5 {
            let all = vectors(80, objectives: objectives, seed: seed)
            var left = all.indices.filter { !all[$0].contains(where: \.isNaN) }
            var expected: [[Int]] = []
            while !left.isEmpty {
                let front = left.filter { candidate in
                    !left.contains { other in
                        zip(all[other], all[candidate]).allSatisfy { $0 >= $1 }
                            && all[other] != all[candidate]
                    }
                }
                expected.append(front)
                left.removeAll { front.contains($0) }
            }
            #expect(ParetoFront(of: all).indices == expected[0])
            let failed = all.indices.filter { all[$0].contains(where: \.isNaN) }
            if !failed.isEmpty { expected.append(failed) }
            #expect(ParetoFront.fronts(of: all) == expected)
        }
    }

    /// Quadratic work would take minutes here.
    @Test func aLargeFrontOfTwoObjectivesIsQuick() {
        let all = (0..<20_000).map { [Double($0), Double(-$0)] }
        #expect(ParetoFront(of: all).indices == Array(all.indices))
    }

    @Test func crowdingIsTheGapBetweenNeighbours() {
        let all: [[Double]] = [[0, 10], [1, 8], [4, 2], [9, 9], [5, 0]]
        let distances = ParetoFront.crowdingDistances([0, 1, 2, 4], of: all)
        // Ranges 5 and 10: (4 - 0) / 5 + (10 - 2) / 10 and (5 - 1) / 5 + (8 - 0) / 10.
        #expect(distances == [.infinity, 1.6, 1.6, .infinity])
        #expect(ParetoFront.crowdingDistances([0], of: all) == [0])
        #expect(ParetoFront.crowdingDistances([], of: all) == [])
        #expect(ParetoFront.crowdingDistances([0, 1], of: [[.nan, 1], [2, 1]]) == [0, 0])
    }
}
