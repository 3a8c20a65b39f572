import Testing

@testable import PriceFeeds

@Suite struct RetryPolicyTests {
    @Test func waitsDoubleUpToTheLongest() {
        let policy = RetryPolicy(firstWait: 2, longestWait: 10)
        for (attempt, most) in [(1, 2.0), (2, 4), (3, 8), (4, 10), (5, 10), (1000, 10)] {
            for key in ["a", "b", "BTC/USDT"] {
                let wait = policy.wait(afterAttempt: attempt, key: key)
                #expect(wait >= most / 2 && wait <= most)
            }
        }
    }

    @Test func jitterFollowsFromTheKeyAndIsSpread() {
        let policy = RetryPolicy(firstWait: 1)
        var parts = [0, 0, 0, 0]
        for number in 0..<1000 {
            let wait = policy.wait(afterAttempt: 1, key: "symbol \(number)")
            #expect(wait == policy.wait(afterAttempt: 1, key: "symbol \(number)"))
            parts[min(3, Int((wait - 0.5) * 8))] += 1
        }
        // 250 each, standard deviation 13.7.
        #expect(parts.allSatisfy { (190...310).contains($0) }, "\(parts)")
    }
}
