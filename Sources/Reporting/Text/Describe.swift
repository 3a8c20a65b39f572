import Backtesting
public import MarketData
public import Optimization
public import Validation

/// Parts of a study as short phrases, the same in the terminal and in reports.
public enum Describe {
    /// The bar interval and the kind of calendar, for example "1d bars, weekdays".
    public static func interval(_ table: PriceTable) -> String {
        "\(BarInterval(seconds: table.interval)) bars, "
            + (table.hasWeekendBars ? "every day" : "weekdays")
    }

    /// A UTC time: the date alone at midnight, else to the minute.
    public static func time(_ timestamp: Int64) -> String {
        let text = UTCTime.format(timestamp)
        return text.count > 16 ? String(text.prefix(16)) : text
    }

    /// The windows of a study, for example "5 test windows of 365 days, anchored training".
    public static func walkForward(_ settings: WalkForward, _ plan: SplitPlan) -> String {
        var text = Format.counted(plan.splits.count, "split")
        text += ", windows of \(Format.counted(settings.windowDays, "day"))"
        switch settings.training {
        case .anchored:
            text += ", anchored training"
            if settings.trainingStart == .first { text += " from the first bar" }
        case .rolling(let windows):
            text += ", training over \(Format.counted(windows, "window"))"
        }
        if settings.purgeBars > 0 { text += ", purge \(Format.counted(settings.purgeBars, "bar"))" }
        if settings.embargoBars > 0 {
            text += ", embargo \(Format.counted(settings.embargoBars, "bar"))"
        }
        return text
    }

    /// The best-ranked candidates. Those of the same portfolio whose figures read the same are
    /// counted, not listed: settings that hardly came to matter say nothing new.
    public static func leaderboard(_ result: OptimizationResult, count: Int) -> TextTable {
        var table = TextTable([
            ("rank", .right), ("id", .right), ("outperf.", .right), ("return", .right),
            ("Sharpe", .right), ("drawdown", .right), ("wins", .right), ("gap", .right),
            ("alike", .right), ("portfolio", .left), ("rule", .left),
        ])
        let ids = result.ranking.ids
        var rank = 0
        for _ in 0..<count where rank < ids.count {
            let candidate = result.optimizer.space[ids[rank] - 1]
            let portfolio = shortened(portfolio(candidate))
            let figures = figures(result.summary(ofID: ids[rank]))
            let next = ids[(rank + 1)...].firstIndex { id in
                figures != Self.figures(result.summary(ofID: id))
                    || candidate.symbols != result.optimizer.space[id - 1].symbols
                    || candidate.weights != result.optimizer.space[id - 1].weights
            }
            let alike = (next ?? ids.count) - rank - 1
            table.add(
                ["\(rank + 1)", "#\(candidate.id)"] + figures
                    + [alike == 0 ? "" : "+\(Format.count(alike))", portfolio, rule(candidate)]
            )
            rank += alike + 1
        }
        return table
    }

    private static func figures(_ summary: CandidateSummary?) -> [String] {
        [
            Format.signedPercent(summary?.testOutperformance ?? .nan),
            Format.signedPercent(summary?.testReturn ?? .nan),
            Format.fixed(summary?.testSharpe ?? .nan, decimals: 2),
            Format.percent(summary?.testDrawdown ?? .nan, decimals: 1),
            Format.percent(summary?.testWinRate ?? .nan, decimals: 0),
            Format.signedPercent(summary?.generalizationGap ?? .nan),
        ]
    }

    /// Symbols with weights in whole percent, for example `BTC/USDT 50 ETH/USDT 50`.
    public static func portfolio(_ candidate: Candidate) -> String {
        zip(candidate.symbols, candidate.weights)
            .map { "\($0) \(Format.fixed($1 * 100, decimals: 0))" }
            .joined(separator: " ")
    }

    /// A policy in a few characters, for example `hybrid 10% 30d 24h`.
    public static func rule(_ candidate: Candidate) -> String {
        let policy = candidate.policy
        var parts = [policy.method.rawValue]
        if policy.method.usesThreshold {
            let percent = Format.fixed(policy.threshold * 100, decimals: 1)
            parts.append((percent.hasSuffix(".0") ? String(percent.dropLast(2)) : percent) + "%")
        }
        if policy.method.usesCalendar { parts.append("\(policy.calendarDays)d") }
        if policy.method != .never { parts.append("min \(policy.minimumIntervalHours)h") }
        if policy.momentumVeto { parts.append("veto") }
        return parts.joined(separator: " ")
    }

    /// A label of at most 34 characters; what is cut off is marked.
    public static func shortened(_ text: String) -> String {
        text.count <= 34 ? text : text.prefix(33) + "…"
    }
}
