import DataParallel
import Foundation
import Testing

@testable import Optimization

@Suite struct ParzenEstimatorTests {
    static let names = SearchDomain.Dimension(name: "n", levels: 4, isOrdered: false)
    static let levels = SearchDomain.Dimension(name: "l", levels: 7, isOrdered: true)
    static let line = SearchDomain.Dimension(name: "x", levels: nil, isOrdered: true)

    @Test func namesAreCounted() {
        let seen = [0, 0, 2, 0].map { Self.names.coordinate(ofLevel: $0) }
        let estimator = ParzenEstimator(Self.names, seen: seen)
        let shares = (0..<4).map {
            exp(estimator.logDensity(at: Self.names.coordinate(ofLevel: $0)))
        }
        for (share, expected) in zip(shares, [0.65, 0.05, 0.25, 0.05]) {
            #expect(abs(share - expected) < 1e-15)
        }
    }

    @Test(arguments: [[], [3], [0, 0, 0, 1, 6]])
    func sharesOfLevelsAddUpToOne(seen: [Int]) {
        let estimator = ParzenEstimator(
            Self.levels,
            seen: seen.map { Self.levels.coordinate(ofLevel: $0) }
        )
        let sum = (0..<7).reduce(0) {
            $0 + exp(estimator.logDensity(at: Self.levels.coordinate(ofLevel: $1)))
        }
        #expect(abs(sum - 1) < 1e-12)
    }

    /// One point at 0.5 and the prior: both centred, so both deviations can be worked out by hand.
    @Test func densityIsTheMixture() {
        let estimator = ParzenEstimator(Self.line, seen: [0.5])
        func gaussian(_ x: Double, _ deviation: Double) -> Double {
            let inside = erf(0.5 / deviation / 2.0.squareRoot())
            return exp(-0.5 * pow((x - 0.5) / deviation, 2)) / (deviation * inside)
        }
        for x in [0, 0.1, 0.5, 0.99] {
            let expected = 0.5 * gaussian(x, 0.5) + 0.5 * gaussian(x, 1)
            #expect(abs(exp(estimator.logDensity(at: x)) - expected) < 1e-12)
        }
    }

    /// Draws fall as often where the density says, for names, levels and a continuum.
    @Test(arguments: [names, levels, line])
    func drawsFollowTheDensity(dimension: SearchDomain.Dimension) {
        let cells = dimension.levels ?? 10
        let seen = [0.05, 0.1, 0.12, 0.9, 0.3, 0.05].map { coordinate in
            dimension.level(of: coordinate).map { dimension.coordinate(ofLevel: $0) } ?? coordinate
        }
        let estimator = ParzenEstimator(dimension, seen: seen)
        // The mass of each cell by the midpoint rule, which is exact for levels.
        let pieces = dimension.levels == nil ? 200 : 1
        var masses = (0..<cells).map { cell in
            (0..<pieces).reduce(0.0) { sum, piece in
                let x = (Double(cell) + (Double(piece) + 0.5) / Double(pieces)) / Double(cells)
                return sum + exp(estimator.logDensity(at: x))
            }
        }
        let total = masses.reduce(0, +)
        masses = masses.map { $0 / total }
        var random = RandomStream(seed: 1, stream: 2)
        var counts = [Double](repeating: 0, count: cells)
        for _ in 0..<8000 { counts[Int(estimator.draw(&random) * Double(cells))] += 1 }
        for (count, mass) in zip(counts, masses) {
            let deviation = (8000 * mass * (1 - mass)).squareRoot()
            #expect(abs(count - 8000 * mass) < 5 * deviation)
        }
    }
}
