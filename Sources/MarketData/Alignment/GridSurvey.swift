/// What a grid lacks.
struct GridSurvey: Sendable {
    /// The number of bars of its listing that each symbol lacks.
    private(set) var missing: [Int]
    /// Of each bar, whether all symbols that are listed then have it.
    private(set) var isComplete: [Bool] = []

    init(symbols: Int) { missing = Array(repeating: 0, count: symbols) }

    /// Looks at the next bar.
    mutating func add(_ bar: Int, _ closes: [Double], _ listings: [Range<Int>]) {
        let width = missing.count
        var isWhole = true
        for column in 0..<width
        where closes[bar * width + column].isNaN && listings[column].contains(bar) {
            missing[column] += 1
            isWhole = false
        }
        isComplete.append(isWhole)
    }

    /// Adds what was found in the bars that follow.
    mutating func append(_ other: GridSurvey) {
        for column in missing.indices { missing[column] += other.missing[column] }
        isComplete += other.isComplete
    }
}
