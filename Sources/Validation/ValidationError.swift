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
    /// Window settings with which the data can be split.
    public struct Fit: Sendable, Equatable {
        /// The longest window in whole days with this many test windows.
        public let windowDays: Int
        /// The number of test windows.
        public let testWindows: Int
    }

    /// Whole days from the first bar's start to the last bar's end.
    public let days: Int
    /// The window length that was asked for, in days.
    public let windowDays: Int
    /// The fewest test windows the training scheme can work with.
    public let minimumTestWindows: Int
    /// What can be used instead, all else being equal: with the number of test windows asked for,
    /// and with the fewest. Settings whose windows would have too few bars are not among them.
    public let fitting: [Fit]

    /// The shortage and the largest settings that would fit.
    public var description: String {
        let windows =
            minimumTestWindows == 1
            ? "one training and one test window" : "\(minimumTestWindows + 1) windows"
        let choices = fitting.map {
            "--window-days \($0.windowDays) with --test-windows \($0.testWindows)"
        }
        return "too little data for one walk-forward split: there are \(days) days, and \(windows)"
            + " of \(windowDays) days need \((minimumTestWindows + 1) * windowDays); largest that"
            + " fits: "
            + (choices.isEmpty ? "none; give more data" : choices.joined(separator: ", or "))
    }
}
