import Backtesting
import Foundation
import TestSupport
import Testing

@Suite struct ForecastPolicyTests {
    @Test func tiltsInProportionToTheExponential() {
        // exp(ln 3) : 1 = 3 : 1.
        let two = tilted([0.5, 0.5], scores: [log(3), 0])
        #expect(isClose(two, [0.75, 0.25]))
        // Weights come in as factors: 0.2 x 4 : 0.8 x 1 = 1 : 1.
        #expect(isClose(tilted([0.2, 0.8], scores: [log(4) + 7, 7]), [0.5, 0.5]))
        // Strength 2 squares it: 9 : 1.
        #expect(isClose(tilted([0.5, 0.5], scores: [log(3), 0], strength: 2), [0.9, 0.1]))
        #expect(tilted([0.25, 0.75], scores: [3, -5], strength: 0) == [0.25, 0.75])
    }

    @Test func holdsNothingOfWhatTheAllocationDoesNotHold() {
        #expect(tilted([1, 0], scores: [-900, 900], strength: 1_000) == [1, 0])
    }

    @Test func staysFiniteAtExtremeScores() {
        #expect(tilted([0.5, 0.5], scores: [1e300, -1e300], strength: 1_000) == [1, 0])
    }

    @Test func sharesWhatIsAboveTheCap() {
        // 2 : 0.5 : 0.5 is 2/3, 1/6, 1/6; the half that is left is shared in equal parts.
        let one = tilted([0.5, 0.25, 0.25], scores: [log(2), 0, 0], cap: 0.5)
        #expect(isClose(one, [0.5, 0.25, 0.25]))
        // 0.65 over 0.3 : 0.2 is 0.39 and 0.26; 0.39 is above the cap, too.
        let two = tilted([0.5, 0.3, 0.2], scores: [0, 0, 0], cap: 0.35)
        #expect(isClose(two, [0.35, 0.35, 0.30]))
        // Nothing else is held: it goes where it can.
        #expect(isClose(tilted([1, 0], scores: [0, 0], cap: 0.6), [0.6, 0.4]))
        // Below a third there are no such weights.
        let least = tilted([0.5, 0.3, 0.2], scores: [0, 0, 0], cap: 0.2)
        #expect(isClose(least, [1.0 / 3, 1.0 / 3, 1.0 / 3]))
    }

    @Test(arguments: 1...200)
    func tiltedWeightsSumToOneBelowTheCap(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let count = Int.random(in: 1...8, using: &random)
        var weights = (0..<count).map { _ in
            Bool.random(using: &random) ? Double.random(in: 0...1, using: &random) : 0
        }
        weights[0] += 0.01
        let sum = weights.reduce(0, +)
        weights = weights.map { $0 / sum }
        let scores = weights.map { _ in Double.random(in: -2...2, using: &random) }
        let cap = Double.random(in: 0.05...1, using: &random)
        let strength = Double.random(in: 0...20, using: &random)
        let result = tilted(weights, scores: scores, strength: strength, cap: cap)
        #expect(abs(result.reduce(0, +) - 1) < 1e-12)
        #expect(result.allSatisfy { $0 >= 0 && $0 <= max(cap, 1 / Double(count)) + 1e-12 })
        let k = Int.random(in: 1...count, using: &random)
        let best = ForecastPolicy.best(k, of: weights, returns: scores)
        #expect(abs(best.reduce(0, +) - 1) < 1e-12)
        #expect(best.count { $0 > 0 } <= k || k == count)
    }

    @Test(arguments: 1...50)
    func tiltsEqualWeightsInTheOrderOfScores(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let scores = (0..<6).map { _ in Double.random(in: -1...1, using: &random) }
        let weights = Array(repeating: 1.0 / 6, count: 6)
        let cap = Double.random(in: 0.17...1, using: &random)
        let result = tilted(weights, scores: scores, strength: 3, cap: cap)
        for (a, b) in zip(scores, result) {
            for (c, d) in zip(scores, result) where a > c { #expect(b >= d) }
        }
    }

    @Test func holdsTheBestInTheirProportions() {
        let weights = [0.5, 0.25, 0.125, 0.125]
        #expect(
            ForecastPolicy.best(2, of: weights, returns: [-0.1, 0.2, 0.3, 0])
                == [0, 0.25 / 0.375, 0.125 / 0.375, 0]
        )
        #expect(ForecastPolicy.best(1, of: weights, returns: [1, 2, 3, 4]) == [0, 0, 0, 1])
        #expect(ForecastPolicy.best(4, of: weights, returns: [1, 2, 3, 4]) == weights)
        #expect(ForecastPolicy.best(9, of: weights, returns: [1, 2, 3, 4]) == weights)
    }

    @Test func takesTheEarlierOfEquals() {
        #expect(ForecastPolicy.best(1, of: [0.5, 0.5], returns: [0.1, 0.1]) == [1, 0])
        #expect(
            ForecastPolicy.best(2, of: [0.5, 0.25, 0.25], returns: [0, 0.1, 0])
                == [0.5 / 0.75, 0.25 / 0.75, 0]
        )
    }

    @Test func dividesEquallyWhereNothingChosenWasHeld() {
        #expect(
            ForecastPolicy.best(2, of: [1, 0, 0], returns: [-1, 0.1, 0.2]) == [0, 0.5, 0.5]
        )
    }

    @Test func refusesSettingsThatMakeNoSense() {
        for rule in [
            ForecastPolicy.Rule.tilt(strength: -1, cap: 1), .tilt(strength: .nan, cap: 1),
            .tilt(strength: 1, cap: 0), .tilt(strength: 1, cap: 1.1), .topK(0),
            .veto(rise: .infinity),
        ] {
            #expect(throws: BacktestError.self) { try ForecastPolicy(rule) }
        }
        #expect(throws: BacktestError.self) { try ForecastPolicy(.topK(1), delay: -1) }
    }

    @Test func readsAsAPhrase() throws {
        let policy = try RebalancingPolicy(
            method: .calendar,
            calendarDays: 30,
            forecast: ForecastPolicy(.topK(2))
        )
        #expect(policy.phrase == "rebalance every 30 days; hold the 2 best predicted")
        let late = try ForecastPolicy(.tilt(strength: 2, cap: 0.5), delay: 3)
        #expect(late.label == "forecast-tilt 2.0 cap 0.5 delay 3")
        #expect(try ForecastPolicy(.topK(1)).delay == 1)
    }

    private func tilted(
        _ weights: [Double],
        scores: [Double],
        strength: Double = 1,
        cap: Double = 1
    ) -> [Double] {
        ForecastPolicy.tilted(weights, scores: scores, strength: strength, cap: cap)
    }

    private func isClose(_ a: [Double], _ b: [Double]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-14 }
    }
}
