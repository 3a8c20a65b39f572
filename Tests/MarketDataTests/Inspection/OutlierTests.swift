import TestSupport
import Testing

@testable import MarketData

@Suite struct OutlierTests {
    /// Closes that go up and down by 1 %, with factors at some bars.
    private static func series(_ factors: [Int: Double], from: Int = 0) -> SymbolSeries {
        var closes = (0..<40).map { $0 % 2 == 0 ? 100.0 : 101 }
        for (bar, factor) in factors { closes[bar] *= factor }
        let times = closes.indices.map { Int64($0) * 3600 }
        return SymbolSeries(PriceGrid(["A"], times, closes), 0)
    }

    @Test func spikesAndSteps() throws {
        // A spike at 5, a step at 20 that stays: all later closes are 1.5 times higher.
        var factors = Dictionary(uniqueKeysWithValues: (20..<40).map { ($0, 1.5) })
        factors[5] = 0.5
        let found = ReturnOutliers(Self.series(factors), beyond: 10).all
        #expect(found.map(\.bar) == [5, 20])
        #expect(found.map(\.isSpike) == [true, false])
        #expect(found.map(\.timestamp) == [5 * 3600, 20 * 3600])
        #expect(abs(found[0].logReturn - -0.6831968) < 1e-6)
        #expect(abs(found[1].logReturn - 0.3955148) < 1e-6)
        // By hand: sorted, the 39 returns are one of ln(101/200), 18 of -u, 18 of +u (u = ln 1.01), ln(1.5/1.01)
        // and ln 2, so the median is u, 20 distances are at most 2u, and their median is 2u.
        let u = 0.00995033085316808
        let scale = RobustScale(Self.series(factors).logReturns)
        #expect(abs(scale.median - u) < 1e-12)
        #expect(
            abs(found[1].deviations - (found[1].logReturn - scale.median) / scale.deviation) < 1e-9
        )
    }

    @Test func theLimitIsExclusive() throws {
        let outlier = try #require(ReturnOutliers(Self.series([39: 2]), beyond: 10).all.first)
        #expect(!outlier.isSpike)
        let series = Self.series([39: 2])
        #expect(ReturnOutliers(series, beyond: outlier.deviations).all.isEmpty)
        #expect(ReturnOutliers(series, beyond: outlier.deviations.nextDown).all.count == 1)
    }

    @Test func aJumpHalfTakenBackIsNoSpike() {
        var factors = Dictionary(uniqueKeysWithValues: (11..<40).map { ($0, 2.0) })
        factors[10] = 4
        let found = ReturnOutliers(Self.series(factors), beyond: 10).all
        #expect(found.map(\.bar) == [10, 11])
        #expect(found.map(\.isSpike) == [false, false])
    }

    @Test func nothingWhereNothingMoves() {
        let flat = PriceGrid(["A"], [0, 1, 2], [5, 5, 5])
        #expect(ReturnOutliers(SymbolSeries(flat, 0), beyond: 1).all.isEmpty)
        let single = PriceGrid(["A"], [0, 1], [.nan, 5])
        #expect(ReturnOutliers(SymbolSeries(single, 0), beyond: 1).all.isEmpty)
    }

    /// Against the definition, in a search through all bars.
    @Test(arguments: UInt64(1)...20)
    func randomSeries(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let walk = SyntheticPrices.randomWalk(bars: 300, symbols: ["A"], seed: seed)
        let closes = walk.closes.map {
            UInt8.random(in: 0..<20, using: &random) == 0
                ? $0 * Double.random(in: 0.5...2, using: &random) : $0
        }
        let series = SymbolSeries(PriceGrid(["A"], walk.timestamps, closes), 0)
        let found = ReturnOutliers(series, beyond: 4).all
        let returns = series.logReturns
        let scale = RobustScale(returns)
        let distances = returns.map { ($0 - scale.median) / scale.deviation }
        var expected: [Int] = []
        var isWayBack = false
        for index in distances.indices {
            if isWayBack {
                isWayBack = false
                continue
            }
            guard abs(distances[index]) > 4 else { continue }
            expected.append(index + 1)
            guard index + 1 < distances.count else { continue }
            let next = distances[index + 1]
            isWayBack =
                abs(next) > 4 && (next > 0) != (distances[index] > 0)
                && abs(next + distances[index]) <= 3.5
        }
        #expect(found.map(\.bar) == expected)
        #expect(found.contains { $0.isSpike })
    }
}
