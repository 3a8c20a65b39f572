import Testing

@testable import Optimization

@Suite struct SuccessiveHalvingTests {
    private func schedule(_ n: Int, _ eta: Int, _ rungs: Int, _ least: Int, _ largest: Int)
        -> [[Int]]
    {
        SuccessiveHalving(
            candidates: n,
            eta: eta,
            rungs: rungs,
            leastResource: least,
            largestResource: largest
        ).rungs.map { [$0.candidates, $0.resource] }
    }

    /// The first bracket of the Hyperband paper's table 1.
    @Test func theTableOfThePaper() {
        #expect(schedule(81, 3, 5, 1, 81) == [[81, 1], [27, 3], [9, 9], [3, 27], [1, 81]])
    }

    @Test func numbersThatDoNotDivide() {
        #expect(schedule(1000, 4, 3, 100, 2000) == [[1000, 125], [250, 500], [62, 2000]])
        #expect(schedule(10, 2, 3, 1, 101) == [[10, 25], [5, 50], [2, 101]])
    }

    @Test func fewerRungsWhereTheRangeOrTheCandidatesEnd() {
        #expect(schedule(1000, 4, 3, 126, 2000) == [[1000, 500], [250, 2000]])
        #expect(schedule(5, 3, 4, 1, 100) == [[5, 33], [1, 100]])
        #expect(schedule(1, 3, 4, 1, 100) == [[1, 100]])
        #expect(schedule(7, 3, 1, 1, 100) == [[7, 100]])
        #expect(schedule(0, 3, 4, 1, 100) == [])
    }

    @Test func costIsSummedOverTheRungs() {
        let schedule = SuccessiveHalving(
            candidates: 81,
            rungs: 5,
            leastResource: 1,
            largestResource: 81
        )
        #expect(schedule.totalResource == 5 * 81)
    }

    @Test func theBestGoOn() {
        let values: [Double] = [1, .nan, 3, 2, 3, -Double.infinity, .infinity, 2]
        #expect(SuccessiveHalving.survivors(of: values, count: 1) == [6])
        #expect(SuccessiveHalving.survivors(of: values, count: 2) == [2, 6])
        #expect(SuccessiveHalving.survivors(of: values, count: 4) == [2, 3, 4, 6])
        #expect(SuccessiveHalving.survivors(of: values, count: 7) == [0, 2, 3, 4, 5, 6, 7])
        #expect(SuccessiveHalving.survivors(of: values, count: 20) == Array(0..<8))
        #expect(SuccessiveHalving.survivors(of: [.nan, .nan], count: 1) == [0])
        #expect(SuccessiveHalving.survivors(of: values, count: 0) == [])
        #expect(SuccessiveHalving.survivors(of: [], count: 3) == [])
    }
}
