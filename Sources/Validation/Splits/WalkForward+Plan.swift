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
            throw tooLittleData(span: 0, timestamps: timestamps, interval: interval)
        }
        let end = last + interval
        let window = Int64(windowDays) * Self.secondsPerDay
        let span = end - first
        let windowCount = min(testWindows, Int(span / window) - 1)
        guard windowCount >= minimumTestWindows else {
            throw tooLittleData(span: span, timestamps: timestamps, interval: interval)
        }

        let boundaries = (0...(windowCount + 1)).map { end - Int64(windowCount + 1 - $0) * window }
        let starts = boundaries.map { firstIndex(in: timestamps, atOrAfter: $0) }
        var notes: [String] = []
        if windowCount < testWindows {
            notes.append(
                "The data reaches back \(span / Self.secondsPerDay) days: "
                    + "\(windowCount) test window\(windowCount == 1 ? "" : "s") of \(windowDays) days"
                    + " instead of \(testWindows)."
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
            paths: [
                BacktestPath(
                    number: 1,
                    parts: splits.indices.map { BacktestPath.Part(split: $0, segment: 0) }
                )
            ],
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
            ("minimum bars", minimumBars, 1),
        ]
        for (name, value, least) in settings where value < least {
            throw .settingOutOfRange(name: name, value: value, minimum: least)
        }
        // Far from overflowing when they are added up or turned into seconds.
        let limits: [(String, Int, Int)] = [
            ("window days", windowDays, 1_000_000), ("test windows", testWindows, 1_000_000),
            ("purge", purgeBars, 1_000_000_000), ("embargo", embargoBars, 1_000_000_000),
        ]
        for (name, value, most) in limits where value > most {
            throw .settingTooLarge(name: name, value: value, maximum: most)
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

    private func tooLittleData(
        span: Int64,
        timestamps: [Int64],
        interval: Int64
    ) -> ValidationError {
        let days = Int(span / Self.secondsPerDay)
        let fewest = minimumTestWindows
        let numbers = testWindows > fewest ? [testWindows, fewest] : [fewest]
        return .tooLittleData(
            TooLittleData(
                days: days,
                windowDays: windowDays,
                minimumTestWindows: fewest,
                fitting: numbers.compactMap { number in
                    let fit = TooLittleData.Fit(
                        windowDays: days / (number + 1),
                        testWindows: number
                    )
                    return canSplit(timestamps, interval, with: fit) ? fit : nil
                }
            )
        )
    }

    /// Whether the data gives a split with other window settings: long enough windows may still
    /// have too few bars.
    private func canSplit(
        _ timestamps: [Int64],
        _ interval: Int64,
        with fit: TooLittleData.Fit
    ) -> Bool {
        // Windows that fit into the data never come back here for a suggestion.
        guard fit.windowDays >= 1 else { return false }
        var scheme = self
        scheme.windowDays = fit.windowDays
        scheme.testWindows = fit.testWindows
        return (try? scheme.plan(timestamps: timestamps, interval: interval)) != nil
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
