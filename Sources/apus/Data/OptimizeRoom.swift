import MarketData
import Validation

/// What a walk-forward study of some prices has room for.
struct OptimizeRoom {
    /// The window length that studies have unless told otherwise, in days.
    let windowDays: Int
    /// The most test windows of that length; 0 if none fits.
    let testWindows: Int
    /// The number of test windows that studies have unless told otherwise.
    let usualTestWindows: Int
    /// The longest windows, in days, of which as many fit; nil if none does.
    let longestWindowDays: Int?
    /// Sets of two or more symbols; nil beyond 62 symbols.
    let assetSets: Int?

    init(_ table: PriceTable) {
        let standard = WalkForward()
        windowDays = standard.windowDays
        usualTestWindows = standard.testWindows
        let days = Int((table.lastBarEnd - table.timestamps[0]) / UTCTime.secondsPerDay)
        let most = days / standard.windowDays - 1
        testWindows = most >= 1 && Self.fits(table, standard.windowDays, most) ? most : 0
        // Shorter windows have no more bars, so the longest either fits or none does.
        let longest = days / (standard.testWindows + 1)
        longestWindowDays =
            longest >= 1 && Self.fits(table, longest, standard.testWindows) ? longest : nil
        let symbols = table.symbolCount
        assetSets = symbols <= 62 ? (1 << symbols) - symbols - 1 : nil
    }

    /// Whether a study gets a split for each of so many test windows.
    private static func fits(_ table: PriceTable, _ days: Int, _ windows: Int) -> Bool {
        var scheme = WalkForward()
        scheme.windowDays = days
        scheme.testWindows = windows
        let plan = try? scheme.plan(timestamps: table.timestamps, interval: table.interval)
        return plan?.splits.count == windows
    }
}
