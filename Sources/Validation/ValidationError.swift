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
    /// A setting must be an even number.
    case settingNotEven(name: String, value: Int)
    /// A statistic was asked of fewer returns than it needs.
    case tooFewReturns(count: Int, minimum: Int)
    /// A return is not a number, infinite, too large to be squared, or below -1 where it is compounded; both
    /// count from 0.
    case returnNotUsable(candidate: Int, period: Int, value: Double)
    /// A test of candidates was given none.
    case noCandidates
    /// A mean block length is below 1 or above the number of returns.
    case blockLengthOutOfRange(Double, maximum: Int)
    /// The number of periods in a year is not above 0, or not finite.
    case periodsPerYearOutOfRange(Double)
    /// The returns are so large that they cannot be compounded.
    case growthNotFinite
    /// A resample has another number of periods than the returns, or a period they do not have.
    case resampleMismatch(resample: Int, periods: Int)
    /// Groups (folds) of bars have too few bars each; `minimumGroups` is the fewest that the scheme can
    /// work with.
    case groupsTooShort(noun: String, groups: Int, bars: Int, minimumBars: Int, minimumGroups: Int)
    /// Purge and embargo leave a split without training bars; tested groups count from 1.
    case nothingToTrainOn(
        noun: String,
        tested: [Int],
        purgeBars: Int,
        embargoBars: Int,
        minimumBars: Int
    )
    /// There are too many ways to choose the groups that are tested.
    case tooManySplits(groups: Int, testGroups: Int, maximum: Int)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .tooFewReturns(let count, let minimum):
            return "there are \(count) returns, and at least \(minimum) are needed; give more data"
        case .returnNotUsable(let candidate, let period, let value):
            return "the return of candidate \(candidate + 1) in period \(period + 1) is \(value);"
                + " returns must be finite, within 1e100, and at least -1 where they are compounded"
        case .noCandidates:
            return "there are no candidates to test; give the returns of at least one"
        case .blockLengthOutOfRange(let length, let maximum):
            return "the mean block length \(length) cannot be used; give 1 to \(maximum) periods"
        case .periodsPerYearOutOfRange(let periods):
            return "\(periods) periods a year cannot be used; give a number above 0"
        case .growthNotFinite:
            return "the returns compound to a number that is too large; check that 0.01 stands for"
                + " 1 %"
        case .resampleMismatch(let resample, let periods):
            return "resample \(resample + 1) does not fit: it must be a list of \(periods) periods,"
                + " each from 0 to \(periods - 1)"
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
        case .settingNotEven(let name, let value):
            return "\(name): \(value) is odd; give an even number"
        case .groupsTooShort(let noun, let groups, let bars, let minimum, let fewest):
            let most = bars / max(minimum, 1)
            return
                "\(bars) bars are too few for \(groups) \(noun)s: each needs at least \(minimum); "
                + (most >= fewest ? "use at most \(most) \(noun)s" : "give more data")
        case .nothingToTrainOn(let noun, let tested, let purge, let embargo, let minimum):
            let groups = tested.map(String.init).joined(separator: ", ")
            return
                "nothing is left to train on where \(noun)\(tested.count == 1 ? "" : "s") \(groups)"
                + " \(tested.count == 1 ? "is" : "are") tested: with a purge of \(purge) bars and an"
                + " embargo of \(embargo) no piece of \(minimum) bars remains; use smaller ones, or"
                + " fewer \(noun)s"
        case .tooManySplits(let groups, let testGroups, let maximum):
            return
                "choosing \(testGroups) of \(groups) groups gives more than \(maximum) splits; use"
                + " fewer groups, or test fewer of them at a time"
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
