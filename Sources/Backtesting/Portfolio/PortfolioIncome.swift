public import MarketData

/// What holding a symbol brings or costs from bar to bar, apart from its price: dividends and funding.
public struct PortfolioIncome: Sendable, Equatable {
    /// Cash per share that is credited at a bar, row-major as the table's closes; empty for none.
    public let dividends: [Double]
    /// The rate of a position's value that is paid at a bar, likewise; below 0 it is received.
    public let funding: [Double]

    /// Neither.
    public static let none = PortfolioIncome()

    private init() {
        dividends = []
        funding = []
    }

    /// Whether there is any.
    public var isEmpty: Bool { dividends.isEmpty && funding.isEmpty }

    /// Whether some symbol has any, bar by bar.
    func paidBars(symbolCount: Int) -> [Bool] {
        let bars = max(dividends.count, funding.count) / symbolCount
        return (0..<bars).map { bar in
            let row = bar * symbolCount..<(bar + 1) * symbolCount
            return (!dividends.isEmpty && dividends[row].contains { $0 != 0 })
                || (!funding.isEmpty && funding[row].contains { $0 != 0 })
        }
    }

    /// Lays series over the bars of a table.
    ///
    /// A number belongs to the bar during whose interval it is dated, or else to the next bar; several in
    /// one bar add up; those before the table's first bar and after its last are not used. Columns are found
    /// by `PriceTable/index(ofSymbol:)`; symbols without a column, and missing numbers, are 0.
    ///
    /// - Parameters:
    ///   - dividends: Amounts per share, at least 0.
    ///   - funding: Rates between -1 and 1.
    ///   - table: The prices.
    /// - Throws: ``BacktestError/invalidIncome(_:)`` for a number out of range, or series none of which
    ///   has a column.
    public init(
        dividends: LoadedSeries? = nil,
        funding: LoadedSeries? = nil,
        table: PriceTable
    ) throws(BacktestError) {
        self.dividends = try Self.values(dividends, on: table, "dividends", 0...(.infinity))
        self.funding = try Self.values(funding, on: table, "funding", -1...1)
    }

    /// Takes numbers for every bar and symbol of a table, in the layout of its closes.
    ///
    /// - Throws: ``BacktestError/invalidIncome(_:)`` for a number out of range, or too few or too many.
    public init(
        dividends: [Double] = [],
        funding: [Double] = [],
        table: PriceTable
    ) throws(BacktestError) {
        let ranges = [("dividends", dividends, 0...Double.infinity), ("funding", funding, -1...1)]
        for (name, values, range) in ranges where !values.isEmpty {
            guard values.count == table.closes.count else {
                throw .invalidIncome(
                    "\(name) need \(table.closes.count) numbers, one a close, not \(values.count)"
                )
            }
            for value in values { try Self.check(value, name, range) }
        }
        self.dividends = dividends
        self.funding = funding
    }

    private static func values(
        _ series: LoadedSeries?,
        on table: PriceTable,
        _ name: String,
        _ range: ClosedRange<Double>
    ) throws(BacktestError) -> [Double] {
        guard let series else { return [] }
        let columns = series.names.map { table.index(ofSymbol: $0) }
        guard columns.contains(where: { $0 != nil }) else {
            throw .invalidIncome(
                "\(name): none of \(series.names.prefix(12).joined(separator: ", ")) is a symbol of"
                    + " the prices"
            )
        }
        var values = [Double](repeating: 0, count: table.closes.count)
        let bars = series.timestamps.map { bar(at: $0, in: table) }
        for (place, column) in columns.enumerated() {
            guard let column else { continue }
            for (row, bar) in bars.enumerated() {
                let value = series.values[place][row]
                guard let bar, !value.isNaN else { continue }
                try check(value, "\(name) of \(series.names[place])", range)
                values[bar * table.symbolCount + column] += value
            }
        }
        for value in values { try check(value, "\(name) of a bar", range) }
        return values
    }

    private static func bar(at time: Int64, in table: PriceTable) -> Int? {
        guard time >= table.timestamps[0], time < table.lastBarEnd else { return nil }
        let next = table.firstBar(atOrAfter: time)
        let isInBarBefore =
            next == table.barCount
            || table.timestamps[next] > time && time < table.timestamps[next - 1] + table.interval
        return isInBarBefore ? next - 1 : next
    }

    private static func check(
        _ value: Double,
        _ name: String,
        _ range: ClosedRange<Double>
    ) throws(BacktestError) {
        // All of a position cannot be paid away.
        guard range.contains(value), value.isFinite, range.upperBound.isInfinite || abs(value) < 1
        else {
            throw .invalidIncome(
                range.upperBound.isInfinite
                    ? "\(name): \(value) is not an amount per share of at least 0"
                    : "\(name): \(value) is not a rate between -1 and 1 (0.0001 is 0.01 %)"
            )
        }
    }
}
