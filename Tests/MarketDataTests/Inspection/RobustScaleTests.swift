import Testing

@testable import MarketData

@Suite struct RobustScaleTests {
    @Test func medianAndDeviation() {
        // Distances from 3: 2, 1, 0, 1, 97; their median is 1.
        let odd = RobustScale([1, 100, 2, 4, 3])
        #expect(odd.median == 3)
        #expect(odd.deviation == 1.4826)
        // Distances from 2.5: 1.5, 0.5, 0.5, 7.5; their median is 1.
        let even = RobustScale([1, 2, 3, 10])
        #expect(even.median == 2.5)
        #expect(even.deviation == 1.4826)
    }

    @Test func meanDistanceWhereMostAreEqual() {
        // Distances from 0: 0, 0, 0, 8, 2; their mean is 2.
        let scale = RobustScale([0, 0, 0, 8, -2])
        #expect(scale.median == 0)
        #expect(scale.deviation == 1.2533 * 2)
        #expect(RobustScale([5, 5]).deviation == 0)
        #expect(RobustScale([7]).median == 7)
    }
}
