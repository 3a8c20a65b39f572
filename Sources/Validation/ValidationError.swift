/// What keeps data from being split or a statistic from being computed.
public enum ValidationError: Error, Equatable, CustomStringConvertible {
    /// The data is shorter than one training and one test window.
    case tooLittleData(TooLittleData)
    /// Windows are long enough in days but hold too few bars.
    case splitsTooShort(windowDays: Int, purgeBars: Int, minimumBars: Int, longestWindowBars: Int)
    /// A setting is below its least value.
    case settingOutOfRange(name: String, value: Int, minimum: Int)
    /// A setting is above its largest value.
    case settingTooLarge(name: String, value: Int, maximum: Int)
    /// A rolling training range has more windows than there are test windows.
    case rollingTooLong(windows: Int, testWindows: Int)
    /// Rolling training was asked to start at the first bar.
    case rollingFromFirstBar

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .tooLittleData(let shortage):
            return shortage.description
        case .splitsTooShort(let windowDays, let purgeBars, let minimumBars, let longest):
            let purge = purgeBars > 0 ? " or purge less than \(purgeBars) bars" : ""
            return "no window of \(windowDays) days has enough bars: the longest has \(longest), "
                + "and metrics need \(minimumBars); use a larger --window-days\(purge)"
        case .settingOutOfRange(let name, let value, let minimum):
            return "\(name): \(value) is too small; give at least \(minimum)"
        case .settingTooLarge(let name, let value, let maximum):
            return "\(name): \(value) is too large; give at most \(maximum)"
        case .rollingTooLong(let windows, let testWindows):
            return
                "rolling training over \(windows) windows needs at least \(windows) test windows,"
                + " and there are \(testWindows); use --test-windows \(windows) or more, or a"
                + " shorter --train rolling:M"
        case .rollingFromFirstBar:
            return "rolling training cannot start at the first bar of every split; use"
                + " --train anchored with --train-from first"
        }
    }
}

/// How much data there is, and which windows would fit it.
public struct TooLittleData: Sendable, Equatable, CustomStringConvertible {
    /// Whole days from the first bar's start to the last bar's end.
    public let days: Int
    /// The window length that was asked for, in days.
    public let windowDays: Int
    /// The number of test windows that was asked for.
    public let testWindows: Int
    /// The fewest test windows the training scheme can work with.
    public let minimumTestWindows: Int

    init(days: Int, windowDays: Int, testWindows: Int, minimumTestWindows: Int = 1) {
        self.days = days
        self.windowDays = windowDays
        self.testWindows = testWindows
        self.minimumTestWindows = minimumTestWindows
    }

    /// The longest window, in whole days, with which the number of test windows asked for fits.
    public var largestWindowDays: Int { days / (testWindows + 1) }

    /// The largest number of test windows that fits with the window length asked for.
    public var largestTestWindows: Int { max(0, days / windowDays - 1) }

    /// The shortage and the largest settings that would fit.
    public var description: String {
        var text =
            "too little data for one walk-forward split: there are \(days) days, and"
            + " \(minimumTestWindows == 1 ? "one training and one test window" : "\(minimumTestWindows + 1) windows")"
            + " of \(windowDays) days need \((minimumTestWindows + 1) * windowDays)"
        text += "; largest that fits: "
        if largestWindowDays >= 1 {
            text += "--window-days \(largestWindowDays) with --test-windows \(testWindows)"
            if testWindows > minimumTestWindows {
                text +=
                    ", or --window-days \(days / (minimumTestWindows + 1))"
                    + " with --test-windows \(minimumTestWindows)"
            }
        } else {
            text += "none; give more data"
        }
        return text
    }
}
