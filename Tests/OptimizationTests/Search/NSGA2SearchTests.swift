import DataParallel
import Testing

@testable import Optimization

@Suite struct NSGA2SearchTests {
    /// The area that points with two objectives dominate above a reference point.
    static func hypervolume(_ objectives: [[Double]], above reference: [Double]) -> Double {
        var area = 0.0
        var height = reference[1]
        for vector in objectives.sorted(by: { $0[0] > $1[0] })
        where vector[0] > reference[0] && vector[1] > height {
            area += (vector[0] - reference[0]) * (vector[1] - height)
            height = vector[1]
        }
        return area
    }

    /// ZDT1 (E. Zitzler, K. Deb, L. Thiele, 2000), negated: the front is f2 = 1 - sqrt(f1).
    static func zdt1(_ point: [Double]) -> [Double] {
        let rest = point.dropFirst()
        let g = 1 + 9 * rest.reduce(0, +) / Double(rest.count)
        return [-point[0], -g * (1 - (point[0] / g).squareRoot())]
    }

    private func volumes(
        _ domain: SearchDomain,
        trials: Int,
        population: Int,
        above reference: [Double],
        _ objectives: ([Double]) -> [Double]
    ) -> (genetic: Double, random: Double) {
        var (genetic, random) = (0.0, 0.0)
        for seed in UInt64(1)...3 {
            let search = NSGA2Search(domain: domain, populationSize: population, seed: seed)
            genetic += Self.hypervolume(
                SearchRun.trials(search, count: trials, objectives).map(\.objectives),
                above: reference
            )
            let yardstick = RandomSearch(domain: domain, batchSize: population, seed: seed)
            random += Self.hypervolume(
                SearchRun.trials(yardstick, count: trials, objectives).map(\.objectives),
                above: reference
            )
        }
        return (genetic / 3, random / 3)
    }

    @Test func hypervolumeByHand() {
        #expect(Self.hypervolume([[2, 1], [1, 2], [1, 1], [-1, 5]], above: [0, 0]) == 3)
    }

    @Test func reachesAKnownFront() {
        let volume = volumes(
            .box(8),
            trials: 2400,
            population: 40,
            above: [-1.1, -1.1],
            Self.zdt1
        )
        // The whole front has 0.1 + 2/3 + 0.11.
        #expect(volume.genetic > 0.86 && volume.genetic <= 0.8767)
        #expect(volume.random < 0.3)
    }

    @Test func findsTheFrontOfNamesAndLevels() {
        // Two wishes that pull the levels apart; the names matter to both.
        func objectives(_ point: [Double]) -> [Double] {
            let far = zip(point, [0, 0, 1, 1, 0]).reduce(0) { $0 + abs($1.0 - $1.1) }
            return [SearchFunctions.mixed(point), SearchFunctions.mixed(point) * 0.5 - far]
        }
        let volume = volumes(.mixed, trials: 600, population: 30, above: [-2, -4], objectives)
        // All 41,472 cells, one after the other.
        var cells = TriedCells(.mixed)
        var point: [Double]? = [0, 0, 0, 0, 0]
        var all: [[Double]] = []
        while let next = point.flatMap({ cells.claim(from: $0) }) {
            all.append(objectives(next))
            point = next
        }
        #expect(all.count == 41_472)
        let most = Self.hypervolume(all, above: [-2, -4])
        #expect(most - volume.genetic < 0.3 * (most - volume.random))
    }

    @Test func failedTrialsLeaveThePopulationFirst() {
        var search = NSGA2Search(domain: .box(2), populationSize: 6, seed: 1)
        var batch = search.propose()
        search.learn(batch.map { SearchTrial(point: $0, objectives: [.nan, 1]) })
        #expect(search.population.count == 6)
        batch = search.propose()
        search.learn(
            batch.enumerated().map {
                SearchTrial(point: $1, objectives: $0 < 4 ? [Double($0), -1] : [.nan, 2])
            }
        )
        #expect(
            search.population.map(\.objectives).prefix(4) == [
                [3, -1], [2, -1], [1, -1], [0, -1],
            ]
        )
        #expect(search.population.suffix(2).allSatisfy { $0.objectives[0].isNaN })
    }

    @Test func mutationMovesALevelToAnother() {
        var operators = GeneticOperators()
        operators.crossoverProbability = 0
        operators.mutationProbability = 1
        let parent = SearchDomain.mixed.centred([0.1, 0.9, 0, 0.5, 0.99])
        for number in 0..<200 {
            var random = RandomStream(seed: 1, for: .geneticOffspring, number: number)
            let child = operators.child(of: parent, and: parent, in: .mixed, &random)
            #expect(zip(child, parent).allSatisfy { $0 != $1 && $0 >= 0 && $0 < 1 })
        }
    }

    /// Simulated binary crossover keeps the parents' mean: its two children lie around it evenly.
    @Test func crossoverKeepsTheMean() {
        var operators = GeneticOperators()
        operators.crossoverProbability = 1
        operators.mutationProbability = 0
        var (sum, count) = (0.0, 0)
        for number in 0..<4000 {
            var random = RandomStream(seed: 2, for: .geneticOffspring, number: number)
            let child = operators.child(of: [0.4], and: [0.6], in: .box(1), &random)[0]
            #expect(child >= 0 && child < 1)
            guard child != 0.4 else { continue }
            sum += child
            count += 1
        }
        #expect(count > 1500 && count < 2500)
        #expect(abs(sum / Double(count) - 0.5) < 0.01)
    }
}
