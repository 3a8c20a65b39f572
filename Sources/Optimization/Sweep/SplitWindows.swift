import Backtesting
import Validation

/// The windows that the splits of a plan are made of, each of them once, and which split is made of which.
///
/// A window that several splits share is run once; windows that start at the same bar are run in one pass
/// over the longest, because each is a prefix of the next.
struct SplitWindows: Sendable {
    /// Windows that start at the same bar.
    struct Group: Sendable {
        let start: Int
        /// Ascending.
        var ends: [Int]
        /// Where the training of their splits begins, if that is told apart.
        let origin: Int?
    }

    /// The splits, in order.
    let splits: [Split]
    /// By start. The windows, group by group, have the places 0, 1, ... in all that is measured.
    let groups: [Group]
    /// What each split trains on.
    let train: SplitShares
    /// What each split is tested on.
    let test: SplitShares

    /// - Parameter tellsOriginsApart: Whether equal windows of splits whose training begins at different
    ///   bars are different, as they are to policies that use forecasts.
    init(_ splits: [Split], tellsOriginsApart: Bool = false) {
        struct Window: Hashable, Comparable {
            let start: Int
            let end: Int
            let origin: Int?

            static func < (a: Window, b: Window) -> Bool {
                (a.start, a.origin ?? 0, a.end) < (b.start, b.origin ?? 0, b.end)
            }
        }
        func window(_ segment: Range<Int>, of split: Split) -> Window {
            Window(
                start: segment.lowerBound,
                end: segment.upperBound,
                origin: tellsOriginsApart ? split.trainingStart : nil
            )
        }
        var known: Set<Window> = []
        for split in splits {
            for segment in split.trainSegments + split.testSegments {
                known.insert(window(segment, of: split))
            }
        }
        var groups: [Group] = []
        var places: [Window: Int] = [:]
        for (place, window) in known.sorted().enumerated() {
            places[window] = place
            if let last = groups.last, last.start == window.start, last.origin == window.origin {
                groups[groups.count - 1].ends.append(window.end)
            } else {
                groups.append(
                    Group(start: window.start, ends: [window.end], origin: window.origin)
                )
            }
        }
        func shares(_ segments: (Split) -> [Range<Int>]) -> SplitShares {
            var shares = SplitShares(windowCount: places.count)
            for split in splits {
                shares.append(
                    segments(split).map { segment in
                        (places[window(segment, of: split)] ?? 0, Double(segment.count))
                    }
                )
            }
            return shares
        }
        self.splits = splits
        self.groups = groups
        train = shares(\.trainSegments)
        test = shares(\.testSegments)
    }

    /// The training windows of a single split that is not tested.
    init(training windows: [Range<Int>]) {
        splits = []
        groups = windows.map { Group(start: $0.lowerBound, ends: [$0.upperBound], origin: nil) }
        var shares = SplitShares(windowCount: windows.count)
        shares.append(windows.enumerated().map { ($0.offset, Double($0.element.count)) })
        train = shares
        test = SplitShares(windowCount: windows.count)
    }

    /// The number of windows.
    var count: Int { groups.reduce(0) { $0 + $1.ends.count } }

    /// The number of bars that a candidate is run over.
    var barCount: Int { groups.reduce(0) { $0 + ($1.ends.last ?? $1.start) - $1.start } }

    /// The figures of a split, from those of the windows.
    func figures(
        ofSplit index: Int,
        _ windows: [WindowMetrics],
        hold: [WindowMetrics]
    ) -> SplitFigures {
        let split = splits[index]
        let trained = train.windows(ofSplit: index)
        let tested = test.windows(ofSplit: index)
        return SplitFigures(
            split: split,
            train: .mean(of: trained.map { windows[$0] }),
            test: .mean(of: tested.map { windows[$0] }),
            trainBuyAndHold: .mean(of: trained.map { hold[$0] }),
            testBuyAndHold: .mean(of: tested.map { hold[$0] }),
            tests: zip(split.testSegments, tested).map { bars, window in
                SegmentFigures(bars: bars, metrics: windows[window], buyAndHold: hold[window])
            }
        )
    }
}

/// Which windows each split trains on, or is tested on, and how much each of them weighs.
struct SplitShares: Sendable {
    private struct Share {
        let window: Int
        /// Its share of the split's bars; exactly 1 where the split has one window.
        let weight: Double
    }

    /// Of all splits, one after another.
    private var shares: [Share] = []
    private var ends: [Int] = []
    /// The sum of each window's weights; exactly 1 for the only window of one split.
    private var totals: [Double]

    init(windowCount: Int) { totals = Array(repeating: 0, count: windowCount) }

    mutating func append(_ windows: [(window: Int, bars: Double)]) {
        let all = windows.reduce(0) { $0 + $1.bars }
        for (window, bars) in windows {
            shares.append(Share(window: window, weight: bars / all))
            totals[window] += bars / all
        }
        ends.append(shares.count)
    }

    /// The number of splits.
    var splitCount: Int { ends.count }

    /// The places of a split's windows, in time order.
    func windows(ofSplit split: Int) -> [Int] { shares[range(split)].map(\.window) }

    /// Whether some split uses a window.
    func uses(_ window: Int) -> Bool { totals[window] > 0 }

    /// For each split the mean of its windows' values, weighted by their bars; one that is NaN makes it NaN.
    func means(_ values: [Double]) -> [Double] {
        ends.indices.map { split in
            let range = range(split)
            var sum = shares[range.lowerBound].weight * values[shares[range.lowerBound].window]
            for share in shares[range].dropFirst() { sum += share.weight * values[share.window] }
            return sum
        }
    }

    /// The mean over all splits of those means. Summed window by window, so that it takes no longer with
    /// thousands of splits.
    func mean(_ windows: [WindowMetrics], _ value: (WindowMetrics) -> Double) -> Double {
        var sum = 0.0
        for (window, total) in totals.enumerated() where total > 0 {
            sum += total * value(windows[window])
        }
        return sum / Double(splitCount)
    }

    private func range(_ split: Int) -> Range<Int> {
        (split == 0 ? 0 : ends[split - 1])..<ends[split]
    }
}
