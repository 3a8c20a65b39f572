extension WindowMetrics {
    /// The figures of several windows as one: bars, rebalances, turnover and costs are sums, everything else
    /// is the mean weighted by bars, NaN where one of them is. Each window was a backtest of its own.
    ///
    /// - Precondition: There is a window; a single one is returned as it is.
    package static func mean(of windows: [WindowMetrics]) -> WindowMetrics {
        precondition(!windows.isEmpty, "there is no mean of nothing")
        guard windows.count > 1 else { return windows[0] }
        let bars = windows.reduce(0) { $0 + $1.bars }
        func mean(_ value: (WindowMetrics) -> Double) -> Double {
            windows.reduce(0) { $0 + Double($1.bars) / Double(bars) * value($1) }
        }
        return WindowMetrics(
            bars: bars,
            totalReturn: mean(\.totalReturn),
            volatility: mean(\.volatility),
            sharpeRatio: mean(\.sharpeRatio),
            sortinoRatio: mean(\.sortinoRatio),
            maxDrawdown: mean(\.maxDrawdown),
            cagr: mean(\.cagr),
            calmarRatio: mean(\.calmarRatio),
            rebalanceCount: windows.reduce(0) { $0 + $1.rebalanceCount },
            turnover: windows.reduce(0) { $0 + $1.turnover },
            costPaid: windows.reduce(0) { $0 + $1.costPaid }
        )
    }
}
