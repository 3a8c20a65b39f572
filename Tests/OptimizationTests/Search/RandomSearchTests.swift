import Testing

@testable import Optimization

@Suite struct RandomSearchTests {
    @Test func pointsDependOnTheirNumberOnly() {
        var small = RandomSearch(domain: .mixed, batchSize: 3, seed: 7)
        var large = RandomSearch(domain: .mixed, batchSize: 12, seed: 7)
        let joined = (0..<4).flatMap { _ in small.propose() }
        #expect(joined == large.propose())
    }

    @Test func pointsAreUniform() {
        var search = RandomSearch(domain: .box(3), batchSize: 2000, seed: 1)
        let points = search.propose()
        for dimension in 0..<3 {
            var counts = [Int](repeating: 0, count: 10)
            for point in points { counts[Int(point[dimension] * 10)] += 1 }
            // 200 expected in each tenth, with a standard deviation of 13.4.
            #expect(counts.allSatisfy { abs($0 - 200) < 60 })
        }
    }

    @Test func everyLevelComes() {
        var search = RandomSearch(domain: .mixed, batchSize: 400, seed: 2)
        let points = search.propose()
        for (index, dimension) in SearchDomain.mixed.dimensions.enumerated() {
            let levels = Set(points.map { dimension.level(of: $0[index]) })
            #expect(levels.count == dimension.levels)
            #expect(
                points.allSatisfy {
                    dimension.coordinate(ofLevel: dimension.level(of: $0[index]) ?? -1)
                        == $0[index]
                }
            )
        }
    }
}
