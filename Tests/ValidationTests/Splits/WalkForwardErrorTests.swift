import TestSupport
import Testing
import Validation

@Suite struct WalkForwardErrorTests {
    @Test func saysWhatWouldFit() {
        let scheme = WalkForward(windowDays: 365, testWindows: 5)
        #expect(
            message(scheme, Days.timestamps(600))
                == "too little data for one walk-forward split: there are 600 days, and one training"
                + " and one test window of 365 days need 730; largest that fits: --window-days 100"
                + " with --test-windows 5, or --window-days 300 with --test-windows 1"
        )
    }

    @Test func countsTheWindowsOfRollingTraining() {
        let scheme = WalkForward(windowDays: 100, testWindows: 4, training: .rolling(windows: 3))
        #expect(
            message(scheme, Days.timestamps(350))
                == "too little data for one walk-forward split: there are 350 days, and 4 windows"
                + " of 100 days need 400; largest that fits: --window-days 70 with --test-windows"
                + " 4, or --window-days 87 with --test-windows 3"
        )
    }

    @Test func suggestsNoWindowsWithTooFewBars() {
        // 30 days in 6 windows would be 5 daily bars each, in 2 windows 15.
        let scheme = WalkForward(windowDays: 365, testWindows: 5)
        #expect(
            message(scheme, Days.timestamps(30))
                == "too little data for one walk-forward split: there are 30 days, and one training"
                + " and one test window of 365 days need 730; largest that fits: --window-days 15"
                + " with --test-windows 1"
        )
    }

    @Test(arguments: [0, 1, 19])
    func suggestsNothingWhenNothingFits(bars: Int) {
        let text = message(WalkForward(), Days.timestamps(bars))
        #expect(
            text.hasPrefix("too little data for one walk-forward split: there are \(bars) days")
        )
        #expect(text.hasSuffix("largest that fits: none; give more data"))
    }

    /// Whatever the data and the scheme, each suggestion can be used as it stands.
    @Test(arguments: 0..<200)
    func suggestsOnlyWhatFits(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let interval = [3_600, 14_400, Days.seconds, 7 * Days.seconds].randomElement(
            using: &random
        )!
        let count = Int.random(in: 1...400, using: &random)
        let timestamps = RandomTimes.increasing(count, interval: interval, using: &random)
        var scheme = WalkForward(
            windowDays: Int.random(in: 200...5_000, using: &random),
            testWindows: Int.random(in: 3...8, using: &random),
            purgeBars: Int.random(in: 0...12, using: &random)
        )
        if Bool.random(using: &random) {
            scheme.training = .rolling(windows: Int.random(in: 1...3, using: &random))
        }
        guard let shortage = shortage(scheme, timestamps, interval) else { return }
        for fit in shortage.fitting {
            var fitting = scheme
            fitting.windowDays = fit.windowDays
            fitting.testWindows = fit.testWindows
            let plan = try fitting.plan(timestamps: timestamps, interval: interval)
            #expect(plan.testWindows == fit.testWindows)
            // One day more would be too long.
            fitting.windowDays += 1
            let longer = try? fitting.plan(timestamps: timestamps, interval: interval)
            #expect(longer.map { $0.testWindows < fit.testWindows } ?? true)
        }
    }

    @Test func saysThatWindowsHaveTooFewBars() {
        let scheme = WalkForward(windowDays: 5, testWindows: 3)
        #expect(
            message(scheme, Days.timestamps(100))
                == "no window of 5 days has enough bars: the longest has 5, and metrics need 10; use"
                + " a larger --window-days"
        )
        let purged = WalkForward(windowDays: 20, testWindows: 1, purgeBars: 15)
        #expect(
            message(purged, Days.timestamps(100))
                == "no window of 20 days has enough bars: the longest has 20, and metrics need 10;"
                + " use a larger --window-days or purge less than 15 bars"
        )
    }

    @Test(arguments: [
        (WalkForward(windowDays: 0), "window days: 0 is too small; give at least 1"),
        (WalkForward(testWindows: 0), "test windows: 0 is too small; give at least 1"),
        (WalkForward(purgeBars: -1), "purge: -1 is too small; give at least 0"),
        (WalkForward(embargoBars: -2), "embargo: -2 is too small; give at least 0"),
        (WalkForward(minimumBars: 0), "minimum bars: 0 is too small; give at least 1"),
        (
            WalkForward(training: .rolling(windows: 0)),
            "rolling windows: 0 is too small; give at least 1"
        ),
        (
            WalkForward(windowDays: 1_000_001),
            "window days: 1000001 is too large; give at most 1000000"
        ),
        (
            WalkForward(testWindows: 1_000_001),
            "test windows: 1000001 is too large; give at most 1000000"
        ),
        (
            WalkForward(windowDays: 20, purgeBars: .max),
            "purge: \(Int.max) is too large; give at most 1000000000"
        ),
        (
            WalkForward(windowDays: 20, training: .rolling(windows: 1), embargoBars: .max),
            "embargo: \(Int.max) is too large; give at most 1000000000"
        ),
        (
            WalkForward(testWindows: 2, training: .rolling(windows: 3)),
            "rolling training over 3 windows needs at least 3 test windows, and there are 2; use"
                + " --test-windows 3 or more, or a shorter --train rolling:M"
        ),
        (
            WalkForward(training: .rolling(windows: 1), trainingStart: .first),
            "rolling training cannot start at the first bar of every split; use"
                + " --train anchored with --train-from first"
        ),
    ])
    func refusesSettings(scheme: WalkForward, expected: String) {
        #expect(message(scheme, Days.timestamps(3_000)) == expected)
    }

    private func shortage(
        _ scheme: WalkForward,
        _ timestamps: [Int64],
        _ interval: Int64
    ) -> TooLittleData? {
        do {
            _ = try scheme.plan(timestamps: timestamps, interval: interval)
            return nil
        } catch {
            guard case .tooLittleData(let shortage) = error else { return nil }
            return shortage
        }
    }

    private func message(_ scheme: WalkForward, _ timestamps: [Int64]) -> String {
        do {
            _ = try scheme.plan(timestamps: timestamps, interval: Days.seconds)
            return "no error"
        } catch {
            return error.description
        }
    }
}
