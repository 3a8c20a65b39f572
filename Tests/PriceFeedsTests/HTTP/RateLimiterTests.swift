import TestSupport
import Testing

@testable import PriceFeeds

@Suite struct RateLimiterTests {
    @Test func aBucketByHand() {
        var bucket = TokenBucket(capacity: 10, perMinute: 60, at: 100)
        #expect(bucket.take(10, at: 100) == 0)
        // Empty: 4 take 4 s, and the next 2 come after them.
        #expect(bucket.take(4, at: 100) == 4)
        #expect(bucket.take(2, at: 101) == 5)
        // After 7 s the debt is paid, after 100 s more it is full, not fuller.
        #expect(bucket.take(0, at: 107) == 0)
        #expect(bucket.take(10, at: 207) == 0)
        #expect(bucket.take(1, at: 207) == 1)
        // A clock that goes back brings nothing.
        #expect(bucket.take(1, at: 100) == 2)
    }

    @Test func aBucketIsLimited() {
        var bucket = TokenBucket(capacity: 100, perMinute: 60, at: 0)
        bucket.limit(to: 200, at: 0)
        #expect(bucket.take(100, at: 0) == 0)
        bucket.limit(to: -30, at: 50)
        #expect(bucket.take(1, at: 50) == 31)
    }

    /// Whatever comes when: in no minute more is let through than the capacity and a minute's flow.
    @Test(arguments: 0..<20) func noMinuteHasMoreThanItMay(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let capacity = Double.random(in: 5...50, using: &random)
        let rate = Double.random(in: 30...300, using: &random)
        var bucket = TokenBucket(capacity: capacity, perMinute: rate, at: 0)
        var now = 0.0
        var passed: [(time: Double, weight: Double)] = []
        for _ in 0..<500 {
            now += Double.random(in: 0...0.6, using: &random)
            let weight = Double.random(in: 1...5, using: &random)
            passed.append((now + bucket.take(weight, at: now), weight))
        }
        for (index, first) in passed.enumerated() {
            let minute = passed[index...].prefix { $0.time < first.time + 60 }
            #expect(minute.reduce(0) { $0 + $1.weight } <= capacity + rate + 1e-6)
        }
        #expect(zip(passed, passed.dropFirst()).allSatisfy { $0.time <= $1.time + 1e-9 })
    }

    @Test func requestsWaitByTheClock() async {
        let clock = ManualClock()
        let limiter = RateLimiter(
            FeedLimits(weightPerMinute: 60, burst: 4, requestWeight: 2),
            clock: clock
        )
        var waits: [Double] = []
        for _ in 0..<5 { await limiter.acquire { waits.append($0) } }
        #expect(waits == [2, 2, 2])
        #expect(clock.sleeps == [2, 2, 2])
        #expect(clock.uptime == 6)
    }

    @Test func aPauseHoldsAllBack() async {
        let clock = ManualClock()
        let limiter = RateLimiter(FeedLimits(weightPerMinute: 60, burst: 10), clock: clock)
        limiter.pause(seconds: 30)
        limiter.pause(seconds: 20)
        await limiter.acquire()
        #expect(clock.sleeps == [30])
        await limiter.acquire()
        #expect(clock.sleeps == [30])
    }

    @Test func whatTheExchangeCountsIsTakenOver() async {
        let clock = ManualClock()
        let limiter = RateLimiter(FeedLimits(weightPerMinute: 600, burst: 100), clock: clock)
        limiter.note(usedWeight: 100)
        await limiter.acquire()
        #expect(clock.sleeps.isEmpty)
        // Of 540 that are ours 549 are used: 9 too many and 1 of the request, at 10 a second.
        limiter.note(usedWeight: 549)
        await limiter.acquire()
        #expect(clock.sleeps == [1])
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300])
    func countsThatMakeNoSense(_ used: Double) async {
        let clock = ManualClock()
        let limiter = RateLimiter(FeedLimits(weightPerMinute: 600, burst: 100), clock: clock)
        limiter.note(usedWeight: used)
        await limiter.acquire()
        #expect(clock.uptime <= 121)
    }

    @Test func cancelledTasksDoNotWait() async {
        let clock = ManualClock()
        let limiter = RateLimiter(FeedLimits(weightPerMinute: 1, burst: 1), clock: clock)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            for _ in 0..<3 { await limiter.acquire() }
        }
        await task.value
        #expect(clock.sleeps.isEmpty)
    }
}
