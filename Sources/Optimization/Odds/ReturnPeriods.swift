import MarketData
import Validation

/// How test windows are cut into periods of equal length, over which returns are compared.
///
/// A period is a bar, or a day of bars where there are several a day; twice as many bars, and so on, where
/// there would be more than ``mostPeriods``. What is left over at the end of a window belongs to its last
/// period.
struct ReturnPeriods: Sendable, Equatable {
    /// The bars of a window and where its periods end.
    struct Window: Sendable, Equatable {
        /// Its place among the test windows, which is its split's place in a walk-forward plan.
        let split: Int
        /// The first bar.
        let start: Int
        /// The bar after each period's last one, ascending.
        let ends: [Int]
    }

    /// The most periods, over all windows.
    static let mostPeriods = 4_000

    /// In time order.
    let windows: [Window]
    /// The bars of a period.
    let barsPerPeriod: Int

    /// - Parameters:
    ///   - ranges: The test windows.
    ///   - interval: The bar interval in seconds.
    init(_ ranges: [Range<Int>], interval: Int64) {
        var length = max(1, Int(86_400 / interval))
        let total = ranges.reduce(0) { $0 + $1.count }
        while total / length > Self.mostPeriods { length *= 2 }
        self.init(ranges, barsPerPeriod: length)
    }

    /// - Parameters:
    ///   - ranges: The test windows.
    ///   - length: The bars of a period.
    init(_ ranges: [Range<Int>], barsPerPeriod length: Int) {
        barsPerPeriod = length
        windows = ranges.enumerated().map { split, range in
            let count = max(1, range.count / length)
            var ends = (1...count).map { range.lowerBound + $0 * length }
            ends[count - 1] = range.upperBound
            return Window(split: split, start: range.lowerBound, ends: ends)
        }
    }

    /// The number of periods.
    var count: Int { windows.reduce(0) { $0 + $1.ends.count } }

    /// Returns from period to period of values at the periods' ends, window by window; the first of a window
    /// starts from the capital, and so pays for investing.
    ///
    /// - Parameter values: One for each period, in time order.
    func returns(of values: [Double], capital: Double) -> [Double] {
        var returns: [Double] = []
        returns.reserveCapacity(values.count)
        for window in windows {
            var before = capital
            for _ in window.ends {
                let value = values[returns.count]
                returns.append(value / before - 1)
                before = value
            }
        }
        return returns
    }

    /// The same of an equity curve that has a value for every bar of the windows, laid end to end.
    func returns(ofStitched equity: [Double], capital: Double) -> [Double] {
        var returns: [Double] = []
        returns.reserveCapacity(count)
        var offset = 0
        var before = capital
        for window in windows {
            for end in window.ends {
                let value = equity[offset + end - window.start - 1]
                returns.append(value / before - 1)
                before = value
            }
            offset += (window.ends.last ?? window.start) - window.start
        }
        return returns
    }
}
