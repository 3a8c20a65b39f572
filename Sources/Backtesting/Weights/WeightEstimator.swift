public import MarketData
internal import Validation

/// Estimates the weights of a portfolio from the prices before a bar.
///
/// Only closes before the bar count, so the weights could have been known when it began. Equal prices give
/// equal bits, whatever comes later.
public struct WeightEstimator: Sendable, Hashable {
    /// How weights follow from moments.
    public let rule: WeightRule
    /// How covariances are estimated.
    public let covariance: CovarianceRule
    /// How many returns count, in bars.
    public let lookback: Int
    /// The least and largest weights.
    public let limits: WeightLimits

    /// Creates an estimator.
    ///
    /// - Parameters:
    ///   - rule: How weights follow from moments.
    ///   - covariance: How covariances are estimated; `equal` does not look at it, nor
    ///     `inverse-volatility` at more than the variances.
    ///   - lookback: How many simple returns are looked at, those of as many bars.
    ///   - limits: Least and largest weights of the symbols.
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` for a lookback that is not from 2 to
    ///   1,000,000, and a risk aversion that is not from 1e-6 to 1e6.
    public init(
        _ rule: WeightRule,
        covariance: CovarianceRule = .sample,
        lookback: Int,
        limits: WeightLimits = .none
    ) throws(BacktestError) {
        guard 2...1_000_000 ~= lookback else {
            throw .invalidSetting(
                name: "weight lookback",
                value: Double(lookback),
                requirement: "from 2 to 1000000 bars"
            )
        }
        try rule.check()
        self.rule = rule
        self.covariance = covariance
        self.lookback = lookback
        self.limits = limits
    }

    /// How many bars have to lie before the one that weights are estimated for: one more than the lookback, or
    /// none for equal weights.
    public var barsNeeded: Int { rule.usesReturns ? lookback + 1 : 0 }

    /// Weights of some symbols of a table.
    ///
    /// - Parameters:
    ///   - columns: The columns of the symbols, all different; weights come in their order.
    ///   - table: The prices.
    ///   - bar: The first bar that is not looked at, up to the number of bars. The returns are those of the
    ///     `lookback` bars before it.
    /// - Returns: A weight for each column: at least 0, within the limits, together 1 but for rounding. Symbols that
    ///   have no prices at one of the bars, or none at `bar`, get 0; the others are weighed without them.
    /// - Throws: ``BacktestError/historyTooShort(bars:needed:)`` with fewer than ``barsNeeded`` bars before the
    ///   bar; else see ``weights(of:symbols:columns:before:)``.
    /// - Complexity: O(lookback x N² + N³), times the steps of the solver.
    public func weights(
        columns: [Int],
        in table: PriceTable,
        before bar: Int
    ) throws(BacktestError) -> [Double] {
        let places = columns.indices.filter { place in
            // One that a caller got wrong is refused below.
            !table.listings.indices.contains(columns[place])
                || isKnown(table.listings[columns[place]], before: bar, of: table.barCount)
        }
        guard places.count < columns.count else {
            return try weights(
                of: table.closes,
                symbols: table.symbols,
                columns: columns,
                before: bar
            )
        }
        var weights = columns.map { _ in 0.0 }
        if places.isEmpty { return weights }
        let known = try self.weights(
            of: table.closes,
            symbols: table.symbols,
            columns: places.map { columns[$0] },
            before: bar
        )
        for (place, weight) in zip(places, known) { weights[place] = weight }
        return weights
    }

    /// Whether a symbol has prices at all bars that are looked at, and at the one that weights are for.
    private func isKnown(_ listing: Range<Int>, before bar: Int, of barCount: Int) -> Bool {
        listing.lowerBound <= max(0, bar - barsNeeded)
            && listing.upperBound > min(bar, barCount - 1)
    }

    /// Weights from closes that need not be those of a table.
    ///
    /// - Parameters:
    ///   - closes: Bars x symbols, row-major.
    ///   - symbols: The symbols of all columns.
    ///   - columns: The columns of the symbols to be weighed, all different.
    ///   - bar: The first bar that is not looked at.
    /// - Returns: A weight for each column: at least 0, within the limits, together 1 but for rounding. A
    ///   symbol whose price did not move gets its least weight (see
    ///   ``WeightRule/weights(covariance:means:limits:)``).
    /// - Throws: ``BacktestError/historyTooShort(bars:needed:)``,
    ///   ``BacktestError/invalidAllocation(symbols:reason:)`` for no columns, a column that is not there or is
    ///   there twice, and limits that no weights keep, ``BacktestError/noWeights(_:)`` for a close that is
    ///   not finite and above 0, a bar outside the closes, or covariances that overflow.
    public func weights(
        of closes: [Double],
        symbols: [String],
        columns: [Int],
        before bar: Int
    ) throws(BacktestError) -> [Double] {
        try weights(
            of: PriceValues(closes),
            symbols: symbols,
            columns: columns,
            before: bar
        )
    }

    private func weights(
        of closes: PriceValues,
        symbols: [String],
        columns: [Int],
        before bar: Int
    ) throws(BacktestError) -> [Double] {
        guard !columns.isEmpty, Set(columns).count == columns.count,
            columns.allSatisfy(symbols.indices.contains)
        else {
            throw .invalidAllocation(
                symbols: columns.filter(symbols.indices.contains).map { symbols[$0] },
                reason: "weights need different columns among \(symbols.count), not \(columns)"
            )
        }
        guard closes.count.isMultiple(of: symbols.count),
            0...(closes.count / symbols.count) ~= bar
        else {
            throw .noWeights(
                "bar \(bar) is not one of \(closes.count) closes of \(symbols.count) symbols"
            )
        }
        let box = try WeightBox(limits, symbols: columns.map { symbols[$0] })
        guard rule.usesReturns else {
            return try rule.weights(in: box, where: columns.map { _ in true }) { _ in
                preconditionFailure("equal weights need no moments")
            }
        }
        guard bar >= barsNeeded else {
            throw .historyTooShort(bars: bar, needed: barsNeeded)
        }
        let returns = try Self.returns(
            closes,
            symbols,
            columns,
            bars: bar - lookback..<bar
        )
        let hasRisk = columns.indices.map { column in
            Moments.standardDeviation(Array(returns[column: column]), ddof: 1)
                > WeightRule.leastDeviation
        }
        return try rule.weights(in: box, where: hasRisk) {
            (places) throws(BacktestError) -> (CovarianceMatrix, [Double]) in
            let part = ReturnMatrix(
                periods: lookback,
                columns: places.count,
                values: places.flatMap { Array(returns[column: $0]) }
            )
            let means = (0..<places.count).map { Moments.mean(Array(part[column: $0])) }
            return (try covariance.matrix(of: part), means)
        }
    }

    /// The simple returns of some bars, each from the close before it.
    private static func returns(
        _ closes: PriceValues,
        _ symbols: [String],
        _ columns: [Int],
        bars: Range<Int>
    ) throws(BacktestError) -> ReturnMatrix {
        var values: [Double] = []
        values.reserveCapacity(columns.count * bars.count)
        for column in columns {
            var last = closes[(bars.lowerBound - 1) * symbols.count + column]
            for bar in bars {
                let close = closes[bar * symbols.count + column]
                let change = close / last - 1
                guard close > 0, close.isFinite, last > 0, change.isFinite else {
                    throw .noWeights(
                        "\(symbols[column]) goes from \(last) to \(close) at bar \(bar);"
                            + " closes need to be above 0"
                    )
                }
                values.append(change)
                last = close
            }
        }
        return ReturnMatrix(periods: bars.count, columns: columns.count, values: values)
    }
}
