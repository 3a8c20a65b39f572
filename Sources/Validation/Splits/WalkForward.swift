/// Walk-forward analysis: select on the past, judge on the window that follows, move on.
///
/// Windows end with the data. With `end` the end of the last bar, `W` the window length in seconds
/// and `K` test windows, the boundaries are `b(k) = end - (K + 1 - k) W` for `k` in `0...K + 1`;
/// split `i` tests on `[b(i), b(i + 1))`. All ranges are half-open.
public struct WalkForward: Sendable, Equatable {
    /// Where the training range of a split starts.
    public enum Training: Sendable, Equatable {
        /// At the first boundary (or the first bar): the range grows from split to split.
        case anchored
        /// A given number of windows before the test window: the range slides.
        case rolling(windows: Int)
    }

    /// Where anchored training starts.
    public enum TrainingStart: String, Sendable, Equatable, CaseIterable {
        /// At the first boundary, `b(0)`.
        case window
        /// At the first bar of the data.
        case first
    }

    /// The length of a window in days of 86,400 seconds.
    public var windowDays: Int
    /// The number of test windows asked for; fewer are used when the data is too short.
    public var testWindows: Int
    /// Where training ranges start.
    public var training: Training
    /// Where anchored training starts.
    public var trainingStart: TrainingStart
    /// Bars removed from the end of every training range.
    public var purgeBars: Int
    /// Bars skipped between an earlier test window and a training range that starts after it.
    ///
    /// Anchored training never starts after a test window, so there it changes nothing.
    public var embargoBars: Int
    /// The fewest bars a train or test range must have; shorter splits are left out.
    public var minimumBars: Int

    /// Creates a walk-forward scheme; the defaults are those of the program.
    public init(
        windowDays: Int = 365,
        testWindows: Int = 5,
        training: Training = .anchored,
        trainingStart: TrainingStart = .window,
        purgeBars: Int = 0,
        embargoBars: Int = 0,
        minimumBars: Int = 10
    ) {
        self.windowDays = windowDays
        self.testWindows = testWindows
        self.training = training
        self.trainingStart = trainingStart
        self.purgeBars = purgeBars
        self.embargoBars = embargoBars
        self.minimumBars = minimumBars
    }
}
