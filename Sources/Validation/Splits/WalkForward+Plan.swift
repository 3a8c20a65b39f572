extension WalkForward {
    static let secondsPerDay: Int64 = 86_400

    /// Turns timestamps into splits.
    ///
    /// - Parameters:
    ///   - timestamps: Bar starts in UTC seconds, strictly increasing.
    ///   - interval: The bar interval in seconds; the data ends one interval after the last bar.
    /// - Returns: At least one split.
    /// - Throws: ``ValidationError`` when a setting is out of range or the data is too short for
    ///   one split.
    /// - Complexity: O(K log T).
    public func plan(
        timestamps: [Int64],
        interval: Int64
    ) throws(ValidationError) -> SplitPlan {
        try checkSettings()
        guard let first = timestamps.first, let last = timestamps.last else {
            throw .tooLittleData(
                TooLittleData(days: 0, windowDays: windowDays, testWindows: testWindows)
            )
        }
        let end = last + interval
        let window = Int64(windowDays) * Self.secondsPerDay
        let span = end - first
        let windowCount = min(testWindows, Int(span / window) - 1)
        guard windowCount >= minimumTestWindows else { throw tooLittleData(span: span) }

        let boundaries = (0...(windowCount + 1)).map { end - Int64(windowCount + 1 - $0) * window }
        let starts = boundaries.map { firstIndex(in: timestamps, atOrAfter: $0) }
        var notes: [String] = []
        if windowCount < testWindows {
            notes.append(
                "The data reaches back \(span / Self.secondsPerDay) days: "
                    + "\(windowCount) test windows of \(windowDays) days instead of \(testWindows)."
            )
        }
        if embargoBars > 0, training == .anchored {
            notes.append(
                "The embargo changes nothing here: anchored training never starts after a test"
                    + " window."
            )
        }
        let splits = makeSplits(starts: starts, windowCount: windowCount, notes: &notes)
        guard !splits.isEmpty else {
            throw .splitsTooShort(
                windowDays: windowDays,
                purgeBars: purgeBars,
                minimumBars: minimumBars,
                longestWindowBars: (0...windowCount).map { starts[$0 + 1] - starts[$0] }.max() ?? 0
            )
        }
        return SplitPlan(
            splits: splits,
            boundaries: boundaries,
            testWindows: windowCount,
            notes: notes
        )
    }

    private var minimumTestWindows: Int {
        if case .rolling(let windows) = training { return windows }
        return 1
    }

    private func makeSplits(
        starts: [Int],
        windowCount: Int,
        notes: inout [String]
    ) -> [Split] {
        var splits: [Split] = []
        for number in minimumTestWindows...windowCount {
            var trainStart = trainingStart == .first ? 0 : starts[0]
            if case .rolling(let windows) = training {
                let boundary = number - windows
                // The window before this boundary is a test window from number 1 on.
                let followsTest = boundary - 1 >= minimumTestWindows
                trainStart = starts[boundary] + (followsTest ? embargoBars : 0)
            }
            let trainEnd = max(trainStart, starts[number] - purgeBars)
            let train = trainStart..<trainEnd
            let test = starts[number]..<starts[number + 1]
            guard train.count >= minimumBars, test.count >= minimumBars else {
                notes.append(
                    "Split \(number) is left out: \(train.count) training and \(test.count) test"
                        + " bars, and a window needs at least \(minimumBars)."
                )
                continue
            }
            splits.append(Split(number: number, train: train, test: test))
        }
        return splits
    }

    private func checkSettings() throws(ValidationError) {
        let settings: [(String, Int, Int)] = [
            ("window days", windowDays, 1), ("test windows", testWindows, 1),
            ("purge", purgeBars, 0), ("embargo", embargoBars, 0),
        ]
        for (name, value, least) in settings where value < least {
            throw .settingOutOfRange(name: name, value: value, minimum: least)
        }
        guard windowDays <= 1_000_000 else {
            throw .settingTooLarge(name: "window days", value: windowDays, maximum: 1_000_000)
        }
        guard testWindows <= 1_000_000 else {
            throw .settingTooLarge(name: "test windows", value: testWindows, maximum: 1_000_000)
        }
        if case .rolling(let windows) = training {
            guard windows >= 1 else {
                throw .settingOutOfRange(name: "rolling windows", value: windows, minimum: 1)
            }
            guard windows <= testWindows else {
                throw .rollingTooLong(windows: windows, testWindows: testWindows)
            }
            guard trainingStart == .window else { throw .rollingFromFirstBar }
        }
    }

    private func tooLittleData(span: Int64) -> ValidationError {
        .tooLittleData(
            TooLittleData(
                days: Int(span / Self.secondsPerDay),
                windowDays: windowDays,
                testWindows: testWindows,
                minimumTestWindows: minimumTestWindows
            )
        )
    }
}

/// The first index whose timestamp is at or after `time`; the count when there is none.
private func firstIndex(in timestamps: [Int64], atOrAfter time: Int64) -> Int {
    var low = 0
    var high = timestamps.count
    while low < high {
        let middle = low + (high - low) / 2
        if timestamps[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
}
